package org.fierce.data;

import java.util.List;

/**
 * A new row as the input of a network.
 *
 * @param input in the order height, width, channel
 * @param notes what is strange about the row
 */
public record EncodedRow(float[] input, List<RowNote> notes) {
  /** Takes the notes as they are now. */
  public EncodedRow {
    notes = List.copyOf(notes);
  }
}

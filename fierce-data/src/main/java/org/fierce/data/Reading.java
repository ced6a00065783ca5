package org.fierce.data;

import java.util.List;
import java.util.stream.Stream;

/**
 * How the files of a data set were read.
 *
 * @param notes sentences that a reader of the scores must know
 * @param offsets what was subtracted from the columns of the inputs
 */
public record Reading(List<String> notes, ColumnOffsets offsets) {
  /** In the plain way. */
  public static final Reading PLAIN = new Reading(List.of(), ColumnOffsets.NONE);

  /** Keeps the notes apart from their list. */
  public Reading {
    notes = List.copyOf(notes);
  }

  /** This with more notes. */
  public Reading with(List<String> more) {
    return new Reading(Stream.concat(notes.stream(), more.stream()).toList(), offsets);
  }
}

package org.fierce.data;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads an encoded row back as the columns of the table that it was made from. */
public interface NamedColumns {
  /** Names of the columns, those of labels and ids not among them. */
  List<String> names();

  /**
   * The cells of a row, one a column: a {@link Float} in the table's unit, a {@link String} for a
   * category, or null for a value that is missing or that no training row had.
   *
   * @param row as {@link Inputs#read} gives it
   */
  List<@Nullable Object> cells(float[] row);
}

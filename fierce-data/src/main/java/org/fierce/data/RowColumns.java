package org.fierce.data;

import org.jspecify.annotations.Nullable;

/**
 * The columns of a table that are no cells of a row, but name it, or hold all of it.
 *
 * @param id names a row; null where its number does
 * @param content holds the texts, or the names of the pictures; null where all columns are the row
 */
public record RowColumns(@Nullable String id, @Nullable String content) {
  /** No such column. */
  public static final RowColumns NONE = new RowColumns(null, null);
}

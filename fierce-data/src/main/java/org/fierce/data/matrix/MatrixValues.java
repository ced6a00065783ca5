package org.fierce.data.matrix;

import java.io.IOException;
import org.fierce.data.Inputs;
import org.jspecify.annotations.Nullable;

/** The numbers of a matrix, wherever they lie. */
interface MatrixValues {
  int rows();

  /** At least 1. */
  int columns();

  /** Whether a float holds each of its values. */
  boolean isExact();

  /** All rows from the first on; may be asked for again. */
  Cursor cursor() throws IOException;

  /** The rows as they lie in the file; null where they must be converted. */
  default @Nullable Inputs mapped() throws IOException {
    return null;
  }

  /** Goes from row to row. */
  interface Cursor {
    /** The next row; there are as many as {@link #rows}. */
    double[] next() throws IOException;
  }
}

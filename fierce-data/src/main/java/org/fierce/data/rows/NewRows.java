package org.fierce.data.rows;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows that a model is asked about, in their order. */
public interface NewRows extends Closeable {
  /**
   * The next row; null at the end.
   *
   * @throws org.fierce.files.DatasetFormatException if nothing more can be read, with the reason
   */
  @Nullable NewRow next() throws IOException;

  /** Number of rows, where it is known before they are read; else -1. */
  default long size() {
    return -1;
  }

  /** How the rows are read, where that is not the plain way, and what was left out; sentences. */
  default List<String> notes() {
    return List.of();
  }

  /** Whether rows come as somebody sends them, so that nobody should wait for many. */
  default boolean isLive() {
    return false;
  }
}

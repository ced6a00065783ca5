package org.fierce.data.rows;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rows of cells by the name of their column, one after the other. */
interface CellRows extends Closeable {
  /**
   * A row.
   *
   * @param cells by column; none where there is a problem
   * @param place where it stands, as {@code line 3}; empty where the problem says it
   * @param problem why it cannot be read; null where it can
   */
  record CellRow(Map<String, @Nullable Object> cells, String place, @Nullable String problem) {}

  /** Names of the columns of all rows; empty where each row has its own. */
  List<String> columns();

  /** The next row; null at the end. */
  @Nullable CellRow next() throws IOException;

  /** How the rows are read, where that is not the plain way. */
  default List<String> notes() {
    return List.of();
  }
}

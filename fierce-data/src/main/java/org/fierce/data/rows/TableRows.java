package org.fierce.data.rows;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.fierce.data.csv.CsvFile;
import org.jspecify.annotations.Nullable;

/** Rows of a table: its cells, or what one of its columns names. */
final class TableRows implements NewRows {
  private final CellRows rows;
  private final @Nullable String id;
  private final Content content;
  private final boolean isLive;
  private long number;

  /** What a row is, of its cells. */
  @FunctionalInterface
  interface Content {
    Object of(Map<String, @Nullable Object> cells) throws IOException;
  }

  /**
   * Rows.
   *
   * @param id column that names a row; null where its number from 0 does
   */
  TableRows(CellRows rows, @Nullable String id, Content content, boolean isLive) {
    this.rows = rows;
    this.id = id == null ? null : CsvFile.composed(id);
    this.content = content;
    this.isLive = isLive;
  }

  @Override
  public @Nullable NewRow next() throws IOException {
    CellRows.CellRow row = rows.next();
    if (row == null) {
      return null;
    }
    String name = Long.toString(number++);
    if (row.problem() != null) {
      return NewRow.unreadable(name, row.place(), row.problem());
    }
    Object cell = id == null ? null : row.cells().get(id);
    if (cell != null && !cell.toString().isEmpty()) {
      name = cell.toString();
    }
    return new NewRow(name, row.place(), () -> content.of(row.cells()));
  }

  @Override
  public List<String> notes() {
    return rows.notes();
  }

  @Override
  public boolean isLive() {
    return isLive;
  }

  @Override
  public void close() throws IOException {
    rows.close();
  }
}

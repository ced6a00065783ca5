package org.fierce.data.rows;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.fierce.data.csv.CsvFile;
import org.fierce.data.csv.TableFormat;
import org.jspecify.annotations.Nullable;

/** Cells of a table that is no text, as a Parquet file. */
final class FormatCells implements CellRows {
  private final TableFormat.Rows rows;
  private final List<String> columns;
  private long number;

  FormatCells(TableFormat.Rows rows) {
    this.rows = rows;
    this.columns = rows.columns().stream().map(CsvFile::composed).toList();
  }

  @Override
  public List<String> columns() {
    return columns;
  }

  @Override
  public @Nullable CellRow next() throws IOException {
    if (!rows.next()) {
      return null;
    }
    number++;
    Map<String, @Nullable Object> cells = new HashMap<>();
    for (int c = 0; c < columns.size(); c++) {
      Object value = rows.value(c);
      if (value instanceof double[]) {
        return new CellRow(
            Map.of(),
            "row " + number,
            "column %s is a list; expected a text, a number, a truth or a date"
                .formatted(columns.get(c)));
      }
      cells.put(columns.get(c), value);
    }
    return new CellRow(cells, "row " + number, null);
  }

  @Override
  public void close() throws IOException {
    rows.close();
  }
}

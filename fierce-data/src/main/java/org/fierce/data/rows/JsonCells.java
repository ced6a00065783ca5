package org.fierce.data.rows;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.fierce.data.csv.JsonLine;
import org.fierce.data.csv.LineRows;
import org.fierce.files.DatasetFormatException;
import org.jspecify.annotations.Nullable;

/** Cells of lines of JSON, an object each: {@code {"rooms": 4, "colour": "red", "age": null}}. */
record JsonCells(LineRows lines) implements CellRows {
  @Override
  public List<String> columns() {
    return List.of();
  }

  @Override
  public @Nullable CellRow next() throws IOException {
    LineRows.Line line = lines.next();
    if (line == null) {
      return null;
    }
    if (line.problem() != null) {
      return new CellRow(Map.of(), line.place(), line.problem());
    }
    try {
      return new CellRow(JsonLine.cells(line.text()), line.place(), null);
    } catch (DatasetFormatException e) {
      return new CellRow(Map.of(), line.place(), e.getMessage());
    }
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}

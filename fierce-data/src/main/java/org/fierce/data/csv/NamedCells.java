package org.fierce.data.csv;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fierce.files.DatasetFormatException;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a table that is no CSV file, by the names of their columns; damaged ones left out.
 */
public final class NamedCells implements Closeable {
  private final TableFormat.@Nullable Rows rows;
  private final @Nullable LineRows lines;

  private NamedCells(TableFormat.@Nullable Rows rows, @Nullable LineRows lines) {
    this.rows = rows;
    this.lines = lines;
  }

  /**
   * Opens a file; null where it is a CSV file.
   *
   * @throws DatasetFormatException if it is damaged, or the module that reads it is not there
   */
  public static @Nullable NamedCells open(Path file) throws IOException {
    TableFormat format = TableFormat.of(file);
    if (format != null) {
      return new NamedCells(format.open(file), null);
    }
    return JsonLine.isFile(file)
        ? new NamedCells(null, new LineRows(file.toString(), Files.newInputStream(file)))
        : null;
  }

  /** The next row: texts, the empty one where a value is missing; null at the end. */
  public @Nullable Map<String, String> next() throws IOException {
    if (rows != null) {
      return rows.next() ? cells(rows) : null;
    }
    return lines == null ? null : next(lines);
  }

  private static @Nullable Map<String, String> next(LineRows lines) throws IOException {
    for (LineRows.Line line = lines.next(); line != null; line = lines.next()) {
      Map<String, String> cells = line.problem() == null ? cells(line.text()) : null;
      if (cells != null) {
        return cells;
      }
    }
    return null;
  }

  private static @Nullable Map<String, String> cells(String line) {
    try {
      Map<String, String> cells = new LinkedHashMap<>();
      JsonLine.cells(line).forEach((name, value) -> cells.put(name, text(value)));
      return cells;
    } catch (DatasetFormatException e) {
      // It is told where the rows are read.
      return null;
    }
  }

  private static Map<String, String> cells(TableFormat.Rows rows) throws IOException {
    List<String> columns = rows.columns();
    Map<String, String> cells = new LinkedHashMap<>();
    for (int c = 0; c < columns.size(); c++) {
      cells.put(CsvFile.composed(columns.get(c)), text(rows.value(c)));
    }
    return cells;
  }

  private static String text(@Nullable Object value) {
    return value == null || value instanceof double[] ? "" : CsvFile.trimmed(NumberText.of(value));
  }

  @Override
  public void close() throws IOException {
    if (rows != null) {
      rows.close();
    }
    if (lines != null) {
      lines.close();
    }
  }
}

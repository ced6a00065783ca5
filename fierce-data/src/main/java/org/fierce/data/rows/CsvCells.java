package org.fierce.data.rows;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.fierce.data.csv.CsvRows;
import org.fierce.data.csv.NumberForm;
import org.fierce.files.DatasetFormatException;
import org.jspecify.annotations.Nullable;

/**
 * Cells of a CSV file or stream. Numbers are read with the decimal mark that the table shows,
 * whatever that of the training table was.
 *
 * @param isNumber whether the cells of a column are numbers
 */
record CsvCells(CsvRows rows, Predicate<String> isNumber) implements CellRows {
  @Override
  public List<String> columns() {
    return rows.columns();
  }

  @Override
  public @Nullable CellRow next() throws IOException {
    CsvRows.Row row = rows.next();
    if (row == null) {
      return null;
    }
    if (row.problem() != null && row.line() < 0) {
      throw new DatasetFormatException(
          "%s: %s. Nothing from there on was read; correct it, and give the file again."
              .formatted(rows.name(), row.problem()));
    }
    if (row.problem() != null) {
      return new CellRow(Map.of(), "", row.problem());
    }
    String place = "line " + row.line();
    Map<String, @Nullable Object> cells = new HashMap<>();
    for (int c = 0; c < columns().size(); c++) {
      String column = columns().get(c);
      String text = row.cells()[c];
      NumberForm form = rows.forms().get(c).orElse(null);
      try {
        cells.put(column, form != null && isNumber.test(column) ? form.number(column, text) : text);
      } catch (DatasetFormatException e) {
        return new CellRow(Map.of(), place, e.getMessage());
      }
    }
    return new CellRow(cells, place, null);
  }

  @Override
  public List<String> notes() {
    return rows.note().isEmpty() ? List.of() : List.of(rows.note());
  }

  @Override
  public void close() throws IOException {
    rows.close();
  }
}

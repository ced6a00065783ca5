package org.fierce.data.rows;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.fierce.data.csv.CsvFile;
import org.fierce.data.csv.CsvRows;
import org.fierce.data.csv.DecimalMark;
import org.fierce.files.DatasetFormatException;
import org.jspecify.annotations.Nullable;

/** Vectors of a CSV file of numbers, with a header or without, a column with an id or without. */
final class NumberRows implements NewRows {
  private final CsvRows rows;
  private final int[] columns;
  private final int id;
  private final boolean isLive;
  private CsvRows.@Nullable Row pending;
  private long number;

  private NumberRows(
      CsvRows rows, int[] columns, int id, CsvRows.@Nullable Row pending, boolean isLive) {
    this.rows = rows;
    this.columns = columns;
    this.id = id;
    this.pending = pending;
    this.isLive = isLive;
  }

  static NumberRows open(String name, InputStream in, RowInputs inputs, boolean isLive)
      throws IOException {
    CsvRows rows =
        CsvRows.open(name, in, new CsvFile.Form(false, List.of(), inputs.separator(), false));
    try {
      CsvRows.Row first = rows.next();
      if (first == null) {
        throw new DatasetFormatException(name + " is empty");
      }
      boolean hasHeader = Arrays.stream(first.cells()).anyMatch(cell -> !isNumber(cell));
      List<String> names = hasHeader ? List.of(first.cells()) : List.of();
      int count = first.cells().length;
      int width = inputs.encoder().shape().values();
      String asked = hasHeader ? inputs.idColumn(name, names) : inputs.id();
      if (asked == null && count == width + 1 && names.contains("id")) {
        asked = "id";
      }
      int id = hasHeader && asked != null ? names.indexOf(CsvFile.composed(asked)) : -1;
      int[] columns = IntStream.range(0, count).filter(c -> c != id).toArray();
      if (columns.length != width) {
        throw new DatasetFormatException(
            "%s has %d columns%s; expected %d numbers a row, as the model was trained on. Leave the others out, or name one as --id."
                .formatted(name, count, id < 0 ? "" : ", one of them the id", width));
      }
      return new NumberRows(rows, columns, id, hasHeader ? null : first, isLive);
    } catch (IOException | RuntimeException e) {
      rows.close();
      throw e;
    }
  }

  private static boolean isNumber(String text) {
    return !Double.isNaN(DecimalMark.UNKNOWN.value(text, false))
        || !Double.isNaN(DecimalMark.UNKNOWN.value(text, true));
  }

  @Override
  public @Nullable NewRow next() throws IOException {
    CsvRows.Row row = pending == null ? rows.next() : pending;
    pending = null;
    if (row == null) {
      return null;
    }
    if (row.problem() != null && row.line() < 0) {
      throw new DatasetFormatException(
          "%s: %s. Nothing from there on was read; correct it, and give the file again."
              .formatted(rows.name(), row.problem()));
    }
    String name = Long.toString(number++);
    if (row.problem() != null) {
      return NewRow.unreadable(name, "", row.problem());
    }
    String[] cells = row.cells();
    return new NewRow(
        id < 0 || cells[id].isEmpty() ? name : cells[id],
        "line " + row.line(),
        () -> values(cells));
  }

  private double[] values(String[] cells) throws DatasetFormatException {
    double[] values = new double[columns.length];
    for (int i = 0; i < values.length; i++) {
      String text = cells[columns[i]];
      DecimalMark mark = rows.decimalMarks().get(columns[i]);
      values[i] = mark.value(text, false);
      if (!Double.isFinite(values[i])) {
        throw new DatasetFormatException(
            "column %d (from 0) is \"%s\"; expected a finite number".formatted(i, text));
      }
    }
    return values;
  }

  @Override
  public List<String> notes() {
    List<String> notes = new ArrayList<>();
    if (!rows.note().isEmpty()) {
      notes.add(rows.note());
    }
    return notes;
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

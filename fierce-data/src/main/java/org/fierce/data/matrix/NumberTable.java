package org.fierce.data.matrix;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.fierce.data.csv.CsvFile;
import org.fierce.data.csv.CsvRows;
import org.fierce.data.csv.CsvTable;
import org.fierce.data.csv.DecimalMark;
import org.fierce.data.csv.NumberText;
import org.fierce.data.csv.Problems;
import org.fierce.files.DatasetFormatException;

/**
 * A CSV file of nothing but numbers. Its first line holds the names of the columns, unless all its
 * cells are numbers. A cell without a value is NaN.
 */
final class NumberTable {
  private NumberTable() {}

  static ListedMatrix read(Path file, List<String> notes) throws IOException {
    try (CsvRows rows = rows(file)) {
      List<double[]> values = new ArrayList<>();
      Problems problems = new Problems(file.toString());
      CsvRows.Row first = rows.next();
      if (first == null) {
        throw new DatasetFormatException(file + " is empty");
      }
      boolean isHeader = Arrays.stream(first.cells()).anyMatch(cell -> !isNumber(cell));
      for (CsvRows.Row row = isHeader ? rows.next() : first; row != null; row = rows.next()) {
        if (row.problem() != null) {
          problems.add(row.problem());
          continue;
        }
        values.add(values(rows, row, problems));
      }
      problems.refuse(
          "Give numbers only, as many in each line; names and labels go into the table of labels.");
      if (values.isEmpty()) {
        throw new DatasetFormatException(file + " has no rows below its header");
      }
      int columns = rows.columns().size();
      notes.add(
          "%s is read as a matrix of %d x %d: its first line holds %s."
              .formatted(
                  file.getFileName(),
                  values.size(),
                  columns,
                  isHeader ? "the names of the columns" : "numbers, no names of columns"));
      if (!rows.note().isEmpty()) {
        notes.add(rows.note());
      }
      return new ListedMatrix(values, columns);
    }
  }

  /** With numbers as 0,5 both comma and semicolon may seem to part the cells: it is no comma. */
  private static CsvRows rows(Path file) throws IOException {
    try {
      return CsvRows.open(file, new CsvFile.Form(false, List.of(), null, false));
    } catch (DatasetFormatException e) {
      CsvRows rows = CsvRows.open(file, new CsvFile.Form(false, List.of(), ';', false));
      if (rows.columns().size() > 1) {
        return rows;
      }
      rows.close();
      throw e;
    }
  }

  /** Whether a text is a number, with a decimal point or comma. */
  static boolean isNumber(String text) {
    return !Double.isNaN(DecimalMark.UNKNOWN.value(text, false))
        || !Double.isNaN(DecimalMark.UNKNOWN.value(text, true));
  }

  private static double[] values(CsvRows rows, CsvRows.Row row, Problems problems) {
    double[] values = new double[row.cells().length];
    for (int c = 0; c < values.length; c++) {
      String text = row.cells()[c];
      if (NumberText.isMissing(text)) {
        values[c] = Double.NaN;
        continue;
      }
      values[c] = rows.decimalMarks().get(c).value(text, false);
      if (Double.isNaN(values[c])) {
        problems.add(
            "line %d: column %d (from 0) is \"%s\", not a number"
                .formatted(row.line(), c, CsvTable.shortened(text)));
      }
    }
    return values;
  }
}

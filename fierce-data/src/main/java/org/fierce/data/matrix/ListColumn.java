package org.fierce.data.matrix;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.fierce.data.csv.TableFormat;
import org.fierce.files.DatasetFormatException;
import org.jspecify.annotations.Nullable;

/** A column of a Parquet file that holds a list of numbers in each row, as a matrix. */
final class ListColumn {
  private ListColumn() {}

  /**
   * Reads the column of this name, or the only one with lists. A row without a list is NaN.
   *
   * @throws DatasetFormatException if there is none or more than one, or lists differ in length
   */
  static ListedMatrix read(Path file, TableFormat format, @Nullable String asked)
      throws IOException {
    try (TableFormat.Rows rows = format.open(file)) {
      List<double[]> values = new ArrayList<>();
      int column = -1;
      int width = 0;
      while (rows.next()) {
        column = column < 0 ? choose(file, rows, asked) : column;
        Object value = rows.value(column);
        double[] row = value instanceof double[] list ? list : new double[0];
        width = width == 0 ? row.length : width;
        if (row.length != width && value != null) {
          throw new DatasetFormatException(
              "%s: column %s has %d numbers in row %d (from 0), but %d in those before; expected equally many"
                  .formatted(file, rows.columns().get(column), row.length, values.size(), width));
        }
        values.add(row);
      }
      if (width == 0) {
        throw new DatasetFormatException(file + " has no row with a list of numbers");
      }
      double[] missing = new double[width];
      Arrays.fill(missing, Double.NaN);
      values.replaceAll(row -> row.length == 0 ? missing : row);
      return new ListedMatrix(values, width);
    }
  }

  private static int choose(Path file, TableFormat.Rows rows, @Nullable String asked)
      throws IOException {
    List<String> lists = new ArrayList<>();
    for (int c = 0; c < rows.columns().size(); c++) {
      if (rows.value(c) instanceof double[]) {
        lists.add(rows.columns().get(c));
      }
    }
    String name = asked == null && lists.size() == 1 ? lists.get(0) : asked;
    if (name == null || !lists.contains(name)) {
      throw new DatasetFormatException(
          asked != null
              ? "%s has no column \"%s\" with lists of numbers; it has %s"
                  .formatted(file, asked, lists.isEmpty() ? "none" : String.join(", ", lists))
              : lists.isEmpty()
                  ? "%s has no column with lists of numbers, so it is no matrix; it has the columns %s"
                      .formatted(file, String.join(", ", rows.columns()))
                  : "%s has lists of numbers in the columns %s. Name one, as %1$s:%s"
                      .formatted(file, String.join(", ", lists), lists.get(0)));
    }
    return rows.columns().indexOf(name);
  }
}

package org.fierce.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.fierce.files.DatasetFormatException;
import org.jspecify.annotations.Nullable;

/**
 * The cells of some rows of a table, as {@code values.json} holds them.
 *
 * @param columns their names
 * @param test some test rows
 * @param train some training rows
 */
public record TableValues(List<String> columns, Rows test, Rows train) {
  public static final String FILE = "values.json";

  /**
   * Some rows.
   *
   * @param rows their numbers
   * @param values their cells, row by row: a number, a text, or null for a value that is missing
   */
  public record Rows(int[] rows, List<List<@Nullable Object>> values) {
    static final Rows NONE = new Rows(new int[0], List.of());

    /**
     * Checks the sizes.
     *
     * @throws IllegalArgumentException if there are not as many lists of cells as rows
     */
    public Rows {
      if (rows.length != values.size()) {
        throw new IllegalArgumentException(
            "there are the cells of %d rows, expected %d".formatted(values.size(), rows.length));
      }
    }
  }

  /** Takes rows that are not there for none. */
  public TableValues {
    test = test == null ? Rows.NONE : test;
    train = train == null ? Rows.NONE : train;
  }

  /**
   * Reads a file.
   *
   * @throws DatasetFormatException if it is no such file
   */
  public static TableValues read(Path file) throws IOException {
    return JsonFile.read(file, TableValues.class);
  }

  public void write(Path file) throws IOException {
    JsonFile.write(file, this);
  }
}

package org.fierce.data.csv;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import org.fierce.files.DatasetFormatException;
import org.jspecify.annotations.Nullable;

/** Reads tables of another format than text, as Parquet; found as a service. */
public interface TableFormat {
  /** Number of bytes that {@link #reads} is given, or fewer where the file is shorter. */
  int START_BYTES = 8;

  /** Whether a file that begins so is of this format. */
  boolean reads(byte[] start);

  /**
   * Opens a file.
   *
   * @throws DatasetFormatException if it is damaged
   */
  Rows open(Path file) throws IOException;

  /** Rows of a table, one after the other. */
  interface Rows extends Closeable {
    /** Names of the columns. */
    List<String> columns();

    /** Goes to the next row, at first to the first; false at the end. */
    boolean next() throws IOException;

    /**
     * A cell of the row.
     *
     * @return a {@link Number}; a text, of a date in the form 2024-01-31 or 2024-01-31T14:30:00; a
     *     {@code double[]} for a list of numbers; null where the value is missing
     * @throws DatasetFormatException if it is of another kind
     */
    @Nullable Object value(int column) throws IOException;
  }

  /**
   * The format of a file; null where it is text or something else.
   *
   * @throws DatasetFormatException if the file is Parquet, and the module that reads it is not
   *     there
   */
  static @Nullable TableFormat of(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return null;
    }
    byte[] start;
    try (InputStream in = Files.newInputStream(file)) {
      start = in.readNBytes(START_BYTES);
    }
    for (TableFormat format : ServiceLoader.load(TableFormat.class)) {
      if (format.reads(start)) {
        return format;
      }
    }
    if (start.length >= 4
        && start[0] == 'P'
        && start[1] == 'A'
        && start[2] == 'R'
        && start[3] == '1') {
      throw new DatasetFormatException(
          "%s is a Parquet file, which the module fierce-tables reads, and that is not on the class path. Add org.fierce:fierce-tables, or save the table as CSV."
              .formatted(file));
    }
    return null;
  }
}

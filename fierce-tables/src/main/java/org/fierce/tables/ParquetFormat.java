package org.fierce.tables;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.fierce.data.csv.TableFormat;

/** Reads Parquet files. */
public final class ParquetFormat implements TableFormat {
  /** For the service loader. */
  public ParquetFormat() {}

  @Override
  public boolean reads(byte[] start) {
    return start.length >= 4
        && start[0] == 'P'
        && start[1] == 'A'
        && start[2] == 'R'
        && start[3] == '1';
  }

  @Override
  public Rows open(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString());
    }
    return new ParquetRows(file);
  }
}

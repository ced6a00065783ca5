package org.fierce.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Where a data set comes from and how it is split: the options of one kind of source. */
public interface DataSource {
  /**
   * Reads the data set.
   *
   * @throws DatasetFormatException if a file is malformed or a label does not fit
   * @throws IOException if a file is missing or cannot be read
   */
  DataSplit open(DataRoot root) throws IOException;

  /**
   * The files that {@link #open} reads, for provenance; empty for simulated data.
   *
   * @throws IOException if one is missing
   */
  List<Path> files(DataRoot root) throws IOException;
}

package org.fierce.data;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.fierce.files.DatasetFormatException;

/** Where a data set comes from and how it is split: the options of one kind of source. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "source")
public interface DataSource {
  /**
   * Reads the data set.
   *
   * @param addend is added to every seed that this source holds, so that what it leaves to chance
   *     (a simulation, a split, a sample of rows) is drawn anew; zero takes the seeds as they are
   * @throws DatasetFormatException if a file is malformed or a label does not fit
   * @throws IOException if a file is missing or cannot be read
   */
  DataSplit open(DataRoot root, long addend) throws IOException;

  /** Reads the data set with the seeds as they are. */
  default DataSplit open(DataRoot root) throws IOException {
    return open(root, 0);
  }

  /**
   * The files that {@link #open} reads, for provenance; empty for simulated data.
   *
   * @throws IOException if one is missing
   */
  List<Path> files(DataRoot root) throws IOException;

  /**
   * What folders of pictures hold that {@link #open} reads, for provenance; empty where there are
   * none.
   *
   * @throws IOException if one is missing
   */
  default List<FolderDigest> folders(DataRoot root) throws IOException {
    return List.of();
  }

  /** The columns that name a row, or hold all of it. */
  default RowColumns rowColumns() {
    return RowColumns.NONE;
  }

  /** Whether a mirrored row still fits its labels, so that an augmentation may flip it. */
  default boolean canBeMirrored() {
    return true;
  }
}

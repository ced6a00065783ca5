package org.fierce.data.csv;

import org.fierce.files.DatasetFormatException;
import org.fierce.labels.FineTargets;

/** The columns of a file that labels can be made of. */
public interface LabelledRows {
  int size();

  /**
   * A column as classes.
   *
   * @throws DatasetFormatException if there is no such column or a cell is empty
   */
  FineTargets.Classes classes(String column) throws DatasetFormatException;

  /**
   * A column as classes, {@link FineTargets.Classes#UNKNOWN} where a cell is empty.
   *
   * @throws DatasetFormatException if there is no such column
   */
  default FineTargets.Classes knownClasses(String column) throws DatasetFormatException {
    return classes(column);
  }

  /**
   * A column as numbers, faults among them or not.
   *
   * @throws DatasetFormatException if there is no such column, or it cannot hold numbers
   */
  NumberColumn numbers(String column) throws DatasetFormatException;

  /** The text of a cell, for messages. */
  String text(int row, String column) throws DatasetFormatException;

  /** Whether a bare fine column may hold numbers rather than classes. */
  boolean mayHoldNumbers();

  /** Where a row stands, for messages: file and line or record. */
  String place(int row);

  /** Where a row stands in the source. */
  default String lineOf(int row) {
    return place(row);
  }

  /** What messages call the file of the labels. */
  String source();

  /**
   * How many names of a column differ from another in their Unicode form only, and count as that.
   *
   * @throws DatasetFormatException if there is no such column
   */
  default int joined(String column) throws DatasetFormatException {
    return 0;
  }

  /** How the labels were read, where that is not the plain way. */
  default java.util.List<String> notes() {
    return java.util.List.of();
  }
}

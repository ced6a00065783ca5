package org.fierce.data;

import org.fierce.labels.FineTargets;

/** The columns of a file that labels can be made of. */
interface LabelledRows {
  int size();

  /**
   * A column as classes.
   *
   * @throws DatasetFormatException if there is no such column or a cell is empty
   */
  FineTargets.Classes classes(String column) throws DatasetFormatException;

  /**
   * A column as finite numbers.
   *
   * @throws DatasetFormatException if there is no such column or a cell is no number
   */
  double[] numbers(String column) throws DatasetFormatException;

  /** Whether a bare fine column of this name holds numbers rather than classes. */
  boolean holdsNumbers(String column) throws DatasetFormatException;

  /** Where a row stands, for messages: file and line or record. */
  String place(int row);
}

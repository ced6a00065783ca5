package org.fierce.data;

/**
 * The inputs of a data set, kept as compactly as their source allows and read row by row. Safe for
 * reading from several threads.
 */
public interface Inputs {
  /** Shape of every row. */
  InputShape shape();

  /** Number of rows. */
  int size();

  /**
   * Writes row {@code row} into {@code target} from {@code offset} on: {@code shape().values()}
   * floats in the order height, width, channel. Bytes of pixels come as value / 255.
   */
  void read(int row, float[] target, int offset);

  /** The given rows, in their order, as a view. */
  default Inputs select(int[] rows) {
    return new SelectedInputs(this, rows);
  }
}

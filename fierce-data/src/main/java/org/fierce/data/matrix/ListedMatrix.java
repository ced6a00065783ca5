package org.fierce.data.matrix;

import java.util.List;

/**
 * Rows in memory.
 *
 * @param values equally long
 */
record ListedMatrix(List<double[]> values, int columns) implements MatrixValues {
  @Override
  public int rows() {
    return values.size();
  }

  @Override
  public boolean isExact() {
    return false;
  }

  @Override
  public Cursor cursor() {
    return values.iterator()::next;
  }
}

package org.fierce.data;

/**
 * A dense matrix of floats, and at the same time the inputs of a data set of vectors.
 *
 * @param rows number of rows
 * @param columns number of columns
 * @param values row by row, {@code rows * columns} of them
 */
public record FloatMatrix(int rows, int columns, float[] values) implements Inputs {
  /**
   * Checks the size.
   *
   * @throws IllegalArgumentException if {@code values} does not fill the matrix
   */
  public FloatMatrix {
    if ((long) rows * columns != values.length) {
      throw new IllegalArgumentException(
          "%d values do not fill a matrix of %d x %d".formatted(values.length, rows, columns));
    }
  }

  /** The element at a row and a column. */
  public float at(int row, int column) {
    return values[row * columns + column];
  }

  @Override
  public InputShape shape() {
    return InputShape.vector(columns);
  }

  @Override
  public int size() {
    return rows;
  }

  @Override
  public void read(int row, float[] target, int offset) {
    System.arraycopy(values, row * columns, target, offset, columns);
  }

  /** All rows of the inputs as one matrix. */
  public static FloatMatrix of(Inputs inputs) {
    int columns = inputs.shape().values();
    float[] values = new float[Math.multiplyExact(inputs.size(), columns)];
    for (int row = 0; row < inputs.size(); row++) {
      inputs.read(row, values, row * columns);
    }
    return new FloatMatrix(inputs.size(), columns, values);
  }
}

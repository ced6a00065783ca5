package org.fierce.data;

/**
 * A dense matrix of floats, and at the same time the inputs of a data set of vectors.
 *
 * @param rows number of rows
 * @param columns number of columns
 * @param values row by row, {@code rows * columns} of them
 */
public record FloatMatrix(int rows, int columns, float[] values) implements Inputs {
  // The longest array that every virtual machine allows.
  private static final long MOST_VALUES = Integer.MAX_VALUE - 8;

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

  /**
   * A matrix of zeros.
   *
   * @throws IllegalArgumentException if it is larger than one array or than the memory given to
   *     Java, with what to do
   */
  public static FloatMatrix zeros(int rows, int columns) {
    long values = (long) rows * columns;
    long memory = Runtime.getRuntime().maxMemory();
    if (values > MOST_VALUES || values * Float.BYTES > memory) {
      throw new IllegalArgumentException(
          "%d rows of %d values do not fit into memory: one array holds %d values, and Java was given %d MiB. "
                  .formatted(rows, columns, MOST_VALUES, memory >> 20)
              + "Leave out what needs all rows at once, take at most %d rows%s."
                  .formatted(
                      Math.min(MOST_VALUES, memory / Float.BYTES) / columns,
                      values > MOST_VALUES ? "" : ", or give more memory by -Xmx"));
    }
    return new FloatMatrix(rows, columns, new float[(int) values]);
  }

  /**
   * All rows of the inputs as one matrix in memory; the same object where they are one.
   *
   * @throws IllegalArgumentException as {@link #zeros} does
   */
  public static FloatMatrix of(Inputs inputs) {
    return inputs instanceof FloatMatrix matrix ? matrix : copyOf(inputs);
  }

  /**
   * All rows of the inputs as a matrix of its own.
   *
   * @throws IllegalArgumentException as {@link #zeros} does
   */
  public static FloatMatrix copyOf(Inputs inputs) {
    int columns = inputs.shape().values();
    FloatMatrix matrix = zeros(inputs.size(), columns);
    for (int row = 0; row < inputs.size(); row++) {
      inputs.read(row, matrix.values, row * columns);
    }
    return matrix;
  }

  /**
   * Rows of equal length as one matrix.
   *
   * @throws IllegalArgumentException if there is no row, or one has another length than the first
   */
  public static FloatMatrix of(float[][] rows) {
    if (rows.length == 0) {
      throw new IllegalArgumentException("there is no row; give at least one");
    }
    FloatMatrix matrix = zeros(rows.length, rows[0].length);
    for (int row = 0; row < rows.length; row++) {
      if (rows[row].length != matrix.columns) {
        throw new IllegalArgumentException(
            "row %d has %d values, but the first has %d"
                .formatted(row, rows[row].length, matrix.columns));
      }
      System.arraycopy(rows[row], 0, matrix.values, row * matrix.columns, matrix.columns);
    }
    return matrix;
  }

  /** The rows, an array each. */
  public float[][] toArrays() {
    float[][] arrays = new float[rows][columns];
    for (int row = 0; row < rows; row++) {
      read(row, arrays[row], 0);
    }
    return arrays;
  }

  /** Column of the largest value of each row, first of ties. */
  public int[] largestColumns() {
    int[] largest = new int[rows];
    for (int row = 0; row < rows; row++) {
      for (int c = 1; c < columns; c++) {
        if (at(row, c) > at(row, largest[row])) {
          largest[row] = c;
        }
      }
    }
    return largest;
  }
}

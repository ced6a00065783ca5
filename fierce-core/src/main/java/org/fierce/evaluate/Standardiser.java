package org.fierce.evaluate;

import org.fierce.data.FloatMatrix;

/** Takes each column to mean 0 and standard deviation 1 over the rows it was fitted on. */
final class Standardiser {
  // Below this share of the mean's size a deviation is rounding of 32-bit floats.
  private static final double ROUNDING = 1e-6;

  private final double[] mean;
  private final double[] scale;

  private Standardiser(double[] mean, double[] scale) {
    this.mean = mean;
    this.scale = scale;
  }

  static Standardiser fit(FloatMatrix matrix) {
    int columns = matrix.columns();
    double[] mean = means(matrix);
    double[] squares = new double[columns];
    for (int row = 0; row < matrix.rows(); row++) {
      for (int c = 0; c < columns; c++) {
        double value = matrix.values()[row * columns + c] - mean[c];
        squares[c] += value * value;
      }
    }
    double[] scale = new double[columns];
    for (int c = 0; c < columns; c++) {
      double deviation = Math.sqrt(squares[c] / matrix.rows());
      scale[c] = deviation > ROUNDING * Math.abs(mean[c]) ? 1 / deviation : 0;
    }
    return new Standardiser(mean, scale);
  }

  static double[] means(FloatMatrix matrix) {
    int columns = matrix.columns();
    double[] mean = new double[columns];
    for (int row = 0; row < matrix.rows(); row++) {
      for (int c = 0; c < columns; c++) {
        mean[c] += matrix.values()[row * columns + c];
      }
    }
    for (int c = 0; c < columns; c++) {
      mean[c] /= matrix.rows();
    }
    return mean;
  }

  /** The matrix in the new scale; a column that was constant becomes 0. */
  FloatMatrix apply(FloatMatrix matrix) {
    int columns = matrix.columns();
    float[] values = new float[matrix.values().length];
    for (int row = 0; row < matrix.rows(); row++) {
      for (int c = 0; c < columns; c++) {
        int i = row * columns + c;
        values[i] = (float) ((matrix.values()[i] - mean[c]) * scale[c]);
      }
    }
    return new FloatMatrix(matrix.rows(), columns, values);
  }
}

package org.fierce.evaluate;

import org.fierce.data.FloatMatrix;
import org.fierce.data.Inputs;
import org.fierce.embed.Covariance;

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

  static Standardiser fit(Inputs matrix) {
    double[] mean = Covariance.means(matrix);
    float[] values = new float[mean.length];
    double[] squares = new double[mean.length];
    for (int row = 0; row < matrix.size(); row++) {
      matrix.read(row, values, 0);
      for (int c = 0; c < values.length; c++) {
        double value = values[c] - mean[c];
        squares[c] += value * value;
      }
    }
    double[] scale = new double[mean.length];
    for (int c = 0; c < scale.length; c++) {
      double deviation = Math.sqrt(squares[c] / matrix.size());
      scale[c] = deviation > ROUNDING * Math.abs(mean[c]) ? 1 / deviation : 0;
    }
    return new Standardiser(mean, scale);
  }

  /** The matrix in the new scale; a column that was constant becomes 0. */
  FloatMatrix apply(Inputs matrix) {
    int columns = mean.length;
    FloatMatrix applied = FloatMatrix.zeros(matrix.size(), columns);
    float[] values = applied.values();
    for (int row = 0; row < matrix.size(); row++) {
      int first = row * columns;
      matrix.read(row, values, first);
      for (int c = 0; c < columns; c++) {
        values[first + c] = (float) ((values[first + c] - mean[c]) * scale[c]);
      }
    }
    return applied;
  }
}

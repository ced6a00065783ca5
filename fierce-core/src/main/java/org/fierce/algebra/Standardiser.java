package org.fierce.algebra;

import java.util.Arrays;
import org.fierce.data.Bounded;
import org.fierce.data.FloatMatrix;
import org.fierce.data.Inputs;
import org.fierce.data.Normalisation;

/**
 * Takes each column to mean 0 and standard deviation 1 over the rows it was fitted on, or all by
 * one factor. A value more than {@value Normalisation#MARGIN} deviations of its column outside what
 * the fitted rows have is put at that bound: a column that hardly varies in training, where the
 * deviation is tiny, would otherwise rule whatever is fitted. Everything in double but the result.
 */
public final class Standardiser {
  // Below this share of the mean's size a deviation is rounding of 32-bit floats.
  private static final double ROUNDING = 1e-6;

  private final double[] mean;
  private final double[] scale;
  private final double[] low;
  private final double[] high;

  private Standardiser(double[] mean, double[] scale, double[] low, double[] high) {
    this.mean = mean;
    this.scale = scale;
    this.low = low;
    this.high = high;
  }

  public static Standardiser fit(Inputs matrix) {
    double[] mean = Covariance.means(matrix);
    float[] values = new float[mean.length];
    double[] squares = new double[mean.length];
    double[] low = new double[mean.length];
    double[] high = new double[mean.length];
    for (int row = 0; row < matrix.size(); row++) {
      matrix.read(row, values, 0);
      for (int c = 0; c < values.length; c++) {
        double value = values[c] - mean[c];
        squares[c] += value * value;
        low[c] = Math.min(low[c], value);
        high[c] = Math.max(high[c], value);
      }
    }
    double[] scale = new double[mean.length];
    for (int c = 0; c < scale.length; c++) {
      double deviation = Math.sqrt(squares[c] / matrix.size());
      scale[c] = deviation > ROUNDING * Math.abs(mean[c]) ? 1 / deviation : 0;
      low[c] -= Normalisation.MARGIN * deviation;
      high[c] += Normalisation.MARGIN * deviation;
    }
    return new Standardiser(mean, scale, low, high);
  }

  /**
   * The same with one factor for all columns that vary, which keeps small columns small.
   *
   * @param variance mean over these columns of what it gives
   */
  public Standardiser alike(double variance) {
    double sum = 0;
    int varying = 0;
    for (double each : scale) {
      if (each > 0) {
        sum += 1 / (each * each);
        varying++;
      }
    }
    double factor = sum > 0 ? Math.sqrt(variance * varying / sum) : 0;
    double[] alike = Arrays.stream(scale).map(each -> each > 0 ? factor : 0).toArray();
    return new Standardiser(mean, alike, low, high);
  }

  /** The matrix in the new scale; a column that was constant becomes 0. */
  public FloatMatrix apply(Inputs matrix) {
    int columns = mean.length;
    FloatMatrix applied = FloatMatrix.zeros(matrix.size(), columns);
    float[] values = applied.values();
    for (int row = 0; row < matrix.size(); row++) {
      int first = row * columns;
      matrix.read(row, values, first);
      for (int c = 0; c < columns; c++) {
        double value = values[first + c] - mean[c];
        double bounded = value < low[c] ? low[c] : value > high[c] ? high[c] : value;
        values[first + c] = (float) (bounded * scale[c]);
      }
    }
    return applied;
  }

  /** Mean of each column over the fitted rows. */
  public double[] mean() {
    return mean.clone();
  }

  /** What each column is multiplied by, less its mean and put between the bounds. */
  public double[] scale() {
    return scale.clone();
  }

  /** Lower bound of each column, less its mean. */
  public double[] low() {
    return low.clone();
  }

  /** Upper bound of each column, less its mean. */
  public double[] high() {
    return high.clone();
  }

  /** How many values of columns that vary {@link #apply} puts at a bound. */
  public Bounded bounded(Inputs matrix) {
    float[] values = new float[mean.length];
    Bounded.Count count = new Bounded.Count();
    for (int row = 0; row < matrix.size(); row++) {
      matrix.read(row, values, 0);
      int out = 0;
      for (int c = 0; c < values.length; c++) {
        double value = values[c] - mean[c];
        out += scale[c] > 0 && (value < low[c] || value > high[c]) ? 1 : 0;
      }
      count.add(out);
    }
    return count.result();
  }
}

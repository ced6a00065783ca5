package org.fierce.algebra;

import org.bytedeco.javacpp.PointerScope;
import org.fierce.data.FloatMatrix;

/**
 * Features centred and whitened: {@code y = (L + eps mean(L))^(-1/2) V^T (x - m)}, m the mean, L
 * and V the eigenvalues and eigenvectors of the covariance of the rows it is fitted on. Directions
 * of little variance, where a coarse classifier leaves what it does not need, count as much as
 * those that it uses; eps keeps those that hold nothing but noise small. Whitening by principal
 * components: that by ZCA is the same points turned, and no evaluator sees a turn.
 *
 * <p>The covariance is summed and decomposed in double; each direction's component of largest size
 * is positive. Directions in which the rows differ by rounding only become zero: a row that does
 * differ there would otherwise be thrown far out by whoever scales columns. Memory: three matrices
 * of width x width doubles.
 */
public final class Whitening {
  /** The most columns that are whitened. */
  public static final int WIDEST = 8192;

  // Of 32-bit floats a direction of less than this share of the mean variance is rounding.
  private static final double ROUNDING = 1e-8;

  private final float[] mean;
  private final float[] map;

  /**
   * The map {@code (x - mean) map}.
   *
   * @param mean of each column
   * @param map [width, width], row by row
   * @throws IllegalArgumentException if the map does not fit the mean
   */
  public Whitening(float[] mean, float[] map) {
    if (map.length != Math.multiplyExact(mean.length, mean.length)) {
      throw new IllegalArgumentException(
          "a map of %d values does not fit %d columns".formatted(map.length, mean.length));
    }
    this.mean = mean;
    this.map = map;
  }

  /**
   * Fits on the rows of a matrix.
   *
   * @param epsilon share of the mean variance added to each, above 0
   * @throws IllegalArgumentException if epsilon is not above 0 and finite, there is no row, or
   *     there are more than 8192 columns
   */
  public static Whitening fit(FloatMatrix reference, double epsilon) {
    int width = reference.columns();
    if (!(epsilon > 0) || Double.isInfinite(epsilon)) {
      throw new IllegalArgumentException("epsilon must be above 0, found " + epsilon);
    }
    if (reference.rows() < 1 || width > WIDEST) {
      throw new IllegalArgumentException(
          "cannot whiten %d rows of %d columns; at least one row and at most %d columns are needed"
              .formatted(reference.rows(), width, WIDEST));
    }
    double[] means = Covariance.means(reference);
    float[] mean = new float[width];
    for (int c = 0; c < width; c++) {
      mean[c] = (float) means[c];
    }
    PrincipalAxes axes;
    try (PointerScope scope = new PointerScope()) {
      axes = PrincipalAxes.of(Covariance.inDouble(reference, wide(mean)));
    }
    double average = axes.total() / width;
    float[] map = new float[width * width];
    for (int k = 0; k < width; k++) {
      double variance = axes.variance(k);
      if (variance > ROUNDING * average) {
        axes.write(k, 1 / Math.sqrt(variance + epsilon * average), map, width);
      }
    }
    return new Whitening(mean, map);
  }

  private static double[] wide(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }

  /** Number of columns it takes and gives. */
  public int width() {
    return mean.length;
  }

  public float[] mean() {
    return mean;
  }

  public float[] map() {
    return map;
  }

  /** This map times a number. */
  public Whitening times(double factor) {
    float[] scaled = new float[map.length];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = (float) (map[i] * factor);
    }
    return new Whitening(mean, scaled);
  }

  /**
   * The rows in whitened coordinates; all zero where the fitted rows were equal.
   *
   * @throws IllegalArgumentException if the width is not that of the fitted rows
   */
  public FloatMatrix apply(FloatMatrix matrix) {
    int width = mean.length;
    if (matrix.columns() != width) {
      throw new IllegalArgumentException(
          "%d columns, but whitening of %d".formatted(matrix.columns(), width));
    }
    return new CentredMap(wide(mean), map, width).apply(matrix);
  }
}

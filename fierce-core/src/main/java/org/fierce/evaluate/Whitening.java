package org.fierce.evaluate;

import org.fierce.data.FloatMatrix;

/**
 * Features centred and whitened: {@code y = (L + eps mean(L))^(-1/2) V^T (x - m)}, m the mean, L
 * and V the eigenvalues and eigenvectors of the covariance of the rows it is fitted on. Directions
 * of little variance, where a coarse classifier leaves what it does not need, count as much as
 * those that it uses; eps keeps those that hold nothing but rounding small. Whitening by principal
 * components: that by ZCA is the same points turned, and no evaluator sees a turn.
 */
public final class Whitening {
  private final Pca pca;
  private final double[] scale;

  private Whitening(Pca pca, double[] scale) {
    this.pca = pca;
    this.scale = scale;
  }

  /**
   * Fits on the rows of a matrix.
   *
   * @param epsilon share of the mean variance added to each, above 0
   * @throws IllegalArgumentException if epsilon is not above 0 and finite, there is no row, or
   *     there are more than 8192 columns
   */
  public static Whitening fit(FloatMatrix reference, double epsilon) {
    if (!(epsilon > 0) || Double.isInfinite(epsilon)) {
      throw new IllegalArgumentException("epsilon must be above 0, found " + epsilon);
    }
    Pca pca = Pca.fit(reference, reference.columns());
    double[] scale = pca.variances();
    double mean = 0;
    for (double variance : scale) {
      mean += variance / scale.length;
    }
    for (int c = 0; c < scale.length; c++) {
      double variance = scale[c] + epsilon * mean;
      scale[c] = variance > 0 ? 1 / Math.sqrt(variance) : 0;
    }
    return new Whitening(pca, scale);
  }

  /**
   * The rows in whitened coordinates; all zero where the fitted rows were equal.
   *
   * @throws IllegalArgumentException if the width is not that of the fitted rows
   */
  public FloatMatrix apply(FloatMatrix matrix) {
    FloatMatrix whitened = pca.project(matrix);
    float[] values = whitened.values();
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (values[i] * scale[i % scale.length]);
    }
    return whitened;
  }
}

package org.fierce.algebra;

import org.bytedeco.javacpp.PointerScope;
import org.fierce.data.FloatMatrix;

/**
 * Principal components of some rows: the directions of largest variance, found from the covariance
 * matrix by a symmetric eigenvalue decomposition in double. The sign of each direction is fixed:
 * its component of largest size is positive. Memory: three matrices of columns x columns doubles
 * (226 MB at 3072 columns).
 */
public final class Pca {
  /** The most columns that components are found of. */
  public static final int WIDEST = 8192;

  private final CentredMap map;
  private final double[] variances;
  private final double total;

  private Pca(CentredMap map, double[] variances, double total) {
    this.map = map;
    this.variances = variances;
    this.total = total;
  }

  /**
   * Fits on the rows of a matrix.
   *
   * @param components wanted; no more than there are columns are made
   * @throws IllegalArgumentException if there is no row, no component, or more than 8192 columns
   */
  public static Pca fit(FloatMatrix reference, int components) {
    return fit(reference, components, 1);
  }

  /**
   * Fits on the rows of a matrix and keeps the fewest directions that hold a share of the variance.
   *
   * @param most components at most
   * @param share of the variance to keep, above 0, at most 1
   * @throws IllegalArgumentException if there is no row, no component, no share, or more than 8192
   *     columns
   */
  public static Pca fit(FloatMatrix reference, int most, double share) {
    int columns = reference.columns();
    if (reference.rows() < 1 || most < 1 || !(share > 0 && share <= 1) || columns > WIDEST) {
      throw new IllegalArgumentException(
          "cannot find %d components with share %s of %d rows of %d columns (at most %d)"
              .formatted(most, share, reference.rows(), columns, WIDEST));
    }
    double[] mean = Covariance.means(reference);
    PrincipalAxes axes;
    try (PointerScope scope = new PointerScope()) {
      axes = PrincipalAxes.of(Covariance.of(reference, mean));
    }
    double total = axes.total();
    int kept = 0;
    double held = 0;
    while (kept < Math.min(most, columns) && (kept == 0 || share == 1 || held < share * total)) {
      held += axes.variance(kept);
      kept++;
    }
    float[] directions = new float[columns * kept];
    double[] variances = new double[kept];
    for (int k = 0; k < kept; k++) {
      variances[k] = axes.variance(k);
      axes.write(k, 1, directions, kept);
    }
    return new Pca(new CentredMap(mean, directions, kept), variances, total);
  }

  /** What takes a row to its coordinates along the directions. */
  public CentredMap map() {
    return map;
  }

  /** Number of directions kept. */
  public int components() {
    return variances.length;
  }

  /** Variance along each direction, falling. */
  public double[] variances() {
    return variances.clone();
  }

  /** Share of the whole variance that the kept directions hold; 1 where there is no variance. */
  public double explained() {
    double held = 0;
    for (double variance : variances) {
      held += variance;
    }
    return total > 0 ? held / total : 1;
  }

  /**
   * Coordinates [rows, components] along the directions, from the mean of the fitted rows.
   *
   * @throws IllegalArgumentException if the width is not that of the fitted rows
   */
  public FloatMatrix project(FloatMatrix matrix) {
    if (matrix.columns() != map.mean().length) {
      throw new IllegalArgumentException(
          "%d columns, but components of %d".formatted(matrix.columns(), map.mean().length));
    }
    return map.apply(matrix);
  }
}

package org.fierce.evaluate;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.fierce.data.FloatMatrix;

/**
 * Principal components of some rows: the directions of largest variance, found from the covariance
 * matrix by a symmetric eigenvalue decomposition in double. The sign of each direction is fixed:
 * its component of largest size is positive. Memory: three matrices of columns x columns doubles
 * (226 MB at 3072 columns).
 */
public final class Pca {
  private static final int BLOCK = 1024;

  /** The most columns that components are found of. */
  public static final int WIDEST = 8192;

  private final double[] mean;
  private final float[] directions;
  private final double[] variances;
  private final double total;

  private Pca(double[] mean, float[] directions, double[] variances, double total) {
    this.mean = mean;
    this.directions = directions;
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
    double[] mean = Standardiser.means(reference);
    double[] values = new double[columns];
    double[] vectors = new double[columns * columns];
    try (PointerScope scope = new PointerScope()) {
      T_TensorTensor_T eigen = torch.linalg_eigh(covariance(reference, mean));
      Matrices.read(eigen.get0(), values, 0, columns);
      Matrices.read(eigen.get1(), vectors, 0, columns * columns);
    }
    double total = 0;
    for (double value : values) {
      total += Math.max(0, value);
    }
    int kept = 0;
    double held = 0;
    while (kept < Math.min(most, columns) && (kept == 0 || share == 1 || held < share * total)) {
      held += Math.max(0, values[columns - 1 - kept]);
      kept++;
    }
    float[] directions = new float[columns * kept];
    double[] variances = new double[kept];
    for (int k = 0; k < kept; k++) {
      int from = columns - 1 - k;
      variances[k] = Math.max(0, values[from]);
      double sign = sign(vectors, from, columns);
      for (int c = 0; c < columns; c++) {
        directions[c * kept + k] = (float) (sign * vectors[c * columns + from]);
      }
    }
    return new Pca(mean, directions, variances, total);
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
    int columns = matrix.columns();
    int kept = components();
    if (columns != mean.length) {
      throw new IllegalArgumentException(
          "%d columns, but components of %d".formatted(columns, mean.length));
    }
    float[] result = new float[matrix.rows() * kept];
    float[] block = new float[Math.min(BLOCK, matrix.rows()) * columns];
    try (PointerScope whole = new PointerScope()) {
      Tensor basis = Matrices.floats(directions, 0, columns, kept);
      for (int first = 0; first < matrix.rows(); first += BLOCK) {
        int rows = Math.min(BLOCK, matrix.rows() - first);
        centre(matrix, first, rows, mean, block);
        try (PointerScope scope = new PointerScope()) {
          Tensor product = torch.mm(Matrices.floats(block, 0, rows, columns), basis);
          Matrices.read(product, result, first * kept, rows * kept);
        }
      }
    }
    return new FloatMatrix(matrix.rows(), kept, result);
  }

  /** Covariance (divided by the number of rows) in double, made in blocks of rows. */
  static Tensor covariance(FloatMatrix matrix, double[] mean) {
    // Products of wide rows in 32 bits cost half; between the blocks the sum is in double.
    return moments(matrix, mean, matrix.columns() > 512 ? ScalarType.Float : ScalarType.Double);
  }

  /** The same with every product in double. */
  static Tensor secondMoments(FloatMatrix matrix, double[] mean) {
    return moments(matrix, mean, ScalarType.Double);
  }

  private static Tensor moments(FloatMatrix matrix, double[] mean, ScalarType type) {
    int columns = matrix.columns();
    Tensor sum = Matrices.empty(ScalarType.Double, columns, columns).zero_();
    float[] block = new float[Math.min(BLOCK, matrix.rows()) * columns];
    for (int first = 0; first < matrix.rows(); first += BLOCK) {
      int rows = Math.min(BLOCK, matrix.rows() - first);
      centre(matrix, first, rows, mean, block);
      try (PointerScope scope = new PointerScope()) {
        Tensor part = Matrices.floats(block, 0, rows, columns).to(type);
        sum.add_(torch.mm(part.t(), part));
      }
    }
    return sum.div_(new org.bytedeco.pytorch.Scalar((double) matrix.rows()));
  }

  private static void centre(
      FloatMatrix matrix, int first, int rows, double[] mean, float[] target) {
    int columns = matrix.columns();
    for (int i = 0; i < rows * columns; i++) {
      target[i] = (float) (matrix.values()[first * columns + i] - mean[i % columns]);
    }
  }

  private static double sign(double[] vectors, int column, int columns) {
    double largest = 0;
    for (int row = 0; row < columns; row++) {
      double value = vectors[row * columns + column];
      if (Math.abs(value) > Math.abs(largest)) {
        largest = value;
      }
    }
    return largest < 0 ? -1 : 1;
  }
}

package org.fierce.embed;

import java.util.Arrays;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.fierce.backbone.Tensors;
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
  private static final int BLOCK = 1024;

  private final float[] mean;
  private final float[] map;

  /**
   * The map {@code (x - mean) map}.
   *
   * @param mean of each column
   * @param map [width, width], row by row
   * @throws IllegalArgumentException if the map does not fit the mean
   */
  Whitening(float[] mean, float[] map) {
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
    float[] mean = mean(reference);
    float[] map = new float[width * width];
    try (PointerScope scope = new PointerScope()) {
      T_TensorTensor_T eigen = torch.linalg_eigh(covariance(reference, mean));
      double[] variances = Tensors.doubles(eigen.get0());
      double[] directions = Tensors.doubles(eigen.get1());
      double average = Arrays.stream(variances).map(v -> Math.max(0, v)).sum() / width;
      for (int k = 0; k < width; k++) {
        int from = width - 1 - k;
        double scale =
            variances[from] > ROUNDING * average
                ? sign(directions, from, width) / Math.sqrt(variances[from] + epsilon * average)
                : 0;
        for (int c = 0; c < width; c++) {
          map[c * width + k] = (float) (directions[c * width + from] * scale);
        }
      }
    }
    return new Whitening(mean, map);
  }

  /** Means, summed in double. */
  private static float[] mean(FloatMatrix matrix) {
    double[] sums = new double[matrix.columns()];
    for (int i = 0; i < matrix.values().length; i++) {
      sums[i % sums.length] += matrix.values()[i];
    }
    float[] mean = new float[sums.length];
    for (int c = 0; c < mean.length; c++) {
      mean[c] = (float) (sums[c] / matrix.rows());
    }
    return mean;
  }

  /** Covariance around the mean, divided by the number of rows. */
  private static Tensor covariance(FloatMatrix matrix, float[] mean) {
    int width = mean.length;
    Tensor sum = Tensors.of(new float[width * width], width, width).to(ScalarType.Double);
    for (int first = 0; first < matrix.rows(); first += BLOCK) {
      try (PointerScope scope = new PointerScope()) {
        Tensor part = centred(matrix, mean, first).to(ScalarType.Double);
        sum.add_(torch.mm(part.t(), part));
      }
    }
    return sum.div_(new Scalar((double) matrix.rows()));
  }

  private static Tensor centred(FloatMatrix matrix, float[] mean, int first) {
    int width = mean.length;
    int rows = Math.min(BLOCK, matrix.rows() - first);
    float[] block = new float[rows * width];
    for (int i = 0; i < block.length; i++) {
      block[i] = matrix.values()[first * width + i] - mean[i % width];
    }
    return Tensors.of(block, rows, width);
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

  /** Number of columns it takes and gives. */
  public int width() {
    return mean.length;
  }

  float[] mean() {
    return mean;
  }

  float[] map() {
    return map;
  }

  /** This map times a number. */
  Whitening times(double factor) {
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
    FloatMatrix whitened = FloatMatrix.zeros(matrix.rows(), width);
    try (PointerScope whole = new PointerScope()) {
      Tensor turned = Tensors.of(map, width, width);
      for (int first = 0; first < matrix.rows(); first += BLOCK) {
        try (PointerScope scope = new PointerScope()) {
          float[] rows = Tensors.floats(torch.mm(centred(matrix, mean, first), turned));
          System.arraycopy(rows, 0, whitened.values(), first * width, rows.length);
        }
      }
    }
    return whitened;
  }
}

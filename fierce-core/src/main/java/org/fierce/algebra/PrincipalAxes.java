package org.fierce.algebra;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.fierce.engine.Tensors;

/**
 * Eigenvalues and eigenvectors of a covariance, in double, those of largest variance first. The
 * sign of each axis is fixed: its component of largest size is positive.
 */
public final class PrincipalAxes {
  private final double[] values;
  private final double[] vectors;

  private PrincipalAxes(double[] values, double[] vectors) {
    this.values = values;
    this.vectors = vectors;
  }

  /**
   * Of a symmetric matrix.
   *
   * @param covariance [columns, columns] in double
   */
  public static PrincipalAxes of(Tensor covariance) {
    try (PointerScope scope = new PointerScope()) {
      T_TensorTensor_T eigen = torch.linalg_eigh(covariance);
      return new PrincipalAxes(Tensors.doubles(eigen.get0()), Tensors.doubles(eigen.get1()));
    }
  }

  /** Number of axes: the columns. */
  public int count() {
    return values.length;
  }

  /** Variance along the k-th axis, at least 0. */
  public double variance(int k) {
    return Math.max(0, values[values.length - 1 - k]);
  }

  /** The variances' sum. */
  public double total() {
    double total = 0;
    for (double value : values) {
      total += Math.max(0, value);
    }
    return total;
  }

  /**
   * Writes the k-th axis, times a factor, as the k-th column of a matrix.
   *
   * @param target [columns, width], row by row
   */
  public void write(int k, double factor, float[] target, int width) {
    int columns = values.length;
    int from = columns - 1 - k;
    double signed = sign(from) * factor;
    for (int c = 0; c < columns; c++) {
      target[c * width + k] = (float) (vectors[c * columns + from] * signed);
    }
  }

  private double sign(int column) {
    int columns = values.length;
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

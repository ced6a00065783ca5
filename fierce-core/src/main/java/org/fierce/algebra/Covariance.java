package org.fierce.algebra;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.fierce.data.FloatMatrix;
import org.fierce.data.Inputs;
import org.fierce.engine.Tensors;

/** Means and covariances of rows, in blocks of rows, so that memory stays columns x columns. */
public final class Covariance {
  static final int BLOCK = 1024;

  private Covariance() {}

  /** Mean of each column, summed in double. */
  public static double[] means(Inputs matrix) {
    float[] values = new float[matrix.shape().values()];
    double[] mean = new double[values.length];
    for (int row = 0; row < matrix.size(); row++) {
      matrix.read(row, values, 0);
      for (int c = 0; c < values.length; c++) {
        mean[c] += values[c];
      }
    }
    for (int c = 0; c < mean.length; c++) {
      mean[c] /= matrix.size();
    }
    return mean;
  }

  /** Covariance (divided by the number of rows) in double, made in blocks of rows. */
  public static Tensor of(FloatMatrix matrix, double[] mean) {
    // Products of wide rows in 32 bits cost half; between the blocks the sum is in double.
    return moments(matrix, mean, matrix.columns() > 512 ? ScalarType.Float : ScalarType.Double);
  }

  /** The same with every product in double. */
  public static Tensor inDouble(FloatMatrix matrix, double[] mean) {
    return moments(matrix, mean, ScalarType.Double);
  }

  private static Tensor moments(FloatMatrix matrix, double[] mean, ScalarType type) {
    int columns = matrix.columns();
    Tensor sum = torch.zeros(new long[] {columns, columns}).to(ScalarType.Double);
    for (int first = 0; first < matrix.rows(); first += BLOCK) {
      try (PointerScope scope = new PointerScope()) {
        Tensor part = centred(matrix, mean, first).to(type);
        sum.add_(torch.mm(part.t(), part));
      }
    }
    return sum.div_(new Scalar((double) matrix.rows()));
  }

  /** A block of rows, less the mean. */
  static Tensor centred(FloatMatrix matrix, double[] mean, int first) {
    int columns = matrix.columns();
    int rows = Math.min(BLOCK, matrix.rows() - first);
    float[] block = new float[rows * columns];
    for (int row = 0; row < rows; row++) {
      int at = row * columns;
      for (int c = 0; c < columns; c++) {
        block[at + c] = (float) (matrix.values()[first * columns + at + c] - mean[c]);
      }
    }
    return Tensors.of(block, rows, columns);
  }
}

package org.fierce.algebra;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.fierce.data.FloatMatrix;
import org.fierce.engine.Tensors;

/**
 * The linear map {@code (x - mean) map} of rows.
 *
 * @param mean of each column
 * @param map [mean.length, width], row by row
 * @param width columns of what it gives
 */
public record CentredMap(double[] mean, float[] map, int width) {
  /**
   * The rows [rows, width], in blocks of rows.
   *
   * @param matrix [rows, mean.length]
   */
  public FloatMatrix apply(FloatMatrix matrix) {
    FloatMatrix mapped = FloatMatrix.zeros(matrix.rows(), width);
    try (PointerScope whole = new PointerScope()) {
      Tensor basis = Tensors.of(map, mean.length, width);
      for (int first = 0; first < matrix.rows(); first += Covariance.BLOCK) {
        try (PointerScope scope = new PointerScope()) {
          float[] rows = Tensors.floats(torch.mm(Covariance.centred(matrix, mean, first), basis));
          System.arraycopy(rows, 0, mapped.values(), first * width, rows.length);
        }
      }
    }
    return mapped;
  }
}

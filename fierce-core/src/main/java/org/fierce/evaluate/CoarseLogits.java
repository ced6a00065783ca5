package org.fierce.evaluate;

import org.fierce.data.FloatMatrix;

/** Coarse logits of a network that was trained on fine labels, as the ceiling is. */
public final class CoarseLogits {
  private CoarseLogits() {}

  /**
   * {@code ln sum exp} of the fine logits of each coarse class: its softmax is the sum of the fine
   * classes' probabilities. A coarse class without fine classes gets -1e30.
   *
   * @param fine [rows, fine classes]
   * @param coarseOfFine coarse class of each fine class; below 0 where nobody knows it: that fine
   *     class counts for none
   * @param coarseClasses number of coarse classes
   * @return [rows, coarse classes]
   * @throws IllegalArgumentException if there are not as many fine logits as fine classes
   */
  public static FloatMatrix ofFine(FloatMatrix fine, int[] coarseOfFine, int coarseClasses) {
    if (fine.columns() != coarseOfFine.length) {
      throw new IllegalArgumentException(
          "%d logits a row, but %d fine classes".formatted(fine.columns(), coarseOfFine.length));
    }
    float[] result = new float[fine.rows() * coarseClasses];
    double[] sums = new double[coarseClasses];
    for (int row = 0; row < fine.rows(); row++) {
      float largest = Float.NEGATIVE_INFINITY;
      for (int f = 0; f < coarseOfFine.length; f++) {
        largest = Math.max(largest, fine.at(row, f));
      }
      java.util.Arrays.fill(sums, 0);
      for (int f = 0; f < coarseOfFine.length; f++) {
        if (coarseOfFine[f] >= 0) {
          sums[coarseOfFine[f]] += Math.exp((double) fine.at(row, f) - largest);
        }
      }
      for (int c = 0; c < coarseClasses; c++) {
        result[row * coarseClasses + c] =
            sums[c] > 0 ? (float) (largest + Math.log(sums[c])) : -1e30f;
      }
    }
    return new FloatMatrix(fine.rows(), coarseClasses, result);
  }
}

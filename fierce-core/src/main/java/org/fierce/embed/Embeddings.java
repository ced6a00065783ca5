package org.fierce.embed;

import java.util.Arrays;
import org.fierce.data.FloatMatrix;
import org.jspecify.annotations.Nullable;

/**
 * What a frozen network says of every row of a data set.
 *
 * @param features [rows, feature width]
 * @param logits [rows, coarse classes], or null for embeddings that come without a classifier
 */
public record Embeddings(FloatMatrix features, @Nullable FloatMatrix logits) {
  private static final double EMPTY_LOGIT = -1e9;

  /**
   * Checks that both parts have the same rows.
   *
   * @throws IllegalArgumentException if they do not
   */
  public Embeddings {
    if (logits != null && logits.rows() != features.rows()) {
      throw new IllegalArgumentException(
          "%d rows of features and %d rows of logits".formatted(features.rows(), logits.rows()));
    }
  }

  /**
   * The same features with the logits of fine classes gathered to those of coarse ones: a coarse
   * class gets the log of the summed exponentials of its fine classes, so that its probability is
   * the sum of theirs. A coarse class without fine classes gets a logit of -1e9.
   *
   * @param coarseOf coarse class of every fine class
   * @param coarseClasses number of coarse classes
   * @throws IllegalArgumentException if there are no logits, or not one for each fine class
   */
  public Embeddings coarsened(int[] coarseOf, int coarseClasses) {
    if (logits == null || logits.columns() != coarseOf.length) {
      throw new IllegalArgumentException(
          "%s logits cannot be gathered by a hierarchy of %d fine classes"
              .formatted(logits == null ? "no" : logits.columns(), coarseOf.length));
    }
    float[] coarse = new float[Math.multiplyExact(logits.rows(), coarseClasses)];
    double[] sums = new double[coarseClasses];
    for (int row = 0; row < logits.rows(); row++) {
      double largest = Double.NEGATIVE_INFINITY;
      for (int fine = 0; fine < coarseOf.length; fine++) {
        largest = Math.max(largest, logits.at(row, fine));
      }
      Arrays.fill(sums, 0);
      for (int fine = 0; fine < coarseOf.length; fine++) {
        sums[coarseOf[fine]] += Math.exp(logits.at(row, fine) - largest);
      }
      for (int c = 0; c < coarseClasses; c++) {
        coarse[row * coarseClasses + c] =
            (float) Math.max(EMPTY_LOGIT, largest + Math.log(sums[c]));
      }
    }
    return new Embeddings(features, new FloatMatrix(logits.rows(), coarseClasses, coarse));
  }
}

package org.fierce.embed;

import org.fierce.data.FloatMatrix;
import org.fierce.data.Inputs;
import org.jspecify.annotations.Nullable;

/**
 * The features and logits that a frozen network gives to every row of a data set.
 *
 * @param features [rows, feature width]; may stay on disk, as a mapped matrix does
 * @param logits [rows, coarse classes], or null for embeddings that come without a classifier
 */
public record Embeddings(Inputs features, @Nullable FloatMatrix logits) {
  /**
   * Checks that both parts have the same rows.
   *
   * @throws IllegalArgumentException if they do not
   */
  public Embeddings {
    if (logits != null && logits.rows() != features.size()) {
      throw new IllegalArgumentException(
          "%d rows of features and %d rows of logits".formatted(features.size(), logits.rows()));
    }
  }

  /**
   * The features as one matrix in memory, read there now where they are not.
   *
   * @throws IllegalArgumentException if they do not fit, with what to do
   */
  public FloatMatrix featureMatrix() {
    return FloatMatrix.of(features);
  }

  /** The given rows, in their order. */
  public Embeddings select(int[] rows) {
    return new Embeddings(
        features.select(rows), logits == null ? null : FloatMatrix.of(logits.select(rows)));
  }
}

package org.fierce.embed;

import org.fierce.data.FloatMatrix;
import org.jspecify.annotations.Nullable;

/**
 * What a frozen network says of every row of a data set.
 *
 * @param features [rows, feature width]
 * @param logits [rows, coarse classes], or null for embeddings that come without a classifier
 */
public record Embeddings(FloatMatrix features, @Nullable FloatMatrix logits) {
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
}

package org.fierce.evaluate;

import org.fierce.data.FloatMatrix;
import org.fierce.labels.CoarseLabels;

/**
 * Coarse logits of rows that were neither trained on nor are tested on, to fit a temperature on.
 *
 * @param logits [rows x coarse classes], finite
 * @param coarse their coarse labels
 */
public record ValidationLogits(FloatMatrix logits, CoarseLabels coarse) {
  /**
   * Checks that there is a logit of every class for every label.
   *
   * @throws IllegalArgumentException if there is no row, or numbers differ
   */
  public ValidationLogits {
    if (logits.rows() == 0
        || logits.rows() != coarse.size()
        || logits.columns() != coarse.classes()) {
      throw new IllegalArgumentException(
          "validation has %d rows of %d logits, %d labels of %d coarse classes"
              .formatted(logits.rows(), logits.columns(), coarse.size(), coarse.classes()));
    }
  }
}

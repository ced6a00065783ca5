package org.fierce.evaluate.probe;

import java.util.Arrays;
import org.fierce.data.FloatMatrix;
import org.fierce.labels.FineTargets;

/**
 * Rows that a fine head can be fitted on.
 *
 * @param features [rows, width], finite, as the model's network gives them
 * @param coarse index of each row's coarse class, as it is known
 * @param predicted index of each row's coarse class, as the model predicts it
 * @param fine target of each row; rows whose target is not known are passed over
 */
public record LabelledRows(FloatMatrix features, int[] coarse, int[] predicted, FineTargets fine) {
  /**
   * Checks that there are equally many.
   *
   * @throws IllegalArgumentException if there are not
   */
  public LabelledRows {
    if (features.rows() != coarse.length
        || features.rows() != predicted.length
        || features.rows() != fine.size()) {
      throw new IllegalArgumentException(
          "%d rows of features, %d and %d coarse classes, %d fine targets"
              .formatted(features.rows(), coarse.length, predicted.length, fine.size()));
    }
  }

  /** Number of rows. */
  public int size() {
    return coarse.length;
  }

  /** The rows whose target is known. */
  LabelledRows known() {
    int[] rows = fine.known();
    return rows.length == size() ? this : select(rows);
  }

  /** The given rows, in their order. */
  public LabelledRows select(int[] rows) {
    return new LabelledRows(
        FloatMatrix.copyOf(features.select(rows)),
        Arrays.stream(rows).map(row -> coarse[row]).toArray(),
        Arrays.stream(rows).map(row -> predicted[row]).toArray(),
        fine.select(rows));
  }
}

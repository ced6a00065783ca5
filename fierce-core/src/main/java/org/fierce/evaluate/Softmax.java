package org.fierce.evaluate;

import org.fierce.data.FloatMatrix;
import org.fierce.labels.CoarseLabels;
import org.jspecify.annotations.Nullable;

/** Probabilities and decisions from logits. */
public final class Softmax {
  /** Why answers to a single class are not scored. */
  static final String ONE_CLASS = "there is a single coarse class, so that any answer is right";

  private Softmax() {}

  /** Row-wise softmax in double, [rows x columns]. */
  static double[] probabilities(FloatMatrix logits) {
    int columns = logits.columns();
    double[] result = new double[logits.values().length];
    for (int i = 0; i < result.length; i++) {
      result[i] = logits.values()[i];
    }
    for (int row = 0; row < logits.rows(); row++) {
      inPlace(result, row * columns, columns);
    }
    return result;
  }

  public static void inPlace(double[] values, int offset, int length) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < length; c++) {
      largest = Math.max(largest, values[offset + c]);
    }
    double sum = 0;
    for (int c = 0; c < length; c++) {
      values[offset + c] = Math.exp(values[offset + c] - largest);
      sum += values[offset + c];
    }
    for (int c = 0; c < length; c++) {
      values[offset + c] /= sum;
    }
  }

  /** Column of the largest value of each row, first of ties. */
  public static int[] decisions(FloatMatrix logits) {
    return logits.largestColumns();
  }

  /**
   * The coarse class each row is given by its logits; null where there are no logits.
   *
   * @throws IllegalArgumentException if there are not as many logits as coarse classes
   */
  public static int @Nullable [] coarseDecisions(
      @Nullable FloatMatrix logits, CoarseLabels coarse) {
    if (logits == null) {
      return null;
    }
    checkCoarse(logits, coarse);
    return decisions(logits);
  }

  static void checkCoarse(FloatMatrix logits, CoarseLabels coarse) {
    if (logits.columns() != coarse.classes()) {
      throw new IllegalArgumentException(
          "%d logits a row, but %d coarse classes; turn fine logits into coarse ones first"
              .formatted(logits.columns(), coarse.classes()));
    }
  }
}

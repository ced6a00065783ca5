package org.fierce.model;

/**
 * How logits become probabilities that mean what they say: softmax of logits divided by a
 * temperature, fitted on validation rows (Guo et al. 2017, 1706.04599).
 *
 * @param temperature above 0
 * @param rows number of validation rows; 0 where there were none, and the temperature is 1
 */
public record Calibration(double temperature, int rows) {
  /** Where there were no validation rows. */
  public static final Calibration NONE = new Calibration(1, 0);

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if the temperature is not above 0 and finite, or rows is below
   *     0
   */
  public Calibration {
    if (!(temperature > 0 && Double.isFinite(temperature)) || rows < 0) {
      throw new IllegalArgumentException(
          "temperature is %s, of %d rows; expected above 0, of at least 0"
              .formatted(temperature, rows));
    }
  }

  /** Probabilities of the classes, which sum to 1. */
  double[] probabilities(float[] logits, int offset, int classes) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < classes; c++) {
      largest = Math.max(largest, logits[offset + c]);
    }
    double[] probabilities = new double[classes];
    double sum = 0;
    for (int c = 0; c < classes; c++) {
      probabilities[c] = Math.exp((logits[offset + c] - largest) / temperature);
      sum += probabilities[c];
    }
    for (int c = 0; c < classes; c++) {
      probabilities[c] /= sum;
    }
    return probabilities;
  }
}

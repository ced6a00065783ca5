package org.fierce.evaluate;

import org.fierce.data.FloatMatrix;

/**
 * Temperature scaling (Guo et al. 2017, 1706.04599, section 4.2): the T that makes {@code mean -ln
 * softmax(logits / T)[label]} least. The mean is convex in 1/T, so its derivative is bisected.
 */
public final class Temperature {
  /** Ends of the search; at an end the best temperature lies further out. */
  static final double LEAST = 0.01;

  static final double LARGEST = 100;

  private static final int STEPS = 50;

  private Temperature() {}

  /**
   * The temperature of logits.
   *
   * @param labels one a row
   */
  public static double fit(FloatMatrix logits, int[] labels) {
    return fit(logits, labels, 0);
  }

  /**
   * The temperature of logits of few rows, which may all be answered right: each label is taken for
   * right with probability {@code (n + 1) / (n + 2)} only, n being the number of rows, so that n
   * right answers never make any answer certain (Platt 1999, section 2.2).
   *
   * @param logits [rows, classes], of at least two classes
   * @param labels one a row
   */
  public static double ofFew(FloatMatrix logits, int[] labels) {
    return fit(logits, labels, 1 / (labels.length + 2.0));
  }

  private static double fit(FloatMatrix logits, int[] labels, double doubt) {
    double low = Math.log(1 / LARGEST);
    double high = Math.log(1 / LEAST);
    for (int step = 0; step < STEPS; step++) {
      double middle = (low + high) / 2;
      if (slope(logits, labels, doubt, Math.exp(middle)) > 0) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return Math.exp(-(low + high) / 2);
  }

  /**
   * Derivative of the mean by 1/T, up to the number of rows: mean logit less that of the label.
   *
   * @param doubt probability that a label is another one's, in equal parts
   */
  private static double slope(FloatMatrix logits, int[] labels, double doubt, double inverse) {
    double sum = 0;
    int columns = logits.columns();
    for (int row = 0; row < labels.length; row++) {
      double largest = Double.NEGATIVE_INFINITY;
      for (int c = 0; c < columns; c++) {
        largest = Math.max(largest, logits.at(row, c));
      }
      double weights = 0;
      double mean = 0;
      double others = 0;
      for (int c = 0; c < columns; c++) {
        double off = logits.at(row, c) - largest;
        double weight = Math.exp(inverse * off);
        weights += weight;
        mean += weight * off;
        others += c == labels[row] ? 0 : off;
      }
      double own = logits.at(row, labels[row]) - largest;
      sum += mean / weights - (1 - doubt) * own;
      if (doubt > 0) {
        sum -= doubt * others / (columns - 1);
      }
    }
    return sum;
  }

  static FloatMatrix scale(FloatMatrix logits, double temperature) {
    float[] values = logits.values().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (values[i] / temperature);
    }
    return new FloatMatrix(logits.rows(), logits.columns(), values);
  }
}

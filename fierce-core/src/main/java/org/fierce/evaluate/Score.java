package org.fierce.evaluate;

/**
 * One number with the interval that belongs to it.
 *
 * @param key name in score files, as {@code knnAccuracyWithinTrue}
 * @param value the number; fractions, not percent
 * @param low lower end of the interval, NaN where there is none
 * @param high upper end of the interval, NaN where there is none
 * @param level coverage the interval means to have, 0.95
 * @param interval how it was made, as {@code bootstrap-examples}; {@code none} where there is none
 * @param n number of examples (or episodes) the value is a mean over
 */
public record Score(
    String key, double value, double low, double high, double level, String interval, int n) {
  /** A score without an interval. */
  public static Score bare(String key, double value, int n) {
    return new Score(key, value, Double.NaN, Double.NaN, 0.95, "none", n);
  }
}

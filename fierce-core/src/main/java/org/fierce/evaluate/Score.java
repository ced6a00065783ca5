package org.fierce.evaluate;

import org.jspecify.annotations.Nullable;

/**
 * One number with the interval that belongs to it.
 *
 * @param key name in score files, as {@code knnAccuracyWithinTrue}
 * @param value the number; fractions, not percent
 * @param low lower end of the interval, NaN where there is none
 * @param high upper end of the interval, NaN where there is none
 * @param level coverage the interval means to have, 0.95
 * @param interval how it was made, as {@code bootstrap-examples}; the word none where there is none
 * @param n number of examples (or episodes) the value is a mean over
 * @param note what a reader must know of this number, as a fit that did not converge; null for
 *     nothing
 */
public record Score(
    String key,
    double value,
    double low,
    double high,
    double level,
    String interval,
    int n,
    @Nullable String note) {
  /** A score with an interval and nothing to note. */
  public Score(
      String key, double value, double low, double high, double level, String interval, int n) {
    this(key, value, low, high, level, interval, n, null);
  }

  /** A score without an interval. */
  public static Score bare(String key, double value, int n) {
    return new Score(key, value, Double.NaN, Double.NaN, 0.95, "none", n);
  }

  /** This score with another note; notes already there stay in front. */
  public Score withNote(@Nullable String added) {
    if (added == null || added.isEmpty()) {
      return this;
    }
    String joined = note == null ? added : note + "; " + added;
    return new Score(key, value, low, high, level, interval, n, joined);
  }
}

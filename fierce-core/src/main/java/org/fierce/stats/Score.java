package org.fierce.stats;

import org.jspecify.annotations.Nullable;

/**
 * One number with the interval that belongs to it.
 *
 * @param key name in score files, as {@code knnAccuracyWithinTrue}
 * @param value the number; fractions, not percent; NaN where it is not defined on these rows
 * @param low lower end of the interval, NaN where there is none
 * @param high upper end of the interval, NaN where there is none
 * @param level coverage the interval means to have, 0.95
 * @param interval how it was made, as {@code bootstrap-examples}; the word none where there is none
 * @param n number of examples (or episodes) the value is a mean over
 * @param note what a reader must know of this number, as a fit that did not converge; null for
 *     nothing. A number that is not defined always has one
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
  private static final String UNDEFINED = "not defined on these rows";

  /** Keeps nothing that is not finite but NaN, and says of NaN that the number is not defined. */
  public Score {
    boolean isDefined = Double.isFinite(value);
    if (!isDefined) {
      value = Double.NaN;
      note = note == null || note.isEmpty() ? UNDEFINED : note;
    }
    if (!isDefined || !Double.isFinite(low) || !Double.isFinite(high)) {
      low = Double.NaN;
      high = Double.NaN;
      interval = "none";
    }
  }

  /** A score with an interval and nothing to note. */
  public Score(
      String key, double value, double low, double high, double level, String interval, int n) {
    this(key, value, low, high, level, interval, n, null);
  }

  /** A score without an interval. */
  public static Score bare(String key, double value, int n) {
    return new Score(key, value, Double.NaN, Double.NaN, 0.95, "none", n);
  }

  /**
   * A score that these rows do not define.
   *
   * @param why in words, as "no test row has another row of its fine class"
   */
  public static Score undefined(String key, int n, String why) {
    return new Score(
        key, Double.NaN, Double.NaN, Double.NaN, 0.95, "none", n, "not defined: " + why);
  }

  /** Whether there is a number. */
  public boolean isDefined() {
    return !Double.isNaN(value);
  }

  /** This score, or one that says why it is not defined where it is NaN. */
  public Score orUndefined(String why) {
    return isDefined() ? this : undefined(key, n, why);
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

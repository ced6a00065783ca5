package org.fierce.data.split;

import org.jspecify.annotations.Nullable;

/**
 * How the rows of one file are split into training and test rows: by a column that says which, or
 * by a draw. A source with a file of its own for the test rows needs none.
 *
 * @param column column whose value is {@code train}, {@code validation} (or {@code val}, {@code
 *     valid}, {@code dev}) or {@code test}, in upper or lower case; of pictures it may be the
 *     column of their names, whose first folder then says it; or null
 * @param fraction share of the rows drawn for the test, above 0 and below 1, or null
 * @param seed of the draw
 */
public record SplitSpec(@Nullable String column, @Nullable Double fraction, long seed) {
  /**
   * Checks that exactly one way is given.
   *
   * @throws IllegalArgumentException if none or both are, or the fraction is not between 0 and 1
   */
  public SplitSpec {
    if ((column == null) == (fraction == null)) {
      throw new IllegalArgumentException(
          "a split has either a column or a fraction; found column %s and fraction %s"
              .formatted(column, fraction));
    }
    if (fraction != null && !(fraction > 0 && fraction < 1)) {
      throw new IllegalArgumentException(
          "split fraction is %s; it must be above 0 and below 1".formatted(fraction));
    }
  }

  /** Training and test rows as a column says. */
  public static SplitSpec byColumn(String column) {
    return new SplitSpec(column, null, 0);
  }

  /** Test rows drawn at random. */
  public static SplitSpec byFraction(double fraction, long seed) {
    return new SplitSpec(null, fraction, seed);
  }
}

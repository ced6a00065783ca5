package org.fierce.stats;

import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * How many seeds a comparison needs: the power of the two-sided paired t test, by the noncentral t
 * distribution, whose integral over the spread is done numerically (error below 1e-6 for levels
 * down to 0.001).
 */
public final class PairedPower {
  /** No number of seeds above this is looked for; it stands for as many or more. */
  public static final int MOST_SEEDS = 10_000;

  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);
  private static final int PANELS = 4000;
  private static final double NEGLIGIBLE = 1e-12;

  private PairedPower() {}

  /** A standard deviation with its interval. */
  public record Spread(double deviation, double low, double high) {}

  /**
   * Probability that the test finds a difference.
   *
   * @param seeds at least 2
   * @param effect true difference divided by the standard deviation of the differences
   * @param level of the test, as 0.05
   * @throws IllegalArgumentException if there are fewer than two seeds
   */
  public static double power(int seeds, double effect, double level) {
    if (seeds < 2) {
      throw new IllegalArgumentException("a t test needs at least 2 seeds, found " + seeds);
    }
    int freedom = seeds - 1;
    double shift = Math.abs(effect) * Math.sqrt(seeds);
    double critical = TDistribution.of(freedom).inverseSurvivalProbability(level / 2);
    ChiSquaredDistribution squares = ChiSquaredDistribution.of(freedom);
    double from = Math.pow(squares.inverseCumulativeProbability(NEGLIGIBLE) / freedom, 0.25);
    double to = Math.pow(squares.inverseSurvivalProbability(NEGLIGIBLE) / freedom, 0.25);
    double step = (to - from) / PANELS;
    double sum = 0;
    for (int i = 0; i <= PANELS; i++) {
      // The observed spread over the true one, by the square of u: with few seeds and a strict
      // level
      // the test rejects only where the observed spread is near zero.
      double u = from + i * step;
      double s = u * u;
      double rejected =
          NORMAL.cumulativeProbability(shift - critical * s)
              + NORMAL.cumulativeProbability(-shift - critical * s);
      double weight = i == 0 || i == PANELS ? 1 : i % 2 == 1 ? 4 : 2;
      sum += weight * rejected * 2 * freedom * s * squares.density(freedom * s * s) * 2 * u;
    }
    return Math.min(1, sum * step / 3);
  }

  /**
   * Smallest number of seeds at which the test finds a difference with a probability.
   *
   * @param effect true difference divided by the standard deviation of the differences
   * @param level of the test
   * @param power probability wanted
   * @return at least 2; {@link #MOST_SEEDS} where it takes as many or more
   */
  public static int seedsFor(double effect, double level, double power) {
    int enough = 2;
    while (enough < MOST_SEEDS && power(enough, effect, level) < power) {
      enough = Math.min(MOST_SEEDS, 2 * enough);
    }
    int tooFew = enough / 2;
    while (tooFew >= 2 && enough - tooFew > 1) {
      int middle = (enough + tooFew) / 2;
      if (power(middle, effect, level) < power) {
        tooFew = middle;
      } else {
        enough = middle;
      }
    }
    return enough;
  }

  /**
   * Standard deviation of the values, with the interval that the chi-squared distribution gives.
   *
   * @param values at least two
   * @param level coverage, as 0.95
   * @throws IllegalArgumentException if there are fewer than two values
   */
  public static Spread spread(double[] values, double level) {
    int freedom = values.length - 1;
    if (freedom < 1) {
      throw new IllegalArgumentException(
          "a spread needs at least 2 values, found " + (freedom + 1));
    }
    double squares = SeedStatistics.products(values, values);
    ChiSquaredDistribution chi = ChiSquaredDistribution.of(freedom);
    return new Spread(
        Math.sqrt(squares / freedom),
        Math.sqrt(squares / chi.inverseSurvivalProbability((1 - level) / 2)),
        Math.sqrt(squares / chi.inverseCumulativeProbability((1 - level) / 2)));
  }
}

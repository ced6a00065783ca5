package org.fierce.compare;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import org.fierce.stats.PairedPower;
import org.jspecify.annotations.Nullable;

/**
 * How many seeds the paired t test needs to find a difference with a probability of {@value #POWER}
 * (power), if the differences spread as they did.
 *
 * @param level of the test: 0.05 divided by the number of methods tested, so that the number is
 *     enough whichever of them Holm's correction takes first
 * @param deviation standard deviation of the differences over seeds
 * @param observed for a true difference as large as the one seen
 * @param smallest for the smallest difference that matters
 */
@JsonPropertyOrder({"power", "level", "deviation", "observed", "smallest"})
public record SeedsNeeded(double level, double deviation, Size observed, Size smallest) {
  /** Probability of finding the difference. */
  public static final double POWER = 0.8;

  private static final double SIGNIFICANCE = 0.05;
  private static final double COVERAGE = 0.95;
  private static final int FEWEST = 3;

  /**
   * A number of seeds; {@link PairedPower#MOST_SEEDS} stands for as many or more.
   *
   * @param difference to be found, without sign
   * @param seeds at the spread seen
   * @param low at the lower end of the 95 % interval of the spread
   * @param high at its upper end
   */
  public record Size(double difference, int seeds, int low, int high) {
    static Size of(double difference, PairedPower.Spread spread, double level) {
      return new Size(
          difference,
          PairedPower.seedsFor(difference / spread.deviation(), level, POWER),
          PairedPower.seedsFor(difference / spread.low(), level, POWER),
          PairedPower.seedsFor(difference / spread.high(), level, POWER));
    }

    /** The difference in two digits, as {@code 0.01}. */
    public String shownDifference() {
      return new BigDecimal(difference)
          .round(new MathContext(2))
          .stripTrailingZeros()
          .toPlainString();
    }
  }

  /**
   * Estimates from the differences of the seeds that were run; null for fewer than three, which say
   * almost nothing about the spread, and where all differences are the same.
   *
   * @param hypotheses number of methods that Holm corrects for
   * @param smallest difference that matters
   */
  static @Nullable SeedsNeeded of(double[] differences, int hypotheses, double smallest) {
    if (differences.length < FEWEST) {
      return null;
    }
    PairedPower.Spread spread = PairedPower.spread(differences, COVERAGE);
    if (!(spread.deviation() > 0)) {
      return null;
    }
    double level = SIGNIFICANCE / hypotheses;
    double mean = Arrays.stream(differences).average().orElseThrow();
    return new SeedsNeeded(
        level,
        spread.deviation(),
        Size.of(Math.abs(mean), spread, level),
        Size.of(smallest, spread, level));
  }

  @JsonProperty("power")
  double power() {
    return POWER;
  }
}

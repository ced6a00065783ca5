package org.fierce.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.fierce.evaluate.Sample;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PairedPowerTest {
  /** Figures of scipy 1.8, {@code nct}: 1 - cdf(t) + cdf(-t) at shift effect x sqrt(seeds). */
  @ParameterizedTest
  @CsvSource({
    "2, 1, 0.05, 0.09280915505",
    "3, 1, 0.05, 0.17925539377",
    "5, 1, 0.05, 0.40138991737",
    "10, 1, 0.05, 0.80309685665",
    "34, 0.5, 0.05, 0.80777750128",
    "5, 2, 0.0125, 0.60627997850",
    "3, 5, 0.05, 0.97546226873",
    "200, 0.1, 0.01, 0.12035800468"
  })
  void powerIsThatOfTheNoncentralT(int seeds, double effect, double level, double power) {
    assertThat(PairedPower.power(seeds, effect, level)).isCloseTo(power, within(1e-6));
    assertThat(PairedPower.power(seeds, -effect, level)).isCloseTo(power, within(1e-6));
  }

  @Test
  void withoutAnEffectTheTestFindsOneAsOftenAsItsLevel() {
    for (int seeds : new int[] {2, 3, 10, 100}) {
      assertThat(PairedPower.power(seeds, 0, 0.05)).isCloseTo(0.05, within(1e-6));
      assertThat(PairedPower.power(seeds, 0, 0.001)).isCloseTo(0.001, within(1e-6));
    }
  }

  @Test
  void powerIsHowOftenSimulatedSeedsAreSignificant() {
    SplittableRandom random = new SplittableRandom(3);
    int found = 0;
    int trials = 20_000;
    for (int trial = 0; trial < trials; trial++) {
      double[] differences = new double[5];
      for (int i = 0; i < differences.length; i++) {
        differences[i] = 1.2 + Sample.gaussian(random);
      }
      found += SeedStatistics.mean(differences, 0.95).p() < 0.02 ? 1 : 0;
    }
    // Standard error of the share is at most 0.0035.
    assertThat(found / (double) trials).isCloseTo(PairedPower.power(5, 1.2, 0.02), within(0.011));
  }

  /** The textbook numbers of the paired t test at level 0.05 and power 0.8. */
  @ParameterizedTest
  @CsvSource({"1, 10", "0.5, 34", "0.2, 199", "-0.5, 34"})
  void seedsAreTheTextbookNumbers(double effect, int seeds) {
    assertThat(PairedPower.seedsFor(effect, 0.05, 0.8)).isEqualTo(seeds);
  }

  @Test
  void twoIsTheLeastAndNoEffectTakesMoreThanAnyNumber() {
    assertThat(PairedPower.seedsFor(1000, 0.05, 0.8)).isEqualTo(2);
    assertThat(PairedPower.seedsFor(0, 0.05, 0.8)).isEqualTo(PairedPower.MOST_SEEDS);
    assertThat(PairedPower.seedsFor(Double.POSITIVE_INFINITY, 0.05, 0.8)).isEqualTo(2);
  }

  @Test
  void spreadOfThreeValuesIsHardlyKnown() {
    PairedPower.Spread spread = PairedPower.spread(new double[] {1, 2, 3}, 0.95);

    // With 2 degrees the chi-squared quantile is -2 ln(1 - p): 7.37776 and 0.0506356.
    assertThat(spread.deviation()).isCloseTo(1, within(1e-12));
    assertThat(spread.low()).isCloseTo(Math.sqrt(2 / 7.377759), within(1e-5));
    assertThat(spread.high()).isCloseTo(Math.sqrt(2 / 0.0506356), within(1e-4));
  }

  @Test
  void oneSeedIsRefused() {
    assertThatThrownBy(() -> PairedPower.power(1, 1, 0.05))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("found 1");
    assertThatThrownBy(() -> PairedPower.spread(new double[] {1}, 0.95))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("found 1");
  }
}

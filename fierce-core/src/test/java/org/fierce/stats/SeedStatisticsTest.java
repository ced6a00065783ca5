package org.fierce.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SeedStatisticsTest {
  @Test
  void intervalOfThreeValuesIsTheTextbookOne() {
    // mean 2, standard deviation 1, error 1/sqrt 3; t(0.975; 2) = 4.302653.
    SeedStatistics.Mean mean = SeedStatistics.mean(new double[] {1, 2, 3}, 0.95);

    assertThat(mean.mean()).isEqualTo(2);
    assertThat(mean.low()).isCloseTo(2 - 4.302653 / Math.sqrt(3), within(1e-5));
    assertThat(mean.high()).isCloseTo(2 + 4.302653 / Math.sqrt(3), within(1e-5));
    // t = 2 sqrt 3 = 3.4641 with 2 degrees: p = 1 - t / sqrt(t^2 + 2) = 0.07418.
    assertThat(mean.p()).isCloseTo(1 - 3.4641016 / Math.sqrt(14), within(1e-6));
  }

  @Test
  void oneSeedHasNoInterval() {
    SeedStatistics.Mean mean = SeedStatistics.mean(new double[] {0.5}, 0.95);

    assertThat(mean.mean()).isEqualTo(0.5);
    assertThat(mean.low()).isNaN();
    assertThat(mean.p()).isNaN();
  }

  @Test
  void equalValuesHaveAnIntervalOfWidthZero() {
    assertThat(SeedStatistics.mean(new double[] {0, 0, 0}, 0.95))
        .isEqualTo(new SeedStatistics.Mean(0, 0, 0, 1));
    assertThat(SeedStatistics.mean(new double[] {2, 2}, 0.95))
        .isEqualTo(new SeedStatistics.Mean(2, 2, 2, 0));
  }

  @Test
  void noValueIsRefused() {
    assertThatThrownBy(() -> SeedStatistics.mean(new double[0], 0.95))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no seed");
  }

  @Test
  void intervalsOverThreeSeedsCoverAsOftenAsTheySay() {
    SplittableRandom random = new SplittableRandom(7);
    int covered = 0;
    int draws = 4000;
    for (int i = 0; i < draws; i++) {
      double[] values = {gaussian(random), gaussian(random), gaussian(random)};
      SeedStatistics.Mean mean = SeedStatistics.mean(values, 0.95);
      covered += mean.low() <= 0 && 0 <= mean.high() ? 1 : 0;
    }
    // Standard error of the share is 0.0034.
    assertThat(covered / (double) draws).isBetween(0.94, 0.96);
  }

  @Test
  void holmMultipliesTheSmallestMostAndNeverFalls() {
    // 0.01 x 3 = 0.03; 0.04 x 2 = 0.08; 0.05 x 1 = 0.05, raised to 0.08.
    assertThat(SeedStatistics.holm(new double[] {0.04, 0.01, Double.NaN, 0.05}))
        .containsExactly(new double[] {0.08, 0.03, Double.NaN, 0.08}, within(1e-12));
    assertThat(SeedStatistics.holm(new double[] {0.9, 0.8}))
        .containsExactly(new double[] {1, 1}, within(1e-12));
  }

  @Test
  void holmOfFourByHandKeepsTheOrderAndStopsAtOne() {
    // Sorted 0.005, 0.011, 0.02, 0.4: x 4 = 0.02, x 3 = 0.033, x 2 = 0.04, x 1 = 0.4.
    assertThat(SeedStatistics.holm(new double[] {0.02, 0.4, 0.005, 0.011}))
        .containsExactly(new double[] {0.04, 0.4, 0.02, 0.033}, within(1e-12));
  }

  @Test
  void ratioOverASureDenominatorIsTheIntervalOfTheNumeratorDivided() {
    // Numerators 1, 2, 3 as above, over 4.
    SeedStatistics.Mean ratio =
        SeedStatistics.ratio(new double[] {1, 2, 3}, new double[] {4, 4, 4}, 0.95);

    assertThat(ratio.mean()).isEqualTo(0.5);
    assertThat(ratio.low()).isCloseTo((2 - 4.302653 / Math.sqrt(3)) / 4, within(1e-5));
    assertThat(ratio.high()).isCloseTo((2 + 4.302653 / Math.sqrt(3)) / 4, within(1e-5));
  }

  @Test
  void ratioOverADenominatorThatMayBeZeroHasNoInterval() {
    assertThat(SeedStatistics.ratio(new double[] {1, 2}, new double[] {-1, 2}, 0.95).low()).isNaN();
    assertThat(SeedStatistics.ratio(new double[] {1}, new double[] {2}, 0.95))
        .extracting(SeedStatistics.Mean::mean, SeedStatistics.Mean::low)
        .containsExactly(0.5, Double.NaN);
  }

  @Test
  void intervalsOfRatiosCoverAsOftenAsTheySay() {
    SplittableRandom random = new SplittableRandom(9);
    int covered = 0;
    int draws = 4000;
    for (int i = 0; i < draws; i++) {
      double[] above = new double[5];
      double[] below = new double[5];
      for (int seed = 0; seed < 5; seed++) {
        double shared = 0.3 * gaussian(random);
        above[seed] = 2 + shared + 0.3 * gaussian(random);
        below[seed] = 5 + shared + 0.5 * gaussian(random);
      }
      SeedStatistics.Mean ratio = SeedStatistics.ratio(above, below, 0.95);
      covered += ratio.low() <= 0.4 && 0.4 <= ratio.high() ? 1 : 0;
    }
    assertThat(covered / (double) draws).isBetween(0.94, 0.96);
  }

  private static double gaussian(SplittableRandom random) {
    return Math.sqrt(-2 * Math.log(1 - random.nextDouble()))
        * Math.cos(2 * Math.PI * random.nextDouble());
  }
}

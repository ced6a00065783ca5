package org.fierce.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.function.Function;
import org.fierce.evaluate.Sample;
import org.junit.jupiter.api.Test;

/**
 * How often intervals hold the truth, over 1,000 samples of known distributions. 0.92 and 0.98
 * leave a standard error and a half (0.007) beyond the 0.93 to 0.97 asked for.
 */
class CoverageTest {
  private static final int SAMPLES = 1000;

  private static double coverage(double truth, Function<SplittableRandom, Score> draw) {
    SplittableRandom random = new SplittableRandom(20220803);
    int covered = 0;
    for (int i = 0; i < SAMPLES; i++) {
      Score score = draw.apply(random);
      covered += score.low() <= truth && truth <= score.high() ? 1 : 0;
    }
    return (double) covered / SAMPLES;
  }

  private static double[] normal(int n, SplittableRandom random) {
    double[] values = new double[n];
    for (int i = 0; i < n; i++) {
      values[i] = Sample.gaussian(random);
    }
    return values;
  }

  private static double[] hits(int n, double share, SplittableRandom random) {
    return random.doubles(n).map(u -> u < share ? 1 : 0).toArray();
  }

  @Test
  void meansOfTenAndOfFiftyRows() {
    for (int n : new int[] {10, 50}) {
      assertThat(
              coverage(0, random -> Bootstrap.mean("mean", normal(n, random), random.nextLong())))
          .as("%d rows", n)
          .isBetween(0.92, 0.98);
    }
  }

  @Test
  void sharesOfHitsAlsoWhereFewAreMissed() {
    for (double share : new double[] {0.5, 0.8, 0.95}) {
      assertThat(
              coverage(
                  share,
                  random -> Bootstrap.share("share", hits(50, share, random), random.nextLong())))
          .as("share %s", share)
          .isBetween(0.92, 0.98);
    }
  }

  @Test
  void balancedMeansOfUnevenClasses() {
    // Five classes of 2, 4, ..., 10 rows about means 0, 1, ..., 4.
    int[] classes = new int[30];
    for (int row = 0, c = 0, left = 2; row < 30; row++) {
      classes[row] = c;
      if (--left == 0) {
        c++;
        left = 2 * (c + 1);
      }
    }
    assertThat(
            coverage(
                2,
                random -> {
                  double[] values = normal(30, random);
                  for (int row = 0; row < 30; row++) {
                    values[row] += classes[row];
                  }
                  return Bootstrap.balancedMean("mean", values, classes, random.nextLong());
                }))
        .isBetween(0.90, 0.98);
  }

  @Test
  void balancedSharesOfManySmallClasses() {
    int[] classes = new int[200];
    for (int row = 0; row < 200; row++) {
      classes[row] = row % 40;
    }
    assertThat(
            coverage(
                0.7,
                random ->
                    Bootstrap.balancedMean(
                        "mean", hits(200, 0.7, random), classes, random.nextLong())))
        .isBetween(0.92, 0.98);
  }

  @Test
  void explainedSharesOfAHundredRows() {
    // Prediction x, target x + 0.7 e: R2 = 1 - 0.49 / 1.49.
    double noise = 0.7;
    assertThat(
            coverage(
                1 - 0.49 / 1.49,
                random -> {
                  double[] x = normal(100, random);
                  double[] y = x.clone();
                  double[] squared = new double[100];
                  for (int i = 0; i < 100; i++) {
                    double error = noise * Sample.gaussian(random);
                    y[i] += error;
                    squared[i] = error * error;
                  }
                  Explained explained = new Explained(squared, y, 1, null);
                  return Bootstrap.statistic("r2", 100, random.nextLong(), explained::share);
                }))
        .isBetween(0.92, 0.98);
  }

  @Test
  void rankCorrelationsOfAHundredRows() {
    double pearson = 1 / Math.sqrt(1.49);
    assertThat(
            coverage(
                6 / Math.PI * Math.asin(pearson / 2),
                random -> {
                  double[] x = normal(100, random);
                  double[] y = x.clone();
                  for (int i = 0; i < 100; i++) {
                    y[i] += 0.7 * Sample.gaussian(random);
                  }
                  Spearman spearman = new Spearman(x, y);
                  return Bootstrap.statistic(
                      "spearman", 100, random.nextLong(), spearman::correlation);
                }))
        .isBetween(0.92, 0.98);
  }

  @Test
  void differencesPairedBySeed() {
    for (int seeds : new int[] {3, 5, 10}) {
      assertThat(
              coverage(
                  0,
                  random -> {
                    double[] common = normal(seeds, random);
                    double[] differences = new double[seeds];
                    for (int s = 0; s < seeds; s++) {
                      double first = common[s] + 0.3 * Sample.gaussian(random);
                      double second = common[s] + 0.2 * Sample.gaussian(random);
                      differences[s] = second - first;
                    }
                    SeedStatistics.Mean mean = SeedStatistics.mean(differences, 0.95);
                    return new Score(
                        "paired", mean.mean(), mean.low(), mean.high(), 0.95, "t-seeds", seeds);
                  }))
          .as("%d seeds", seeds)
          .isBetween(0.93, 0.97);
    }
  }
}

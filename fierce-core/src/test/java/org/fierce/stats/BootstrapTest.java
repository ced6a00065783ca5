package org.fierce.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.fierce.evaluate.Sample;
import org.junit.jupiter.api.Test;

class BootstrapTest {
  @Test
  void valueIsTheMeanAndTheIntervalHoldsIt() {
    Score score = Bootstrap.mean("key", new double[] {1, 0, 0, 1, 1}, 3);
    assertThat(score.value()).isCloseTo(0.6, within(1e-12));
    assertThat(score.low()).isBetween(0.0, 0.6);
    assertThat(score.high()).isBetween(0.6, 1.0);
    assertThat(score.interval()).isEqualTo("bootstrap-examples");
    assertThat(score.n()).isEqualTo(5);
  }

  @Test
  void oneExampleHasNoInterval() {
    Score score = Bootstrap.mean("key", new double[] {0.25}, 3);
    assertThat(score.value()).isEqualTo(0.25);
    assertThat(score.low()).isNaN();
    assertThat(score.interval()).isEqualTo("none");
  }

  @Test
  void noExampleIsRefused() {
    assertThatThrownBy(() -> Bootstrap.mean("theKey", new double[0], 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("theKey");
  }

  @Test
  void widthIsThatOfTheNormalTheory() {
    double[] hits = new double[400];
    Arrays.fill(hits, 0, 200, 1);
    Score score = Bootstrap.mean("key", hits, 5);
    // 2 x 1.96 x sqrt(0.25 / 400) = 0.098; 1000 draws know their tails to some percent.
    assertThat(score.high() - score.low()).isCloseTo(0.098, within(0.01));
  }

  @Test
  void nineteenOfTwentyIntervalsCoverTheTruth() {
    SplittableRandom random = new SplittableRandom(11);
    int covered = 0;
    int trials = 300;
    for (int trial = 0; trial < trials; trial++) {
      double[] values = new double[60];
      for (int i = 0; i < values.length; i++) {
        values[i] = Sample.gaussian(random);
      }
      Score score = Bootstrap.mean("key", values, trial);
      covered += score.low() <= 0 && score.high() >= 0 ? 1 : 0;
    }
    // Binomial deviation of 300 trials at 0.95: 0.0126; the bootstrap is a little short at n = 60.
    assertThat((double) covered / trials).isBetween(0.90, 0.98);
  }

  @Test
  void sameSeedSameInterval() {
    double[] values = {1, 2, 3, 4, 9};
    assertThat(Bootstrap.mean("key", values, 5)).isEqualTo(Bootstrap.mean("key", values, 5));
    assertThat(Bootstrap.mean("key", values, 5)).isNotEqualTo(Bootstrap.mean("key", values, 6));
  }

  @Test
  void fewMissesHaveTheIntervalOfWilson() {
    double[] hits = new double[20];
    Arrays.fill(hits, 1);
    // All of 20 hit: lower end 20 / (20 + 1.959964^2).
    Score all = Bootstrap.share("key", hits, 1);
    assertThat(all.low()).isCloseTo(20 / 23.841459, within(1e-6));
    assertThat(all.high()).isEqualTo(1);
    assertThat(all.interval()).isEqualTo("wilson");
    // 18 of 20: (0.9 + 0.0960365 -+ 1.959964 sqrt(0.0045 + 0.00240091)) / 1.1920729.
    hits[3] = 0;
    hits[7] = 0;
    Score some = Bootstrap.share("key", hits, 1);
    assertThat(some.low()).isCloseTo(0.69897, within(1e-4));
    assertThat(some.high()).isCloseTo(0.97213, within(1e-4));
    double[] even = new double[20];
    Arrays.fill(even, 0, 10, 1);
    assertThat(Bootstrap.share("key", even, 1)).isEqualTo(Bootstrap.mean("key", even, 1));
    assertThatThrownBy(() -> Bootstrap.share("key", new double[] {0.5}, 1))
        .hasMessageContaining("0.5");
  }

  @Test
  void everyClassCountsAlikeInABalancedMean() {
    // Class 0: 1, 0, 0, 0; class 2: 1, 1.
    Score score =
        Bootstrap.balancedMean(
            "key", new double[] {1, 0, 0, 1, 0, 1}, new int[] {0, 0, 0, 2, 0, 2}, 1);
    assertThat(score.value()).isCloseTo((0.25 + 1) / 2, within(1e-12));
    assertThat(score.interval()).isEqualTo("bootstrap-within-classes");
    assertThat(score.note()).isEqualTo("mean over 2 classes");
    assertThat(score.n()).isEqualTo(6);
  }

  @Test
  void widthOfABalancedMeanIsThatOfStratifiedSampling() {
    SplittableRandom random = new SplittableRandom(3);
    double[] values = new double[320];
    int[] classes = new int[320];
    for (int i = 0; i < values.length; i++) {
      classes[i] = i < 300 ? 0 : 1 + i % 10;
      values[i] = Sample.gaussian(random) + 5 * classes[i];
    }
    double variance = 0;
    for (int c = 0; c <= 10; c++) {
      int wanted = c;
      double[] inside =
          IntStream.range(0, 320)
              .filter(i -> classes[i] == wanted)
              .mapToDouble(i -> values[i])
              .toArray();
      double mean = Arrays.stream(inside).average().orElseThrow();
      double squares = Arrays.stream(inside).map(x -> (x - mean) * (x - mean)).sum();
      variance += squares / (inside.length - 1) / inside.length / 121;
    }
    Score score = Bootstrap.balancedMean("key", values, classes, 4);
    assertThat((score.high() - score.low()) / (2 * 1.96 * Math.sqrt(variance)))
        .isCloseTo(1, within(0.06));
  }

  @Test
  void classesOfOneExampleAreDrawnTogether() {
    // Four classes of one: the mean of four values, three of them drawn.
    double[] values = {0, 1, 0, 1};
    Score score = Bootstrap.balancedMean("key", values, new int[] {0, 1, 2, 3}, 1);
    assertThat(score.value()).isEqualTo(0.5);
    assertThat(score.low()).isZero();
    assertThat(score.high()).isEqualTo(1);
    Score alone = Bootstrap.balancedMean("key", new double[] {1}, new int[] {4}, 1);
    assertThat(alone.interval()).isEqualTo("none");
    assertThatThrownBy(() -> Bootstrap.balancedMean("key", new double[0], new int[0], 1))
        .hasMessageContaining("0 examples");
  }

  @Test
  void drawsWithoutAValueAreLeftOut() {
    Score score = Bootstrap.statistic("key", 2, 1, counts -> counts[0] == 1 ? 4 : Double.NaN);
    assertThat(score.low()).isEqualTo(4);
    assertThat(score.high()).isEqualTo(4);
    Score never = Bootstrap.statistic("key", 2, 1, counts -> Double.NaN);
    assertThat(never.interval()).isEqualTo("none");
  }

  @Test
  void notesAreJoined() {
    Score score = Score.bare("key", 1, 1).withNote("").withNote("first").withNote("second");
    assertThat(score.note()).isEqualTo("first; second");
  }
}

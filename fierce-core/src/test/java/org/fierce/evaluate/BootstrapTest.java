package org.fierce.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
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

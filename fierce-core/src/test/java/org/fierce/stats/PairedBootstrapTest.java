package org.fierce.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.fierce.evaluate.Sample;
import org.fierce.stats.PairedBootstrap.Difference;
import org.fierce.stats.PairedBootstrap.Mean;
import org.fierce.stats.PairedBootstrap.Pair;
import org.fierce.stats.PairedBootstrap.RSquared;
import org.junit.jupiter.api.Test;

class PairedBootstrapTest {
  private static final int ROWS = 200;
  private static final int TRIALS = 1000;

  @Test
  void rowsWithoutAValueAreNotCounted() {
    Mean mean = new Mean(new double[] {1, Double.NaN, 0, 0.5});

    assertThat(mean.ofAll()).isEqualTo(0.5);
    // (2 x 1 + 1 x 0.5) / 3
    assertThat(mean.of(new int[] {2, 7, 0, 1})).isCloseTo(2.5 / 3, within(1e-12));
    assertThat(mean.of(new int[] {0, 7, 0, 0})).isNaN();
  }

  @Test
  void rSquaredTakesTheMeanOfItsOwnSample() {
    RSquared score = new RSquared(new double[] {1, 0, 1}, new double[] {1, 2, 3});

    // Spread 2 about 2; then rows 1 and 3 only, twice the first: mean 5/3, spread 8/3, errors 3.
    assertThat(score.ofAll()).isCloseTo(0, within(1e-12));
    assertThat(score.of(new int[] {2, 0, 1})).isCloseTo(1 - 3 / (8 / 3.0), within(1e-12));
    assertThat(score.of(new int[] {3, 0, 0})).isNaN();
  }

  @Test
  void intervalsOfAccuracyDifferencesCoverAsOftenAsTheySay() {
    // Three seeds on the same rows, of which half are hard. The base is right on a row with the
    // row's own chance; the other turns one in five of its wrong answers right. Networks are the
    // same for every sample of rows, so that the rows are all that is drawn.
    assertCoverage(
        trial -> {
          SplittableRandom random = new SplittableRandom(trial);
          double[] chance = new double[ROWS];
          Arrays.setAll(chance, row -> random.nextBoolean() ? 0.9 : 0.3);
          List<Pair> pairs = new ArrayList<>();
          for (int seed = 0; seed < 3; seed++) {
            double[] base = new double[ROWS];
            double[] better = new double[ROWS];
            for (int row = 0; row < ROWS; row++) {
              base[row] = random.nextDouble() < chance[row] ? 1 : 0;
              better[row] = base[row] == 1 || random.nextDouble() < 0.2 ? 1 : 0;
            }
            pairs.add(pair(new Mean(better), new Mean(base)));
          }
          return pairs;
        },
        // Wrong: (0.1 + 0.7) / 2; a fifth of them mend.
        0.08);
  }

  @Test
  void intervalsOfRSquaredDifferencesCoverAsOftenAsTheySay() {
    assertCoverage(
        trial -> {
          SplittableRandom random = new SplittableRandom(trial);
          double[] targets = new double[ROWS];
          double[] fine = new double[ROWS];
          double[] coarse = new double[ROWS];
          for (int row = 0; row < ROWS; row++) {
            targets[row] = Sample.gaussian(random);
            double shared = Sample.gaussian(random);
            fine[row] = Math.pow(0.4 * shared + 0.3 * Sample.gaussian(random), 2);
            coarse[row] = Math.pow(0.5 * shared + 0.4 * Sample.gaussian(random), 2);
          }
          return List.of(pair(new RSquared(fine, targets), new RSquared(coarse, targets)));
        },
        // Variances of the errors: 0.25 and 0.41 beside 1.
        0.16);
  }

  private static void assertCoverage(IntFunction<List<Pair>> draw, double truth) {
    int covered = 0;
    for (int trial = 0; trial < TRIALS; trial++) {
      Difference difference = PairedBootstrap.of("key", draw.apply(trial), trial);
      covered += difference.low() <= truth && truth <= difference.high() ? 1 : 0;
    }
    assertThat(covered / (double) TRIALS).isBetween(0.93, 0.97);
  }

  @Test
  void withoutADifferenceOneInTwentyIsCalledOne() {
    int called = 0;
    for (int trial = 0; trial < TRIALS; trial++) {
      SplittableRandom random = new SplittableRandom(1000 + trial);
      double[] one = new double[ROWS];
      double[] other = new double[ROWS];
      for (int row = 0; row < ROWS; row++) {
        one[row] = Sample.gaussian(random);
        other[row] = Sample.gaussian(random);
      }
      Difference difference =
          PairedBootstrap.of("key", List.of(pair(new Mean(one), new Mean(other))), trial);
      called += difference.p() < 0.05 ? 1 : 0;
      // The ends lie between draws, so that the two may part by a draw.
      if (difference.p() < 0.045 || difference.p() > 0.055) {
        assertThat(difference.p() < 0.05).isEqualTo(isOffZero(difference));
      }
    }
    assertThat(called / (double) TRIALS).isBetween(0.03, 0.07);
  }

  private static boolean isOffZero(Difference difference) {
    return difference.low() > 0 || difference.high() < 0;
  }

  @Test
  void theSameRowsUnderThreeSeedsAreNotThreeTimesTheRows() {
    SplittableRandom random = new SplittableRandom(5);
    double[] one = IntStream.range(0, ROWS).mapToDouble(i -> Sample.gaussian(random)).toArray();
    Pair pair = pair(new Mean(one), new Mean(new double[ROWS]));

    Difference once = PairedBootstrap.of("key", List.of(pair), 1);
    Difference thrice = PairedBootstrap.of("key", List.of(pair, pair, pair), 1);

    assertThat(thrice.high()).isCloseTo(once.high(), within(1e-12));
    assertThat(thrice.low()).isCloseTo(once.low(), within(1e-12));
    assertThat(thrice.units()).isEqualTo(ROWS);
  }

  @Test
  void otherRowsUnderAnotherSeedAreMoreRows() {
    SplittableRandom random = new SplittableRandom(5);
    double[] one = IntStream.range(0, ROWS).mapToDouble(i -> Sample.gaussian(random)).toArray();
    Mean none = new Mean(new double[ROWS]);
    int[] first = IntStream.range(0, ROWS).toArray();
    int[] second = IntStream.range(ROWS, 2 * ROWS).toArray();

    Difference once = PairedBootstrap.of("key", List.of(new Pair(new Mean(one), none, first)), 1);
    Difference twice =
        PairedBootstrap.of(
            "key",
            List.of(new Pair(new Mean(one), none, first), new Pair(new Mean(one), none, second)),
            1);

    assertThat((twice.high() - twice.low()) / (once.high() - once.low()))
        .isCloseTo(1 / Math.sqrt(2), within(0.08));
  }

  @Test
  void noDifferenceAtAllHasPOne() {
    Mean same = new Mean(new double[] {1, 0, 1});

    assertThat(PairedBootstrap.of("key", List.of(pair(same, same)), 1))
        .isEqualTo(new Difference(0, 0, 0, 1, 3));
  }

  @Test
  void tooFewRowsAndUnequalOnesAreRefused() {
    Mean one = new Mean(new double[] {1});

    assertThatThrownBy(() -> PairedBootstrap.of("theKey", List.of(pair(one, one)), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("theKey")
        .hasMessageContaining("found 1");
    assertThatThrownBy(() -> pair(one, new Mean(new double[2])))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 and 2 rows");
  }

  private static Pair pair(PairedBootstrap.RowScore score, PairedBootstrap.RowScore base) {
    int[] units = new int[score.rows()];
    Arrays.setAll(units, row -> row);
    return new Pair(score, base, units);
  }
}

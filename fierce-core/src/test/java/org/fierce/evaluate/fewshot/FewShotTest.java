package org.fierce.evaluate.fewshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.fierce.data.FloatMatrix;
import org.fierce.evaluate.Evaluation;
import org.fierce.evaluate.Evaluator;
import org.fierce.evaluate.EvaluatorContract;
import org.fierce.evaluate.Sample;
import org.fierce.labels.CoarseLabels;
import org.fierce.labels.FineTargets;
import org.fierce.stats.Score;
import org.junit.jupiter.api.Test;

class FewShotTest extends EvaluatorContract {
  @Override
  protected Evaluator evaluator() {
    return new FewShot(List.of(5, 0), List.of(1, 5), 6, 200, true, true);
  }

  /** Other rows are drawn for each episode. */
  @Override
  protected double orderTolerance() {
    return 0.05;
  }

  private static FewShot options(int ways, int shots) {
    return new FewShot(List.of(ways), List.of(shots), 15, 300, true, true);
  }

  /** Eight fine classes in two coarse ones, each with some rows about its own axis. */
  private static Evaluation clusters(int rowsPerClass, float size) {
    int rows = 8 * rowsPerClass;
    int[] fine = IntStream.range(0, rows).map(i -> i % 8).toArray();
    FloatMatrix features = Sample.gaussian(rows, 8, 3);
    for (int i = 0; i < rows; i++) {
      features.values()[i * 8 + fine[i]] += size;
    }
    int[] coarse = Arrays.stream(fine).map(f -> f / 4).toArray();
    return Sample.same(features, null, Sample.coarse(2, coarse), Sample.fine(8, fine));
  }

  @Test
  void separatedClustersAreAllFound() {
    List<Score> scores =
        new FewShot(List.of(5, 0), List.of(1, 5), 15, 50, true, true)
            .evaluate(clusters(30, 1000))
            .scores();
    assertThat(Sample.keys(scores))
        .containsExactly(
            "fewShotAccuracy-5-1",
            "fewShotAccuracy-all-1",
            "fewShotAccuracyWithinTrue-1",
            "fewShotAccuracy-5-5",
            "fewShotAccuracy-all-5",
            "fewShotAccuracyWithinTrue-5");
    assertThat(scores).allMatch(score -> score.value() == 1 && score.n() == 50);
    assertThat(scores.get(0).interval()).isEqualTo("bootstrap-episodes");
  }

  @Test
  void noiseIsGuessedAtChance() {
    Evaluation noise = clusters(200, 0);
    // 300 episodes of 75 rows; they share classes, hence the wide margin.
    assertThat(options(5, 1).evaluate(noise).scores().get(0).value()).isCloseTo(0.2, within(0.015));
    assertThat(options(0, 1).evaluate(noise).scores().get(0).value())
        .isCloseTo(0.125, within(0.01));
    assertThat(
            Sample.score(options(5, 1).evaluate(noise).scores(), "fewShotAccuracyWithinTrue-1")
                .value())
        .isCloseTo(0.25, within(0.015));
  }

  @Test
  void equalFeaturesAreGuessedAtChance() {
    Evaluation zeros =
        Sample.same(
            new FloatMatrix(40, 2, new float[80]),
            null,
            Sample.coarse(1, new int[40]),
            Sample.fine(4, IntStream.range(0, 40).map(i -> i % 4).toArray()));
    assertThat(options(4, 1).evaluate(zeros).scores().get(0).value())
        .isCloseTo(0.25, within(1e-12));
  }

  @Test
  void oneEpisodeByHand() {
    // Two classes of two rows on a line, not normalised: whichever row of each is the support, the
    // asked row 10 is nearer to class 1, -1 to class 0; 4 of class 1 is at 4 from 0 and 6 from 10.
    Evaluation evaluation =
        Sample.same(
            Sample.matrix(1, 0, -1, 4, 10),
            null,
            Sample.coarse(1, 0, 0, 0, 0),
            Sample.fine(2, 0, 0, 1, 1));
    double value =
        new FewShot(List.of(2), List.of(1), 1, 4000, true, false)
            .evaluate(evaluation)
            .scores()
            .get(0)
            .value();
    // Supports (0,4): asks -1, 10 both right. (-1,4): both right. (0,10): -1 right, 4 wrong.
    // (-1,10): 0 right; 4 is 5 from -1 and 6 from 10: wrong. Mean (1 + 1 + .5 + .5) / 4.
    assertThat(value).isCloseTo(0.75, within(0.02));
  }

  @Test
  void fittingOptionsAskForNoMoreThanThereIs() {
    // Rows of the classes: 6, 3, 2, 1. One shot needs 2 rows, two need 3, five need 6.
    FineTargets fine = Sample.fine(4, 0, 0, 0, 0, 0, 0, 1, 1, 1, 2, 2, 3);
    FewShot asked = new FewShot(List.of(5, 3, 0), List.of(1, 2, 5), 15, 7, true, false);
    assertThat(asked.fitting(fine))
        .isEqualTo(new FewShot(List.of(2, 0), List.of(1, 2), 15, 7, true, false));
    assertThat(options(2, 1).fitting(fine)).isEqualTo(options(2, 1));
    assertThat(options(2, 5).fitting(fine)).isNull();
    FineTargets number = new FineTargets.Scalars(new double[] {1}, "price");
    assertThat(asked.fitting(number)).isSameAs(asked);
  }

  @Test
  void moreWaysThanClassesAreRefusedWithBothNumbers() {
    assertThatThrownBy(() -> options(9, 1).evaluate(clusters(20, 1)).scores())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("9 ways")
        .hasMessageContaining("8 of 8");
    assertThatThrownBy(() -> options(5, 3).evaluate(clusters(3, 1)).scores())
        .hasMessageContaining("0 of 8")
        .hasMessageContaining("4 test rows");
  }

  @Test
  void classesWithTooFewRowsAreLeftOutAndCounted() {
    FloatMatrix features = Sample.matrix(1, 1, 1, 1, 5, 5, 5, 9);
    CoarseLabels coarse = Sample.coarse(1, new int[7]);
    FineTargets.Classes fine = Sample.fine(4, 0, 0, 0, 1, 1, 1, 2);
    List<Score> scores =
        new FewShot(List.of(0), List.of(1), 15, 10, true, false)
            .evaluate(Sample.same(features, null, coarse, fine))
            .scores();
    assertThat(scores.get(0).note()).contains("1 of 3");
    assertThat(scores.get(0).value()).isEqualTo(1);
  }

  @Test
  void aSingleClassIsNotDefined() {
    assertThat(
            options(0, 1)
                .evaluate(
                    Sample.same(
                        Sample.matrix(1, 1, 2, 3),
                        null,
                        Sample.coarse(1, 0, 0, 0),
                        Sample.fine(1, 0, 0, 0)))
                .scores())
        .containsExactly(
            Score.undefined(
                "fewShotAccuracy-all-1",
                0,
                "fewer than two fine classes have the 2 test rows that 1 shots need"));
  }

  @Test
  void centringIsByTheReference() {
    // Without centring all rows point the same way; the offset hides the classes on the sphere.
    FloatMatrix features = Sample.matrix(2, 100, 1, 100, 1, 100, -1, 100, -1);
    CoarseLabels coarse = Sample.coarse(1, new int[4]);
    FineTargets.Classes fine = Sample.fine(2, 0, 0, 1, 1);
    FewShot centred = new FewShot(List.of(2), List.of(1), 1, 20, true, true);
    assertThat(centred.evaluate(Sample.same(features, null, coarse, fine)).scores().get(0).value())
        .isEqualTo(1);
  }

  @Test
  void optionsOutOfRangeAreRefusedByValue() {
    assertThatThrownBy(() -> options(1, 1)).hasMessageContaining("1");
    assertThatThrownBy(() -> options(5, 0)).hasMessageContaining("0");
    assertThatThrownBy(() -> new FewShot(List.of(), List.of(1), 1, 1, true, true))
        .hasMessageContaining("[]");
    assertThatThrownBy(() -> new FewShot(List.of(5), List.of(1), 0, 1, true, true))
        .hasMessageContaining("queries is 0");
  }
}

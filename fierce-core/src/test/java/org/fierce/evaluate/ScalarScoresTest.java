package org.fierce.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.fierce.data.FloatMatrix;
import org.fierce.labels.FineTargets;
import org.fierce.stats.Score;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ScalarScoresTest {
  // Bins: 1, 3 and 6, 10.
  private static final double[] TARGET = {1, 3, 6, 10};

  private static List<Score> scores(
      double[] predicted, double[] target, @Nullable FloatMatrix logits, int... coarse) {
    FineTargets.Scalars scalars = Sample.scalars(target);
    Evaluation evaluation =
        Sample.same(
            new FloatMatrix(target.length, 1, new float[target.length]),
            logits,
            Sample.coarse(2, coarse),
            scalars);
    return ScalarScores.of(predicted, scalars, target, evaluation);
  }

  private static double value(List<Score> scores, String key) {
    return Sample.score(scores, key).value();
  }

  @Test
  void overAllRowsByHand() {
    // Errors 1, 0, -2 (squares 5); target 1, 2, 6 about 3: 4 + 1 + 9 = 14.
    List<Score> scores = scores(new double[] {2, 2, 4}, new double[] {1, 2, 6}, null, 0, 0, 0);
    assertThat(value(scores, "probeR2")).isCloseTo(1 - 5 / 14.0, within(1e-12));
    assertThat(value(scores, "probeMeanAbsoluteError")).isCloseTo(1, within(1e-12));
    assertThat(value(scores, "probeRootMeanSquaredError"))
        .isCloseTo(Math.sqrt(5 / 3.0), within(1e-12));
    // Ranks 1.5, 1.5, 3 and 1, 2, 3: 1.5 / sqrt(1.5 x 2).
    assertThat(value(scores, "spearman")).isCloseTo(1.5 / Math.sqrt(3), within(1e-12));
    // Three pairs, one of them tied in the prediction.
    assertThat(value(scores, "kendallTau")).isCloseTo(2 / Math.sqrt(6), within(1e-12));
  }

  @Test
  void insideTheBinsByHand() {
    // Squares 1, 1, 1, 1; about the bins' means 2 and 8: 1 + 1 + 4 + 4.
    List<Score> scores = scores(new double[] {2, 4, 7, 11}, TARGET, null, 0, 0, 1, 1);
    assertThat(value(scores, "probeR2WithinTrue")).isCloseTo(1 - 4 / 10.0, within(1e-12));
    // One bin in order, one turned round, two rows each.
    List<Score> turned = scores(new double[] {2, 4, 11, 7}, TARGET, null, 0, 0, 1, 1);
    assertThat(value(turned, "spearmanWithinTrue")).isEqualTo(0);
    assertThat(value(turned, "kendallTauWithinTrue")).isEqualTo(0);
    assertThat(value(turned, "kendallTau")).isCloseTo(4 / 6.0, within(1e-12));
    assertThat(Sample.keys(turned)).noneMatch(key -> key.contains("Predicted"));
  }

  @Test
  void insideClassesOfTwoValuesNothingIsSaid() {
    double[] target = {1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 3, 3, 3, 3, 3};
    int[] coarse = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1};
    Score inside = Sample.score(scores(target, target, null, coarse), "probeR2WithinTrue");
    assertThat(inside.isDefined()).isFalse();
    assertThat(inside.note())
        .isEqualTo("not defined: each coarse class holds one or two values of the number");
    assertThat(value(scores(target, target, null, coarse), "probeR2")).isEqualTo(1);
    // A third value in one class.
    target[0] = 5;
    assertThat(value(scores(target, target, null, coarse), "probeR2WithinTrue")).isEqualTo(1);
  }

  @Test
  void insideThePredictedBinsByHand() {
    // Row 2 is sent to the lower bin: about 10/3 and 10 the spread is 38/3; squares 4.
    FloatMatrix logits = Sample.matrix(2, 1, 0, 1, 0, 1, 0, 0, 1);
    List<Score> scores = scores(new double[] {2, 4, 7, 11}, TARGET, logits, 0, 0, 1, 1);
    assertThat(value(scores, "probeR2WithinPredicted"))
        .isCloseTo(1 - 4 / (38 / 3.0), within(1e-12));
    assertThat(value(scores, "spearmanWithinPredicted")).isEqualTo(1);
  }

  @Test
  void oneAnswerForABinExplainsNothingInsideIt() {
    List<Score> own = scores(new double[] {2, 2, 8, 8}, TARGET, null, 0, 0, 1, 1);
    assertThat(value(own, "probeR2WithinTrue")).isCloseTo(0, within(1e-12));
    List<Score> other = scores(new double[] {1, 1, 9, 9}, TARGET, null, 0, 0, 1, 1);
    assertThat(value(other, "probeR2WithinTrue")).isNegative();
    for (String key : List.of("spearmanWithinTrue", "kendallTauWithinTrue")) {
      assertThat(Sample.score(other, key).isDefined()).isFalse();
      assertThat(Sample.score(other, key).note())
          .isEqualTo(
              "not defined: targets or predictions of the test rows are all equal inside each coarse class");
    }
  }

  @Test
  void kappaOfBinsByHand() {
    // Edge 4.5. True bins 0 0 1 1, predicted 0 1 1 1: observed 1/4; expected 2/4 3/4 + 2/4 1/4.
    List<Score> scores = scores(new double[] {2, 5, 7, 11}, TARGET, null, 0, 0, 1, 1);
    assertThat(value(scores, "probeOrdinalKappa")).isCloseTo(1 - 0.25 / 0.5, within(1e-12));
    // The same with the bins numbered the other way.
    List<Score> renamed = scores(new double[] {2, 5, 7, 11}, TARGET, null, 1, 1, 0, 0);
    assertThat(value(renamed, "probeOrdinalKappa")).isCloseTo(0.5, within(1e-12));
  }

  @Test
  void classesThatAreNoBinsHaveNoKappa() {
    List<Score> scores = scores(new double[] {2, 5, 7, 11}, TARGET, null, 0, 1, 0, 1);
    assertThat(Sample.keys(scores)).doesNotContain("probeOrdinalKappa");
  }

  @Test
  void errorsOfEachBinByHand() {
    List<BinErrors> bins =
        BinErrors.of(new double[] {2, 2, 7, 11}, TARGET, new int[] {0, 0, 2, 2}, 3);
    // Bin 0: errors 1, -1 about the mean 2 with spread 2; the prediction is constant.
    assertThat(bins.get(0)).isEqualTo(new BinErrors(2, 0, 1, 1, 0, Double.NaN));
    assertThat(bins.get(1).rows()).isZero();
    assertThat(bins.get(2)).isEqualTo(new BinErrors(2, 1, 1, 1, 1 - 2 / 8.0, 1));
    assertThatThrownBy(() -> BinErrors.of(TARGET, TARGET, new int[] {0, 0, 3, 0}, 3))
        .hasMessageContaining("bin 3");
    assertThatThrownBy(() -> BinErrors.of(TARGET, TARGET, new int[] {0}, 3))
        .hasMessageContaining("1 bins");
  }

  @Test
  void sharesByHand() {
    FineTargets.Shares shares =
        new FineTargets.Shares(new float[] {1, 0, .5f, .5f, 0, 1, .25f, .75f}, List.of("a", "b"));
    Evaluation evaluation =
        Sample.same(
            new FloatMatrix(4, 1, new float[4]), null, Sample.coarse(2, 0, 0, 1, 1), shares);
    double[] predicted = {.5, .5, .5, .5, .25, .75, .25, .75};
    List<Score> scores = ShareScores.of("transfer", predicted, shares, evaluation);
    // Squares: .5, 0, .125, 0. Spread of a about 7/16: .546875; inside the classes .125 + .03125.
    assertThat(value(scores, "transferMeanSquaredError")).isCloseTo(.625 / 4, within(1e-12));
    assertThat(value(scores, "transferMeanAbsoluteError")).isCloseTo(1.5 / 4, within(1e-12));
    assertThat(value(scores, "transferR2")).isCloseTo(1 - .625 / (2 * .546875), within(1e-12));
    assertThat(value(scores, "transferR2WithinTrue"))
        .isCloseTo(1 - .625 / (2 * .15625), within(1e-12));
    assertThat(value(scores, "transferMeanSquaredError:a")).isCloseTo(.3125 / 4, within(1e-12));
    assertThat(value(scores, "transferMeanAbsoluteError:b")).isCloseTo(.75 / 4, within(1e-12));
    assertThat(value(scores, "transferR2:a")).isCloseTo(1 - .3125 / .546875, within(1e-12));
  }
}

package org.fierce.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.fierce.data.FloatMatrix;
import org.junit.jupiter.api.Test;

class PredictionsTest {
  // Two classes, probabilities (.92 .08), (.83 .17), (.26 .74), (.45 .55); labels 0, 1, 1, 0.
  private static final double[] P = {.92, .08, .83, .17, .26, .74, .45, .55};
  private static final int[] LABELS = {0, 1, 1, 0};

  private static Evaluation byHand() {
    float[] logits = new float[P.length];
    for (int i = 0; i < P.length; i++) {
      logits[i] = (float) (Math.log(P[i]) + 3);
    }
    return Sample.same(
        Sample.matrix(1, 0, 0, 0, 1),
        Sample.matrix(2, logits),
        Sample.coarse(2, LABELS),
        Sample.fine(1, 0, 0, 0, 0));
  }

  private static double value(String key) {
    return Sample.score(new Predictions().evaluate(byHand()), key).value();
  }

  @Test
  void calibrationErrorsByHand() {
    // Each row is alone in its bin: gaps .08 (hit), .83 (miss), .26 (hit), .55 (miss).
    assertThat(value("expectedCalibrationError")).isCloseTo(1.72 / 4, within(1e-6));
    assertThat(value("maximumCalibrationError")).isCloseTo(0.83, within(1e-6));
  }

  @Test
  void rowsOfOneBinAreAveragedBeforeTheGap() {
    double[] gaps =
        Predictions.gaps(
            new double[] {0.81, 0.85, 1.0}, new boolean[] {true, false, true}, new int[] {1, 1, 1});
    // Bin 8: accuracy 0.5, confidence 0.83, two of three rows; bin 9: no gap.
    assertThat(gaps[0]).isCloseTo(0.33 * 2 / 3, within(1e-12));
    assertThat(gaps[1]).isCloseTo(0.33, within(1e-12));
  }

  @Test
  void brierAndLikelihoodByHand() {
    assertThat(value("brier"))
        .isCloseTo((2 * .0064 + 2 * .6889 + 2 * .0676 + 2 * .3025) / 4, within(1e-6));
    assertThat(value("negativeLogLikelihoodNats"))
        .isCloseTo(
            -(Math.log(.92) + Math.log(.17) + Math.log(.74) + Math.log(.45)) / 4, within(1e-6));
  }

  @Test
  void mutualInformationIsEntropyOfTheMeanLessMeanEntropy() {
    double mean = (.92 + .83 + .26 + .45) / 4;
    double expected = binary(mean) - (binary(.92) + binary(.83) + binary(.26) + binary(.45)) / 4;
    assertThat(value("predictionMutualInformationBits")).isCloseTo(expected, within(1e-6));
  }

  @Test
  void stabilityIsOneLessTheMeanDeviation() {
    double mean = (.92 + .83 + .26 + .45) / 4;
    double squares = 0;
    for (double p : new double[] {.92, .83, .26, .45}) {
      squares += (p - mean) * (p - mean) / 4;
    }
    assertThat(value("stability")).isCloseTo(1 - Math.sqrt(squares), within(1e-6));
  }

  @Test
  void featureEntropyCountsBins() {
    assertThat(value("featureEntropyBits")).isCloseTo(binary(0.25), within(1e-12));
  }

  @Test
  void featuresSpreadOverAllBinsReachLogTen() {
    float[] ramp = new float[2000];
    for (int i = 0; i < ramp.length; i++) {
      ramp[i] = i % 1000;
    }
    Score score =
        Sample.score(
            new Predictions()
                .evaluate(
                    Sample.same(
                        Sample.matrix(1, ramp),
                        null,
                        Sample.coarse(1, new int[2000]),
                        Sample.fine(1, new int[2000]))),
            "featureEntropyBits");
    assertThat(score.value()).isCloseTo(Math.log(10) / Math.log(2), within(1e-9));
    assertThat(score.n()).isEqualTo(1000);
  }

  @Test
  void zeroFeaturesHaveNoEntropyAndNoLogitsGiveNothingElse() {
    List<Score> scores =
        new Predictions()
            .evaluate(
                Sample.same(
                    new FloatMatrix(3, 2, new float[6]),
                    null,
                    Sample.coarse(1, 0, 0, 0),
                    Sample.fine(1, 0, 0, 0)));
    assertThat(Sample.keys(scores)).containsExactly("featureEntropyBits");
    assertThat(scores.get(0).value()).isZero();
  }

  @Test
  void coarseAccuracyCountsTheLargestLogit() {
    Score score = new CoarseAccuracy().evaluate(byHand()).get(0);
    assertThat(score.key()).isEqualTo("coarseAccuracy");
    assertThat(score.value()).isEqualTo(0.5);
    assertThat(score.n()).isEqualTo(4);
  }

  @Test
  void logitsOfAnotherWidthAreRefused() {
    Evaluation fine =
        Sample.same(
            Sample.matrix(1, 0, 1),
            Sample.matrix(3, 0, 1, 2, 3, 4, 5),
            Sample.coarse(2, 0, 1),
            Sample.fine(3, 0, 2));
    assertThatThrownBy(() -> new CoarseAccuracy().evaluate(fine))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3 logits")
        .hasMessageContaining("2 coarse");
  }

  @Test
  void coarseProbabilityIsTheSumOfTheFineOnes() {
    FloatMatrix coarse =
        CoarseLogits.ofFine(
            Sample.matrix(3, (float) Math.log(.2), (float) Math.log(.5), (float) Math.log(.3)),
            new int[] {1, 0, 1},
            3);
    double[] p = Softmax.probabilities(coarse);
    assertThat(p).containsExactly(new double[] {.5, .5, 0}, within(1e-6));
    assertThatThrownBy(() -> CoarseLogits.ofFine(coarse, new int[] {0}, 1))
        .hasMessageContaining("3 logits");
  }

  private static double binary(double p) {
    return -(p * Math.log(p) + (1 - p) * Math.log(1 - p)) / Math.log(2);
  }
}

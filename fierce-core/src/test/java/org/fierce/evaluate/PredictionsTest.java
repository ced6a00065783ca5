package org.fierce.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.fierce.data.FloatMatrix;
import org.fierce.stats.Score;
import org.junit.jupiter.api.Test;

class PredictionsTest extends EvaluatorContract {
  @Override
  protected Evaluator evaluator() {
    return new Predictions();
  }

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
    return Sample.score(new Predictions().evaluate(byHand()).scores(), key).value();
  }

  @Test
  void calibrationErrorsByHand() {
    // Each row is alone in its bin: gaps .08 (hit), .83 (miss), .26 (hit), .55 (miss).
    assertThat(value("expectedCalibrationError")).isCloseTo(1.72 / 4, within(1e-6));
    assertThat(value("maximumCalibrationError")).isCloseTo(0.83, within(1e-6));
  }

  @Test
  void rowsOfOneBinAreAveragedBeforeTheGap() {
    Reliability reliability =
        Reliability.of(new double[] {0.81, 0.85, 1.0}, new boolean[] {true, false, true}, 10);
    // Bin 8: accuracy 0.5, confidence 0.83, two of three rows; bin 9: no gap.
    assertThat(reliability.expectedError()).isCloseTo(0.33 * 2 / 3, within(1e-12));
    assertThat(reliability.maximumError()).isCloseTo(0.33, within(1e-12));
    assertThat(reliability.bins()).hasSize(10);
    assertThat(reliability.bins().get(9)).isEqualTo(new Reliability.Bin(0.9, 1, 1, 1, 1));
    assertThat(reliability.bins().get(8).accuracy()).isEqualTo(0.5);
    assertThat(reliability.bins().get(0).confidence()).isNaN();
    assertThat(reliability.bins().get(0).gap()).isZero();
    assertThatThrownBy(() -> Reliability.of(new double[] {1.5}, new boolean[] {true}, 10))
        .hasMessageContaining("1.5");
    assertThatThrownBy(() -> Reliability.of(new double[] {.5}, new boolean[] {true}, 0))
        .hasMessageContaining("0 bins");
  }

  private static Evaluation withValidation(FloatMatrix logits, int... labels) {
    return byHand().withValidation(new ValidationLogits(logits, Sample.coarse(2, labels)));
  }

  @Test
  void theTemperatureMakesConfidenceTheAccuracyOfTheValidationRows() {
    // Four rows with the same logits (2, 0), three of class 0: best where sigmoid(2 / T) = 3/4.
    List<Score> scores =
        new Predictions()
            .evaluate(withValidation(Sample.matrix(2, 2, 0, 2, 0, 2, 0, 2, 0), 0, 0, 1, 0))
            .scores();
    double temperature = 2 / Math.log(3);
    Score fitted = Sample.score(scores, "predictionTemperature");
    assertThat(fitted.value()).isCloseTo(temperature, within(1e-6));
    assertThat(fitted.n()).isEqualTo(4);
    double sum = 0;
    double squares = 0;
    for (int row = 0; row < 4; row++) {
      double odds = Math.pow(P[2 * row] / P[2 * row + 1], 1 / temperature);
      double p = LABELS[row] == 0 ? odds / (1 + odds) : 1 / (1 + odds);
      sum -= Math.log(p) / 4;
      squares += 2 * (1 - p) * (1 - p) / 4;
    }
    Score likelihood = Sample.score(scores, "scaledNegativeLogLikelihoodNats");
    assertThat(likelihood.value()).isCloseTo(sum, within(1e-6));
    assertThat(likelihood.note()).contains("1.820", "4 validation rows");
    assertThat(Sample.score(scores, "scaledBrier").value()).isCloseTo(squares, within(1e-6));
    assertThat(Sample.keys(scores))
        .contains("scaledExpectedCalibrationError", "scaledMaximumCalibrationError");
    assertThat(Sample.score(scores, "expectedCalibrationError").note()).isNull();
  }

  @Test
  void alwaysRightValidationRowsLeaveTheTemperatureAtTheEndAndSaySo() {
    Score fitted =
        Sample.score(
            new Predictions().evaluate(withValidation(Sample.matrix(2, 2, 0, 0, 3), 0, 1)).scores(),
            "predictionTemperature");
    assertThat(fitted.value()).isCloseTo(0.01, within(1e-4));
    assertThat(fitted.note()).contains("end of the search");
  }

  @Test
  void withoutValidationRowsThereIsNoTemperatureAndTheNoteSaysSo() {
    List<Score> scores = new Predictions().evaluate(byHand()).scores();
    assertThat(Sample.keys(scores)).noneMatch(key -> key.contains("caled") || key.contains("Temp"));
    assertThat(Sample.score(scores, "expectedCalibrationError").note())
        .contains("no validation rows");
  }

  @Test
  void validationRowsOfOtherClassesAreRefused() {
    assertThatThrownBy(() -> new ValidationLogits(Sample.matrix(3, 1, 2, 3), Sample.coarse(2, 0)))
        .hasMessageContaining("3 logits");
    assertThatThrownBy(() -> withValidation(Sample.matrix(2, Float.NaN, 0), 0))
        .hasMessageContaining("validation logit 0 of row 0");
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
                        Sample.fine(1, new int[2000])))
                .scores(),
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
                    Sample.fine(1, 0, 0, 0)))
            .scores();
    assertThat(Sample.keys(scores)).containsExactly("featureEntropyBits");
    assertThat(scores.get(0).value()).isZero();
  }

  @Test
  void coarseAccuracyCountsTheLargestLogit() {
    Score score = new CoarseAccuracy().evaluate(byHand()).scores().get(0);
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
    assertThatThrownBy(() -> new CoarseAccuracy().evaluate(fine).scores())
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

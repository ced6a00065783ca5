package org.fierce.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.fierce.evaluate.Oracle.EXACT;
import static org.fierce.evaluate.Oracle.FIGURES;
import static org.fierce.evaluate.Oracle.REFERENCE;
import static org.fierce.evaluate.Oracle.SINGLE;
import static org.fierce.evaluate.Oracle.agree;
import static org.fierce.evaluate.Oracle.evaluation;
import static org.fierce.evaluate.Oracle.figure;
import static org.fierce.evaluate.Oracle.labels;
import static org.fierce.evaluate.Oracle.matrix;
import static org.fierce.evaluate.Oracle.rows;
import static org.fierce.evaluate.Oracle.targets;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.fierce.evaluate.neighbour.NearestNeighbours;
import org.fierce.evaluate.neighbour.Retrieval;
import org.fierce.evaluate.probe.LinearProbe;
import org.fierce.labels.CoarseLabels;
import org.fierce.labels.FineTargets;
import org.fierce.stats.Agreement;
import org.fierce.stats.Score;
import org.junit.jupiter.api.Test;

/** Scores against the figures of scikit-learn. */
class OracleTest {
  @Test
  void agreementOfGivenClusters() {
    Agreement agreement = Agreement.of(labels(1, 0, rows()), labels(2, 0, rows()));
    assertThat(agreement.nmi()).isCloseTo(figure("nmi"), within(EXACT));
    assertThat(agreement.adjustedRand()).isCloseTo(figure("adjustedRand"), within(EXACT));
  }

  @Test
  void nearestNeighbours() {
    NearestNeighbours knn =
        new NearestNeighbours(FIGURES.path("neighbours").asInt(), figure("temperature"), List.of());
    agree(
        knn.evaluate(evaluation(REFERENCE, REFERENCE, false)).scores(),
        EXACT,
        "knnAccuracy",
        "knnAccuracyWithinTrue");
  }

  @Test
  void retrieval() {
    agree(
        new Retrieval(List.of(1, 3)).evaluate(evaluation(rows(), 0, false)).scores(),
        EXACT,
        "recallAt-1",
        "recallAt-3",
        "meanAveragePrecisionAtR",
        "recallAtWithinTrue-1",
        "recallAtWithinTrue-3",
        "meanAveragePrecisionAtRWithinTrue");
  }

  @Test
  void classesAlike() {
    Evaluation uneven = evaluation(REFERENCE, FIGURES.path("unevenFrom").asInt(), false);
    agree(
        new NearestNeighbours(FIGURES.path("neighbours").asInt(), figure("temperature"), List.of())
            .evaluate(uneven)
            .scores(),
        EXACT,
        "knnAccuracyBalanced",
        "knnAccuracyWithinTrueBalanced");
    agree(
        new LinearProbe(List.of(figure("logisticPenalty")), 0.2, 1000).evaluate(uneven).scores(),
        EXACT,
        "probeAccuracyBalanced");
    agree(new CoarseAccuracy().evaluate(uneven).scores(), EXACT, "coarseAccuracyBalanced");
  }

  @Test
  void orderAndInsideTheCoarseClass() {
    Evaluation evaluation = evaluation(REFERENCE, REFERENCE, true);
    agree(
        new LinearProbe(List.of(figure("ridgePenalty")), 0.2, 1000).evaluate(evaluation).scores(),
        1e-5,
        "spearman",
        "kendallTau",
        "probeR2WithinTrue",
        "spearmanWithinTrue");
  }

  @Test
  void kappaOfBins() {
    double[] edges = {
      FIGURES.path("binEdges").get(0).asDouble(), FIGURES.path("binEdges").get(1).asDouble()
    };
    double[] predicted = new double[rows() - REFERENCE];
    for (int row = 0; row < predicted.length; row++) {
      predicted[row] = FIGURES.path("ridgePredictions").get(row).asDouble();
    }
    double[] reference = targets(0, REFERENCE).values();
    OrdinalKappa kappa =
        OrdinalKappa.of(
            predicted,
            binned(edges, targets(REFERENCE, rows()).values()),
            binned(edges, reference),
            reference);
    int[] once = new int[predicted.length];
    Arrays.fill(once, 1);
    assertThat(Objects.requireNonNull(kappa).kappa(once))
        .isCloseTo(figure("probeOrdinalKappa"), within(EXACT));
  }

  private static CoarseLabels binned(double[] edges, double[] values) {
    return Sample.coarse(
        3,
        Arrays.stream(values)
            .mapToInt(y -> (int) Arrays.stream(edges).filter(edge -> y >= edge).count())
            .toArray());
  }

  @Test
  void sharesOfComponents() {
    float[] shares = new float[rows() * 3];
    double[] features = Softmax.probabilities(matrix(4, 3, 0, rows()));
    for (int i = 0; i < shares.length; i++) {
      shares[i] = (float) features[i];
    }
    Evaluation evaluation =
        Sample.same(
            matrix(4, 6, 0, rows()),
            matrix(10, 3, 0, rows()),
            Sample.coarse(3, labels(0, 0, rows())),
            new FineTargets.Shares(shares, Sample.names(3)));
    List<Score> scores = new RawPrediction().evaluate(evaluation).scores();
    agree(scores, SINGLE, "rawMeanSquaredError", "rawMeanAbsoluteError", "rawR2");
    for (String name : Sample.names(3)) {
      agree(
          scores,
          2e-6,
          "rawMeanSquaredError:" + name,
          "rawMeanAbsoluteError:" + name,
          "rawR2:" + name);
    }
  }

  @Test
  void temperature() {
    Evaluation evaluation =
        evaluation(REFERENCE, REFERENCE, false)
            .withValidation(
                new ValidationLogits(
                    matrix(10, 3, 0, REFERENCE), Sample.coarse(3, labels(0, 0, REFERENCE))));
    agree(
        new Predictions().evaluate(evaluation).scores(),
        1e-5,
        "predictionTemperature",
        "scaledNegativeLogLikelihoodNats");
  }

  @Test
  void calibration() {
    agree(
        new Predictions().evaluate(evaluation(rows(), 0, false)).scores(),
        SINGLE,
        "expectedCalibrationError",
        "maximumCalibrationError",
        "negativeLogLikelihoodNats",
        "brier");
  }
}

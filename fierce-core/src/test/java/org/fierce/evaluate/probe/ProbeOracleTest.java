package org.fierce.evaluate.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.fierce.evaluate.Oracle.EXACT;
import static org.fierce.evaluate.Oracle.FIGURES;
import static org.fierce.evaluate.Oracle.REFERENCE;
import static org.fierce.evaluate.Oracle.agree;
import static org.fierce.evaluate.Oracle.evaluation;
import static org.fierce.evaluate.Oracle.figure;
import static org.fierce.evaluate.Oracle.labels;
import static org.fierce.evaluate.Oracle.matrix;
import static org.fierce.evaluate.Oracle.rows;
import static org.fierce.evaluate.Oracle.targets;

import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.fierce.algebra.Matrices;
import org.fierce.data.FloatMatrix;
import org.fierce.evaluate.Evaluation;
import org.fierce.evaluate.HeldOut;
import org.fierce.evaluate.Softmax;
import org.junit.jupiter.api.Test;

/** Fits of the probes against those of scikit-learn. */
class ProbeOracleTest {
  @Test
  void logisticRegression() {
    double penalty = figure("logisticPenalty");
    LinearProbe probe = new LinearProbe(List.of(penalty), 0.2, 1000);
    Evaluation evaluation = evaluation(REFERENCE, REFERENCE, false);
    agree(probe.evaluate(evaluation).scores(), EXACT, "probeAccuracy");

    // The fit ends at a gradient of 1e-6 (1e-10 there), which moves the loss by far less.
    double[] reference = probabilities(probe, matrix(4, 6, 0, REFERENCE));
    assertThat(loss(reference, labels(1, 0, REFERENCE)))
        .isCloseTo(figure("logisticReferenceLoss"), within(1e-5));
    double[] query = probabilities(probe, matrix(4, 6, REFERENCE, rows()));
    assertThat(loss(query, labels(1, REFERENCE, rows())))
        .isCloseTo(figure("logisticQueryLoss"), within(1e-5));
    for (int c = 0; c < 6; c++) {
      assertThat(query[c])
          .isCloseTo(FIGURES.path("logisticFirstProbabilities").get(c).asDouble(), within(1e-5));
    }
  }

  private static double[] probabilities(LinearProbe probe, FloatMatrix query) {
    int[] labels = labels(1, 0, REFERENCE);
    ProbeFeatures features = ProbeFeatures.of(matrix(4, 6, 0, REFERENCE), query);
    HeldOut split = HeldOut.split(labels, 6, probe.heldOut(), 1);
    SoftmaxFit.Target target =
        new SoftmaxFit.Target() {
          @Override
          public LinearObjective.RowLoss loss(int[] rows) {
            return new LinearObjective.CrossEntropy(Matrices.indices(HeldOut.select(labels, rows)));
          }

          @Override
          public double error(double[] scores, int[] rows) {
            return 0;
          }
        };
    double[] scores;
    try (PointerScope scope = new PointerScope()) {
      SoftmaxFit fit =
          SoftmaxFit.fit(probe, List.of(features), split, 6, ScalarType.Double, target);
      assertThat(fit.converged()).isTrue();
      scores = fit.scores();
    }
    for (int row = 0; row < query.rows(); row++) {
      Softmax.inPlace(scores, row * 6, 6);
    }
    return scores;
  }

  private static double loss(double[] probabilities, int[] labels) {
    return IntStream.range(0, labels.length)
        .mapToDouble(row -> -Math.log(probabilities[row * 6 + labels[row]]))
        .average()
        .orElseThrow();
  }

  @Test
  void ridgeRegression() {
    double penalty = figure("ridgePenalty");
    agree(
        new LinearProbe(List.of(penalty), 0.2, 1000)
            .evaluate(evaluation(REFERENCE, REFERENCE, true))
            .scores(),
        1e-5,
        "probeR2",
        "probeMeanAbsoluteError",
        "probeRootMeanSquaredError");
    ProbeFeatures features =
        ProbeFeatures.of(matrix(4, 6, 0, REFERENCE), matrix(4, 6, REFERENCE, rows()));
    double[] targets = targets(0, REFERENCE).values();
    int[] rows = IntStream.range(0, REFERENCE).toArray();
    try (PointerScope scope = new PointerScope()) {
      double[] point = new ScalarProbe.Ridge(features.reference(), targets, rows).solve(penalty);
      double[] predicted = ScalarProbe.predict(features.query(), point);
      for (int row = 0; row < predicted.length; row++) {
        // Predictions are about 10 in size.
        assertThat(predicted[row])
            .isCloseTo(FIGURES.path("ridgePredictions").get(row).asDouble(), within(1e-5));
      }
    }
  }
}

package org.fierce.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.fierce.algebra.Matrices;
import org.fierce.data.FloatMatrix;
import org.fierce.embed.Embeddings;
import org.fierce.evaluate.cluster.Clustering;
import org.fierce.evaluate.cluster.KMeans;
import org.fierce.evaluate.fewshot.EpisodeBatch;
import org.fierce.evaluate.fewshot.EpisodeClassifier;
import org.fierce.evaluate.neighbour.NearestNeighbours;
import org.fierce.evaluate.neighbour.Retrieval;
import org.fierce.evaluate.probe.LinearObjective;
import org.fierce.evaluate.probe.LinearProbe;
import org.fierce.evaluate.probe.ProbeFeatures;
import org.fierce.evaluate.probe.ScalarProbe;
import org.fierce.evaluate.probe.SoftmaxFit;
import org.fierce.labels.CoarseLabels;
import org.fierce.labels.FineTargets;
import org.fierce.stats.Agreement;
import org.fierce.stats.Score;
import org.junit.jupiter.api.Test;

/** Figures of scikit-learn on a small file; src/test/python/oracle.py made both. */
class OracleTest {
  // Counts of the same rows: only the rounding of a mean.
  private static final double EXACT = 1e-12;
  // Features and logits are 32-bit floats here, 64-bit there.
  private static final double SINGLE = 1e-6;

  private static final JsonNode FIGURES = figures();
  private static final double[][] TABLE = table();
  private static final int REFERENCE = FIGURES.path("referenceRows").asInt();

  private static double figure(String key) {
    assertThat(FIGURES.has(key)).as(key).isTrue();
    return FIGURES.path(key).asDouble();
  }

  private static JsonNode figures() {
    try (InputStream in = open("oracle.json")) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double[][] table() {
    try (InputStream in = open("oracle.csv")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .skip(1)
          .map(line -> Arrays.stream(line.split(",", -1)).mapToDouble(Double::parseDouble))
          .map(values -> values.toArray())
          .toArray(double[][]::new);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream open(String name) {
    return Objects.requireNonNull(OracleTest.class.getResourceAsStream(name), name);
  }

  private static int[] labels(int column, int from, int to) {
    return IntStream.range(from, to).map(row -> (int) TABLE[row][column]).toArray();
  }

  private static FineTargets.Scalars targets(int from, int to) {
    return Sample.scalars(IntStream.range(from, to).mapToDouble(row -> TABLE[row][3]).toArray());
  }

  private static FloatMatrix matrix(int column, int columns, int from, int to) {
    float[] values = new float[(to - from) * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) TABLE[from + i / columns][column + i % columns];
    }
    return new FloatMatrix(to - from, columns, values);
  }

  private static Embeddings embeddings(int from, int to) {
    return new Embeddings(matrix(4, 6, from, to), matrix(10, 3, from, to));
  }

  private static Evaluation evaluation(int referenceTo, int queryFrom, boolean numbers) {
    int end = TABLE.length;
    return new Evaluation(
        embeddings(0, referenceTo),
        Sample.coarse(3, labels(0, 0, referenceTo)),
        numbers ? targets(0, referenceTo) : Sample.fine(6, labels(1, 0, referenceTo)),
        embeddings(queryFrom, end),
        Sample.coarse(3, labels(0, queryFrom, end)),
        numbers ? targets(queryFrom, end) : Sample.fine(6, labels(1, queryFrom, end)),
        1);
  }

  private static void agree(List<Score> scores, double tolerance, String... keys) {
    for (String key : keys) {
      assertThat(Sample.score(scores, key).value())
          .as(key)
          .isCloseTo(figure(key), within(tolerance));
    }
  }

  @Test
  void agreementOfGivenClusters() {
    Agreement agreement = Agreement.of(labels(1, 0, TABLE.length), labels(2, 0, TABLE.length));
    assertThat(agreement.nmi()).isCloseTo(figure("nmi"), within(EXACT));
    assertThat(agreement.adjustedRand()).isCloseTo(figure("adjustedRand"), within(EXACT));
  }

  @Test
  void kMeansFindsTheSameClusters() {
    Evaluation evaluation = evaluation(TABLE.length, 0, false);
    KMeans.Result result = KMeans.fit(Clustering.centred(evaluation), 6, 5000, 300, 1, "clusters");
    assertThat(result.inertia()).isCloseTo(figure("kMeansInertia"), within(1e-4));
    List<Score> scores = new Clustering(5000, 300).evaluate(evaluation).scores();
    assertThat(Sample.score(scores, "nmi").value()).isCloseTo(figure("kMeansNmi"), within(EXACT));
    assertThat(Sample.score(scores, "adjustedRand").value())
        .isCloseTo(figure("kMeansAdjustedRand"), within(EXACT));
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
        new Retrieval(List.of(1, 3)).evaluate(evaluation(TABLE.length, 0, false)).scores(),
        EXACT,
        "recallAt-1",
        "recallAt-3",
        "meanAveragePrecisionAtR",
        "recallAtWithinTrue-1",
        "recallAtWithinTrue-3",
        "meanAveragePrecisionAtRWithinTrue");
  }

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
    double[] query = probabilities(probe, matrix(4, 6, REFERENCE, TABLE.length));
    assertThat(loss(query, labels(1, REFERENCE, TABLE.length)))
        .isCloseTo(figure("logisticQueryLoss"), within(1e-5));
    for (int c = 0; c < 6; c++) {
      assertThat(query[c])
          .isCloseTo(FIGURES.path("logisticFirstProbabilities").get(c).asDouble(), within(1e-5));
    }
  }

  @Test
  void logisticRegressionOfAnEpisode() {
    EpisodeClassifier.LogisticRegression logistic =
        new EpisodeClassifier.LogisticRegression(figure("episodePenalty"), 1000);
    // Rows 0 to 17 are of classes 0 1 2 3 4 5 0 1 2 ...; an episode has them class by class.
    float[] labelled = new float[18 * 6];
    int[] classes = new int[18];
    for (int i = 0; i < 18; i++) {
      int row = i % 3 * 6 + i / 3;
      classes[i] = labels(1, row, row + 1)[0];
      System.arraycopy(matrix(4, 6, row, row + 1).values(), 0, labelled, i * 6, 6);
    }
    assertThat(classes).containsExactly(0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 5, 5, 5);
    FloatMatrix asked = matrix(4, 6, 18, TABLE.length);
    try (PointerScope scope = new PointerScope()) {
      EpisodeClassifier.LogisticRegression.Fit fit =
          logistic.fit(Matrices.floats(labelled, 0, 18, 6), classes, 6);
      assertThat(fit.converged()).isTrue();
      double[] scores = new double[asked.rows() * 6];
      Matrices.read(
          fit.logits(Matrices.floats(asked)).to(ScalarType.Double), scores, 0, scores.length);
      for (int row = 0; row < asked.rows(); row++) {
        Softmax.inPlace(scores, row * 6, 6);
      }
      for (int i = 0; i < scores.length; i++) {
        // The fit ends at a gradient of 1e-5 in 32 bits.
        assertThat(scores[i])
            .isCloseTo(FIGURES.path("episodeProbabilities").get(i).asDouble(), within(5e-4));
      }
      EpisodeBatch batch =
          new EpisodeBatch(
              Matrices.floats(labelled, 0, 18, 6).view(1, 6, 3, 6),
              Matrices.floats(asked).view(1, asked.rows(), 6),
              null,
              3);
      int[] expected =
          IntStream.range(0, asked.rows())
              .map(row -> FIGURES.path("episodeDecisions").get(row).asInt())
              .toArray();
      assertThat(logistic.decide(batch)).isEqualTo(expected);
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
        ProbeFeatures.of(matrix(4, 6, 0, REFERENCE), matrix(4, 6, REFERENCE, TABLE.length));
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
    double[] predicted = new double[TABLE.length - REFERENCE];
    for (int row = 0; row < predicted.length; row++) {
      predicted[row] = FIGURES.path("ridgePredictions").get(row).asDouble();
    }
    double[] reference = targets(0, REFERENCE).values();
    OrdinalKappa kappa =
        OrdinalKappa.of(
            predicted,
            binned(edges, targets(REFERENCE, TABLE.length).values()),
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
    float[] shares = new float[TABLE.length * 3];
    double[] features = Softmax.probabilities(matrix(4, 3, 0, TABLE.length));
    for (int i = 0; i < shares.length; i++) {
      shares[i] = (float) features[i];
    }
    Evaluation evaluation =
        Sample.same(
            matrix(4, 6, 0, TABLE.length),
            matrix(10, 3, 0, TABLE.length),
            Sample.coarse(3, labels(0, 0, TABLE.length)),
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
        new Predictions().evaluate(evaluation(TABLE.length, 0, false)).scores(),
        SINGLE,
        "expectedCalibrationError",
        "maximumCalibrationError",
        "negativeLogLikelihoodNats",
        "brier");
  }
}

package org.fierce.evaluate.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.fierce.algebra.LimitedMemoryBfgs;
import org.fierce.algebra.Matrices;
import org.fierce.data.FloatMatrix;
import org.fierce.evaluate.Evaluation;
import org.fierce.evaluate.Evaluator;
import org.fierce.evaluate.EvaluatorContract;
import org.fierce.evaluate.HeldOut;
import org.fierce.evaluate.Sample;
import org.fierce.evaluate.Softmax;
import org.fierce.labels.FineTargets;
import org.fierce.stats.Score;
import org.junit.jupiter.api.Test;

class LinearProbeTest extends EvaluatorContract {
  @Override
  protected Evaluator evaluator() {
    return LinearProbe.standard();
  }

  private static final LinearProbe PROBE = LinearProbe.standard();

  @Test
  void gradientOfTheCrossEntropyAgreesWithCentralDifferences() {
    try (PointerScope scope = new PointerScope()) {
      Tensor labels = Matrices.indices(new int[] {0, 2, 1, 2, 0});
      checkGradient(new LinearObjective.CrossEntropy(labels));
    }
  }

  @Test
  void gradientOfTheSquaredErrorAgreesWithCentralDifferences() {
    try (PointerScope scope = new PointerScope()) {
      double[] shares = {.2, .3, .5, 1, 0, 0, .1, .8, .1, 0, .5, .5, .3, .3, .4};
      checkGradient(new LinearObjective.SquaredError(Matrices.doubles(shares, 0, 5, 3), 0.3));
    }
  }

  private static void checkGradient(LinearObjective.RowLoss loss) {
    Tensor features = Matrices.floats(Sample.gaussian(5, 2, 1)).to(ScalarType.Double);
    LinearObjective objective = new LinearObjective(features, 3, loss, 0.7);
    SplittableRandom random = new SplittableRandom(2);
    double[] point = random.doubles(9, -1, 1).toArray();
    double[] gradient = new double[9];
    objective.evaluate(point, gradient);
    double h = 1e-5;
    for (int i = 0; i < point.length; i++) {
      double[] up = point.clone();
      double[] down = point.clone();
      up[i] += h;
      down[i] -= h;
      double slope =
          (objective.evaluate(up, new double[9]) - objective.evaluate(down, new double[9]))
              / (2 * h);
      // Error of central differences: h^2 times a third derivative, about 1e-10.
      assertThat(gradient[i]).isCloseTo(slope, within(1e-8));
    }
  }

  @Test
  void lossIsTheMeanNegativeLogLikelihoodAndHalfThePenalty() {
    try (PointerScope scope = new PointerScope()) {
      // One feature 2, weights (1, 0), biases (0, 0.5): logits 2 and 0.5, label 1.
      Tensor features = Matrices.floats(new float[] {2}, 0, 1, 1);
      LinearObjective objective =
          new LinearObjective(
              features, 2, new LinearObjective.CrossEntropy(Matrices.indices(new int[] {1})), 0.4);
      double value = objective.evaluate(new double[] {1, 0, 0, 0.5}, new double[4]);
      assertThat(value).isCloseTo(Math.log(1 + Math.exp(1.5)) + 0.2, within(1e-6));
    }
  }

  @Test
  void theOptimumIsThatOfALongGradientDescent() {
    FloatMatrix features = Sample.gaussian(30, 2, 5);
    int[] labels = IntStream.range(0, 30).map(i -> i % 3).toArray();
    double penalty = 0.1;
    LimitedMemoryBfgs.Result result;
    try (PointerScope scope = new PointerScope()) {
      LinearObjective objective =
          new LinearObjective(
              Matrices.floats(features),
              3,
              new LinearObjective.CrossEntropy(Matrices.indices(labels)),
              penalty);
      result = new LimitedMemoryBfgs(objective, new double[9], 1e-6, 200).minimise();
    }
    assertThat(result.converged()).isTrue();
    assertThat(result.gradient()).isLessThan(1e-6);
    double[] slow = descend(features, labels, penalty);
    for (int i = 0; i < 6; i++) {
      // Gradient 1e-6 over curvature of at least 0.1.
      assertThat(result.point()[i]).isCloseTo(slow[i], within(5e-5));
    }
  }

  private static double[] descend(FloatMatrix x, int[] labels, double penalty) {
    double[] point = new double[9];
    for (int step = 0; step < 5000; step++) {
      double[] gradient = new double[9];
      for (int row = 0; row < x.rows(); row++) {
        double[] p = new double[3];
        for (int c = 0; c < 3; c++) {
          p[c] = x.at(row, 0) * point[c] + x.at(row, 1) * point[3 + c] + point[6 + c];
        }
        Softmax.inPlace(p, 0, 3);
        for (int c = 0; c < 3; c++) {
          double e = (p[c] - (c == labels[row] ? 1 : 0)) / x.rows();
          gradient[c] += e * x.at(row, 0);
          gradient[3 + c] += e * x.at(row, 1);
          gradient[6 + c] += e;
        }
      }
      for (int i = 0; i < 9; i++) {
        point[i] -= 0.5 * (gradient[i] + (i < 6 ? penalty * point[i] : 0));
      }
    }
    return point;
  }

  @Test
  void bentValleyIsFollowedToItsEnd() {
    LimitedMemoryBfgs.Result result =
        new LimitedMemoryBfgs(
                (p, g) -> {
                  double bend = p[1] - p[0] * p[0];
                  g[0] = -400 * p[0] * bend - 2 * (1 - p[0]);
                  g[1] = 200 * bend;
                  return 100 * bend * bend + (1 - p[0]) * (1 - p[0]);
                },
                new double[] {-1.2, 1},
                1e-8,
                200)
            .minimise();
    assertThat(result.converged()).isTrue();
    assertThat(result.point()).containsExactly(new double[] {1, 1}, within(1e-6));
  }

  @Test
  void aGuessOfTheCurvatureShortensTheWayToTheSameOptimum() {
    LimitedMemoryBfgs.Objective steep =
        (p, g) -> {
          double value = 0;
          for (int i = 0; i < p.length; i++) {
            double curvature = Math.pow(10, i % 6);
            g[i] = curvature * (p[i] - i);
            value += g[i] * (p[i] - i) / 2;
          }
          return value;
        };
    double[] inverse = IntStream.range(0, 30).mapToDouble(i -> Math.pow(10, -(i % 6))).toArray();
    LimitedMemoryBfgs.Result plain =
        new LimitedMemoryBfgs(steep, new double[30], 1e-6, 500).minimise();
    LimitedMemoryBfgs.Result guessed =
        new LimitedMemoryBfgs(steep, new double[30], 1e-6, 500, inverse).minimise();
    assertThat(guessed.converged()).isTrue();
    assertThat(guessed.iterations()).isLessThan(10).isLessThan(plain.iterations());
    assertThat(guessed.point()[29]).isCloseTo(29, within(1e-6));
  }

  @Test
  void aFunctionThatBecomesNotANumberIsNoConvergence() {
    LimitedMemoryBfgs.Result result =
        new LimitedMemoryBfgs(
                (p, g) -> {
                  g[0] = Double.NaN;
                  return Double.NaN;
                },
                new double[] {1},
                1e-8,
                20)
            .minimise();
    assertThat(result.converged()).isFalse();
  }

  private static Evaluation classes(int perClass, double spread) {
    int rows = 6 * perClass;
    int[] fine = IntStream.range(0, rows).map(i -> i % 6).toArray();
    int[] coarse = IntStream.of(fine).map(f -> f / 2).toArray();
    FloatMatrix reference = Sample.gaussian(rows, 6, 1);
    FloatMatrix query = Sample.gaussian(rows, 6, 2);
    FloatMatrix logits = new FloatMatrix(rows, 3, new float[rows * 3]);
    for (int i = 0; i < rows; i++) {
      reference.values()[i * 6 + fine[i]] += (float) spread;
      query.values()[i * 6 + fine[i]] += (float) spread;
      logits.values()[i * 3 + coarse[i]] = 1;
    }
    return Sample.evaluation(
        reference,
        Sample.coarse(3, coarse),
        Sample.fine(6, fine),
        query,
        logits,
        Sample.coarse(3, coarse),
        Sample.fine(6, fine));
  }

  @Test
  void separatedClassesAreAllFoundAndTheFitConverges() {
    List<Score> scores = Sample.pooled(PROBE.evaluate(classes(20, 20)).scores());
    assertThat(Sample.keys(scores))
        .containsExactly(
            "probeAccuracy", "probeAccuracyWithinTrue", "probeAccuracyWithinPredicted");
    assertThat(scores).allMatch(score -> score.value() == 1 && score.note() == null);
  }

  @Test
  void insideTheCoarseClassIsEasierAndPerfectPredictionsGiveTheSame() {
    List<Score> scores = PROBE.evaluate(classes(60, 1.5)).scores();
    double all = Sample.score(scores, "probeAccuracy").value();
    double inside = Sample.score(scores, "probeAccuracyWithinTrue").value();
    assertThat(all).isBetween(0.4, 0.85);
    assertThat(inside).isGreaterThan(all);
    assertThat(Sample.score(scores, "probeAccuracyWithinPredicted").value()).isEqualTo(inside);
  }

  @Test
  void aFitThatWasCutShortSaysSo() {
    LinearProbe short1 = new LinearProbe(List.of(1e-6), 0.2, 1);
    assertThat(short1.evaluate(classes(20, 1)).scores())
        .allMatch(score -> score.note() != null && score.note().contains("did not converge"));
  }

  @Test
  void oneClassOrZeroFeaturesOrTwinsGiveNumbers() {
    FloatMatrix zeros = new FloatMatrix(4, 3, new float[12]);
    List<Score> one =
        PROBE
            .evaluate(
                Sample.same(zeros, null, Sample.coarse(1, 0, 0, 0, 0), Sample.fine(1, 0, 0, 0, 0)))
            .scores();
    assertThat(one).noneMatch(Score::isDefined);
    assertThat(one.get(0).note())
        .isEqualTo("not defined: the training rows are of a single fine class");
    List<Score> two =
        PROBE
            .evaluate(
                Sample.same(zeros, null, Sample.coarse(1, 0, 0, 0, 0), Sample.fine(2, 0, 1, 0, 1)))
            .scores();
    assertThat(two).allMatch(score -> score.value() == 0.5);
    FloatMatrix twins = Sample.matrix(1, 1, 1, -1, -1);
    assertThat(
            PROBE
                .evaluate(
                    Sample.same(
                        twins, null, Sample.coarse(1, 0, 0, 0, 0), Sample.fine(2, 0, 0, 1, 1)))
                .scores())
        .allMatch(score -> score.value() == 1);
  }

  @Test
  void aClassAbsentFromTheReferenceIsMissed() {
    List<Score> scores =
        PROBE
            .evaluate(
                Sample.evaluation(
                    Sample.matrix(1, 1, -1),
                    Sample.coarse(1, 0, 0),
                    Sample.fine(3, 0, 2),
                    Sample.matrix(1, 1, -1, 1),
                    null,
                    Sample.coarse(1, 0, 0, 0),
                    Sample.fine(3, 0, 2, 1)))
            .scores();
    assertThat(scores.get(0).value()).isCloseTo(2 / 3.0, within(1e-12));
  }

  @Test
  void wideFeaturesAreTakenToComponentsAndTheNoteSaysSo() {
    int rows = 60;
    int[] fine = IntStream.range(0, rows).map(i -> i % 2).toArray();
    FloatMatrix wide = Sample.gaussian(rows, 1030, 4);
    for (int i = 0; i < rows; i++) {
      for (int c = 0; c < 300; c++) {
        wide.values()[i * 1030 + c] += 4 * fine[i];
      }
    }
    List<Score> scores =
        PROBE
            .evaluate(
                Sample.same(wide, null, Sample.coarse(1, new int[rows]), Sample.fine(2, fine)))
            .scores();
    assertThat(scores.get(0).value()).isEqualTo(1);
    assertThat(scores.get(0).note()).contains("components of 1030 columns");
  }

  @Test
  void ridgeSolvesTheNormalEquations() {
    // x = -1, 0, 1, y = 0, 1, 5: var(x) = 2/3, cov = 5/3. Penalty 1/6:
    // w = (5/3) / (2/3 + 1/6) = 2, b = mean y = 2.
    try (PointerScope scope = new PointerScope()) {
      double[] point =
          new ScalarProbe.Ridge(
                  Sample.matrix(1, -1, 0, 1), new double[] {0, 1, 5}, new int[] {0, 1, 2})
              .solve(1 / 6.0);
      assertThat(point).containsExactly(new double[] {2, 2}, within(1e-6));
    }
  }

  @Test
  void ridgeOfTwoColumnsLeavesNoGradient() {
    FloatMatrix x = Sample.gaussian(40, 3, 8);
    double[] y = new SplittableRandom(4).doubles(40).toArray();
    int[] all = IntStream.range(0, 40).toArray();
    double[] point;
    try (PointerScope scope = new PointerScope()) {
      point = new ScalarProbe.Ridge(x, y, all).solve(0.3);
    }
    double[] predicted = ScalarProbe.predict(x, point);
    for (int c = 0; c < 3; c++) {
      double gradient = 0.3 * point[c];
      for (int i : all) {
        gradient += (predicted[i] - y[i]) * x.at(i, c) / 40;
      }
      assertThat(gradient).isCloseTo(0, within(1e-6));
    }
  }

  @Test
  void theUnitOfANumberChangesNoR2() {
    FloatMatrix x = Sample.gaussian(200, 4, 3);
    SplittableRandom random = new SplittableRandom(9);
    double[] small = new double[200];
    double[] large = new double[200];
    for (int i = 0; i < 200; i++) {
      small[i] = 3 * x.at(i, 0) + random.nextDouble();
      large[i] = 1e6 * small[i] + 5e8;
    }
    double r2 = r2(x, small);
    assertThat(r2).isGreaterThan(0.9);
    assertThat(r2(x, large)).isCloseTo(r2, within(1e-6));
  }

  private static double r2(FloatMatrix x, double[] y) {
    int[] coarse = new int[y.length];
    return Sample.score(
            PROBE
                .evaluate(Sample.same(x, null, Sample.coarse(1, coarse), Sample.scalars(y)))
                .scores(),
            "probeR2")
        .value();
  }

  @Test
  void aLinearNumberIsFoundExactly() {
    FloatMatrix x = Sample.gaussian(200, 4, 3);
    double[] y = new double[200];
    for (int i = 0; i < 200; i++) {
      y[i] = 100 + 3 * x.at(i, 0) - 20 * x.at(i, 3);
    }
    List<Score> scores =
        PROBE
            .evaluate(Sample.same(x, null, Sample.coarse(1, new int[200]), Sample.scalars(y)))
            .scores();
    assertThat(Sample.keys(scores))
        .containsExactly(
            "probeR2",
            "probeMeanAbsoluteError",
            "probeRootMeanSquaredError",
            "spearman",
            "kendallTau",
            "probeR2WithinTrue",
            "spearmanWithinTrue",
            "kendallTauWithinTrue");
    assertThat(Sample.score(scores, "probeR2").value()).isCloseTo(1, within(1e-6));
    assertThat(Sample.score(scores, "probeRootMeanSquaredError").value()).isLessThan(0.01);
  }

  @Test
  void aConstantNumberHasNoR2() {
    List<Score> scores =
        PROBE
            .evaluate(
                Sample.same(
                    Sample.matrix(1, 1, 2, 3),
                    null,
                    Sample.coarse(1, 0, 0, 0),
                    Sample.scalars(4, 4, 4)))
            .scores();
    assertThat(Sample.keys(Sample.defined(scores)))
        .containsExactly("probeMeanAbsoluteError", "probeRootMeanSquaredError");
    assertThat(Sample.score(scores, "probeMeanAbsoluteError").value()).isCloseTo(0, within(1e-9));
    assertThat(Sample.score(scores, "probeR2").note())
        .isEqualTo("not defined: the targets of the test rows are all equal");
  }

  @Test
  void aPlantedMapToSharesIsFound() {
    FloatMatrix x = Sample.gaussian(400, 5, 9);
    double[] planted = new SplittableRandom(1).doubles(15, -1, 1).toArray();
    float[] shares = new float[1200];
    for (int i = 0; i < 400; i++) {
      double[] p = new double[3];
      for (int c = 0; c < 3; c++) {
        for (int k = 0; k < 5; k++) {
          p[c] += planted[k * 3 + c] * x.at(i, k);
        }
      }
      Softmax.inPlace(p, 0, 3);
      for (int c = 0; c < 3; c++) {
        shares[i * 3 + c] = (float) p[c];
      }
    }
    FineTargets.Shares targets = new FineTargets.Shares(shares, Sample.names(3));
    List<Score> scores = PROBE.evaluate(Sample.same(x, null, targets.coarse(), targets)).scores();
    assertThat(Sample.keys(scores))
        .startsWith("transferMeanSquaredError", "transferMeanAbsoluteError", "transferR2");
    assertThat(scores.get(0).value()).isLessThan(1e-6);
    assertThat(scores.get(0).note()).isNull();
  }

  @Test
  void constantSharesGiveNoError() {
    FineTargets.Shares targets =
        new FineTargets.Shares(new float[] {.5f, .5f, .5f, .5f, .5f, .5f}, Sample.names(2));
    Score score =
        PROBE
            .evaluate(
                Sample.same(Sample.matrix(1, 1, 2, 5), null, Sample.coarse(1, 0, 0, 0), targets))
            .scores()
            .get(0);
    assertThat(score.value()).isCloseTo(0, within(1e-12));
  }

  @Test
  void heldOutRowsAreAShareOfEachClass() {
    int[] labels = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 2};
    HeldOut split = HeldOut.split(labels, 3, 0.2, 4);
    int[] held = HeldOut.select(labels, split.held());
    assertThat(held).containsExactly(0, 0, 1);
    assertThat(IntStream.concat(IntStream.of(split.fit()), IntStream.of(split.held())).sorted())
        .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
  }

  @Test
  void thePathStopsAfterTwoPenaltiesWithoutGain() {
    int[] fits = new int[1];
    PenaltyPath.Choice choice =
        PenaltyPath.choose(
            List.of(1e-4, 1.0, 1e-1, 1e-2, 1e-3),
            new double[1],
            (penalty, from) -> {
              fits[0]++;
              return new double[] {penalty};
            },
            point -> Math.abs(Math.log10(point[0]) + 1));
    assertThat(choice.penalty()).isEqualTo(0.1);
    assertThat(fits[0]).isEqualTo(4);
  }

  @Test
  void optionsOutOfRangeAreRefusedByValue() {
    assertThatThrownBy(() -> new LinearProbe(List.of(), 0.2, 5)).hasMessageContaining("empty");
    assertThatThrownBy(() -> new LinearProbe(List.of(0.0), 0.2, 5)).hasMessageContaining("0.0");
    assertThatThrownBy(() -> new LinearProbe(List.of(1.0), 1.5, 5)).hasMessageContaining("1.5");
    assertThatThrownBy(() -> new LinearProbe(List.of(1.0), 0.5, 0)).hasMessageContaining("0");
  }

  /** 40 rows of y = x, and a column that only the first row tells from 0. */
  private static FloatMatrix nearlyConstant(int rows, float odd) {
    float[] values = new float[rows * 2];
    for (int row = 0; row < rows; row++) {
      values[2 * row] = row;
    }
    values[1] = odd;
    return new FloatMatrix(rows, 2, values);
  }

  @Test
  void aTestValueFarOutsideTheTrainingRowsIsBounded() {
    double[] target = IntStream.range(0, 40).mapToDouble(i -> i + i % 3).toArray();
    // The deviation of the second column is 1.6e-7: 1 would be 6 million deviations away.
    Evaluation evaluation =
        Sample.evaluation(
            nearlyConstant(40, 1e-6f),
            Sample.coarse(1, new int[40]),
            Sample.scalars(target),
            nearlyConstant(40, 1),
            null,
            Sample.coarse(1, new int[40]),
            Sample.scalars(target));

    Score r2 = Sample.score(PROBE.evaluate(evaluation).scores(), "probeR2");

    assertThat(r2.value()).isGreaterThan(0.9);
    assertThat(r2.note())
        .isEqualTo(
            "feature values more than 10 deviations outside the training rows were put at that bound: 1, in 1 of 40 test rows");
  }

  @Test
  void heldOutRowsChooseTheScaleOfColumnsWhereThereAreMoreThanRows() {
    // y is the first of 60 columns of 40 rows; the others are a thousandth of it.
    FloatMatrix features = Sample.gaussian(80, 60, 3);
    double[] target = new double[80];
    for (int row = 0; row < 80; row++) {
      target[row] = features.values()[60 * row];
      for (int c = 1; c < 60; c++) {
        features.values()[60 * row + c] /= 1000;
      }
    }
    int[] first = IntStream.range(0, 40).toArray();
    int[] last = IntStream.range(40, 80).toArray();
    Evaluation evaluation =
        Sample.evaluation(
            FloatMatrix.of(features.select(first)),
            Sample.coarse(1, new int[40]),
            Sample.scalars(java.util.Arrays.copyOf(target, 40)),
            FloatMatrix.of(features.select(last)),
            null,
            Sample.coarse(1, new int[40]),
            Sample.scalars(java.util.Arrays.copyOfRange(target, 40, 80)));

    Score r2 = Sample.score(PROBE.evaluate(evaluation).scores(), "probeR2");

    assertThat(r2.value()).isGreaterThan(0.99);
    assertThat(r2.note())
        .isEqualTo("columns not standardised, which was better on held-out training rows");
  }
}

package org.fierce.evaluate.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.fierce.data.FloatMatrix;
import org.fierce.evaluate.Evaluation;
import org.fierce.evaluate.Evaluator;
import org.fierce.evaluate.EvaluatorContract;
import org.fierce.evaluate.HeldOut;
import org.fierce.evaluate.Sample;
import org.fierce.random.Streams;
import org.fierce.stats.Agreement;
import org.fierce.stats.Score;
import org.junit.jupiter.api.Test;

class ClusteringTest extends EvaluatorContract {
  @Override
  protected Evaluator evaluator() {
    return Clustering.standard();
  }

  private static double value(List<Score> scores, String key) {
    return Sample.score(scores, key).value();
  }

  /** Fine classes 0..7, two in each of four coarse ones, about their own axes. */
  private static Evaluation clusters(int rows, float size, int[] order) {
    FloatMatrix features = Sample.gaussian(rows, 8, 4);
    FloatMatrix logits = new FloatMatrix(rows, 4, new float[rows * 4]);
    int[] fine = IntStream.range(0, rows).map(i -> i % 8).toArray();
    for (int i = 0; i < rows; i++) {
      features.values()[i * 8 + fine[i]] += size;
      logits.values()[i * 4 + fine[i] / 2] = 1;
    }
    int[] mixed = HeldOut.select(fine, order);
    return Sample.same(
        FloatMatrix.of(features.select(order)),
        FloatMatrix.of(logits.select(order)),
        Sample.coarse(4, Arrays.stream(mixed).map(f -> f / 2).toArray()),
        Sample.fine(8, mixed));
  }

  private static int[] rising(int rows) {
    return IntStream.range(0, rows).toArray();
  }

  @Test
  void separatedClassesAreFoundWhateverTheOrder() {
    for (int[] order : List.of(rising(240), Streams.permutation(240, new SplittableRandom(2)))) {
      List<Score> scores =
          Sample.pooled(Clustering.standard().evaluate(clusters(240, 50, order)).scores());
      assertThat(Sample.keys(scores))
          .containsExactly(
              "nmi",
              "adjustedRand",
              "nmiWithinTrue",
              "adjustedRandWithinTrue",
              "nmiWithinPredicted",
              "adjustedRandWithinPredicted");
      assertThat(scores).allMatch(score -> Math.abs(score.value() - 1) < 1e-12);
      assertThat(scores).allMatch(score -> score.n() == 240 && score.interval().equals("none"));
      assertThat(scores).allMatch(score -> score.note() == null);
    }
  }

  @Test
  void noiseAgreesByChanceOnly() {
    List<Score> scores = Clustering.standard().evaluate(clusters(2000, 0, rising(2000))).scores();
    // By chance: 0 on average for Rand; NMI is biased up by (8-1)^2 / 2n / ln 8 = 0.006.
    assertThat(value(scores, "adjustedRand")).isCloseTo(0, within(0.01));
    assertThat(value(scores, "nmi")).isBetween(0.0, 0.02);
    assertThat(value(scores, "adjustedRandWithinTrue")).isCloseTo(0, within(0.01));
  }

  @Test
  void agreementByHand() {
    // Classes aabb, clusters 0001. Pairs together: 1 of both, 2 by class, 3 by cluster, 6 in all:
    // (1 - 2*3/6) / (5/2 - 1) = 0.
    Agreement agreement = Agreement.of(new int[] {0, 0, 1, 1}, new int[] {0, 0, 0, 1});
    assertThat(agreement.adjustedRand()).isCloseTo(0, within(1e-12));
    // I = 1/2 ln(4/3) + 1/4 ln(2/3) + 1/4 ln 2; H = ln 2 and ln 4 - 3/4 ln 3.
    double information = 0.5 * Math.log(4 / 3.0) + 0.25 * Math.log(2 / 3.0) + 0.25 * Math.log(2);
    double entropies = Math.log(2) + Math.log(4) - 0.75 * Math.log(3);
    assertThat(agreement.nmi()).isCloseTo(2 * information / entropies, within(1e-12));
    // Each pair split by the other: together 0, expected 2*2/6, (0 - 2/3) / (2 - 2/3) = -1/2.
    Agreement crossed = Agreement.of(new int[] {0, 0, 1, 1}, new int[] {0, 1, 0, 1});
    assertThat(crossed.adjustedRand()).isCloseTo(-0.5, within(1e-12));
    assertThat(crossed.nmi()).isCloseTo(0, within(1e-12));
  }

  @Test
  void agreementOfTrivialGroupings() {
    assertThat(Agreement.of(new int[3], new int[3])).isEqualTo(new Agreement(1, 1));
    assertThat(Agreement.of(new int[] {0, 1, 2}, new int[] {5, -3, 9}))
        .isEqualTo(new Agreement(1, 1));
    assertThat(Agreement.of(new int[3], new int[] {0, 1, 2})).isEqualTo(new Agreement(0, 0));
    assertThat(Agreement.of(new int[] {4}, new int[] {2})).isEqualTo(new Agreement(1, 1));
    assertThatThrownBy(() -> Agreement.of(new int[2], new int[3])).hasMessageContaining("2 and 3");
    assertThatThrownBy(() -> Agreement.of(new int[0], new int[0])).hasMessageContaining("0 and 0");
  }

  @Test
  void agreementIsSymmetricAndBlindToNames() {
    SplittableRandom random = new SplittableRandom(6);
    int[] a = random.ints(200, 0, 5).toArray();
    int[] b = Arrays.stream(a).map(v -> random.nextInt(3) == 0 ? random.nextInt(7) : v).toArray();
    Agreement agreement = Agreement.of(a, b);
    Agreement other =
        Agreement.of(
            Arrays.stream(b).map(v -> -31 * v).toArray(),
            Arrays.stream(a).map(v -> 1_000_000 - v).toArray());
    assertThat(other.nmi()).isCloseTo(agreement.nmi(), within(1e-12));
    assertThat(other.adjustedRand()).isCloseTo(agreement.adjustedRand(), within(1e-12));
    assertThat(agreement.adjustedRand()).isCloseTo(naiveRand(a, b), within(1e-12));
  }

  /** From all pairs, one by one. */
  private static double naiveRand(int[] a, int[] b) {
    double both = 0;
    double inA = 0;
    double inB = 0;
    double pairs = 0;
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < i; j++) {
        inA += a[i] == a[j] ? 1 : 0;
        inB += b[i] == b[j] ? 1 : 0;
        both += a[i] == a[j] && b[i] == b[j] ? 1 : 0;
        pairs++;
      }
    }
    return (both - inA * inB / pairs) / ((inA + inB) / 2 - inA * inB / pairs);
  }

  @Test
  void kMeansFindsTheBestOfAllSplits() {
    FloatMatrix rows = Sample.gaussian(12, 2, 9);
    double best = Double.POSITIVE_INFINITY;
    for (int split = 1; split < 1 << 11; split++) {
      best = Math.min(best, inertia(rows, split));
    }
    KMeans.Result result = KMeans.fit(rows, 2, 50, 100, 1, "test");
    assertThat(result.inertia()).isCloseTo(best, within(1e-4));
    int split = 0;
    for (int row = 0; row < 12; row++) {
      split |= result.assigned()[row] << row;
    }
    assertThat(inertia(rows, split)).isCloseTo(best, within(1e-9));
  }

  private static double inertia(FloatMatrix rows, int split) {
    double[][] sums = new double[2][3];
    double squares = 0;
    for (int row = 0; row < rows.rows(); row++) {
      double[] sum = sums[split >> row & 1];
      sum[0] += rows.at(row, 0);
      sum[1] += rows.at(row, 1);
      sum[2]++;
      squares += Math.pow(rows.at(row, 0), 2) + Math.pow(rows.at(row, 1), 2);
    }
    for (double[] sum : sums) {
      squares -= sum[2] > 0 ? (sum[0] * sum[0] + sum[1] * sum[1]) / sum[2] : 0;
    }
    return squares;
  }

  @Test
  void asManyClustersAsRowsLeavesNoneEmpty() {
    KMeans.Result result = KMeans.fit(Sample.gaussian(30, 3, 2), 30, 1, 100, 1, "test");
    assertThat(Arrays.stream(result.assigned()).distinct().count()).isEqualTo(30);
    assertThat(result.inertia()).isCloseTo(0, within(1e-4));
  }

  @Test
  void clustersThatDoNotFitAreRefused() {
    FloatMatrix rows = Sample.matrix(1, 1, 2);
    assertThatThrownBy(() -> KMeans.fit(rows, 3, 1, 1, 1, "test")).hasMessageContaining("3 clu");
    assertThatThrownBy(() -> KMeans.fit(rows, 0, 1, 1, 1, "test")).hasMessageContaining("0 clu");
  }

  @Test
  void equalOrZeroFeaturesTellNothing() {
    for (FloatMatrix features :
        List.of(new FloatMatrix(8, 2, new float[16]), Sample.matrix(1, 3, 3, 3, 3, 3, 3, 3, 3))) {
      List<Score> scores =
          Clustering.standard()
              .evaluate(
                  Sample.same(
                      features,
                      null,
                      Sample.coarse(2, 0, 0, 0, 0, 1, 1, 1, 1),
                      Sample.fine(4, 0, 0, 1, 1, 2, 2, 3, 3)))
              .scores();
      assertThat(scores).hasSize(6).allMatch(score -> score.value() == 0);
    }
  }

  @Test
  void coarseClassesWithASingleFineClassAreLeftOutAndCounted() {
    List<Score> scores =
        Clustering.standard()
            .evaluate(
                Sample.same(
                    Sample.matrix(2, 5, 1, 5, 1.1f, 5, -1, 5, -1.1f, -9, 0, -9, 0.1f),
                    null,
                    Sample.coarse(2, 0, 0, 0, 0, 1, 1),
                    Sample.fine(3, 0, 0, 1, 1, 2, 2)))
            .scores();
    Score inside = Sample.score(scores, "nmiWithinTrue");
    assertThat(inside.value()).isCloseTo(1, within(1e-12));
    assertThat(inside.n()).isEqualTo(4);
    assertThat(inside.note()).contains("2 of 6");
    assertThat(Sample.keys(scores)).doesNotContain("nmiWithinPredicted");
  }

  private static List<Score> clustered(FloatMatrix features, int classes, int... labels) {
    return Clustering.standard()
        .evaluate(
            Sample.same(
                features,
                null,
                Sample.coarse(1, new int[labels.length]),
                Sample.fine(classes, labels)))
        .scores();
  }

  @Test
  void oneClassOrOneRowAClassIsNotDefined() {
    List<Score> one = clustered(Sample.matrix(1, 1, 2), 2, 1, 1);
    assertThat(Sample.keys(one)).containsExactly("nmi", "adjustedRand");
    assertThat(one)
        .allMatch(
            score ->
                !score.isDefined()
                    && "not defined: the test rows are of a single fine class"
                        .equals(score.note()));

    List<Score> single = clustered(Sample.matrix(1, 1, 2, 3), 3, 0, 1, 2);
    assertThat(Sample.keys(single)).containsExactly("nmi", "adjustedRand");
    assertThat(single)
        .allMatch(
            score ->
                !score.isDefined()
                    && "not defined: no fine class has two test rows, so that any clusters would agree"
                        .equals(score.note()));
  }

  @Test
  void groupsInWhichNoClassHasTwoRowsAreLeftOut() {
    // Coarse 0: classes 0 0 1 1, told apart. Coarse 1: classes 2 and 3, one row each.
    List<Score> scores =
        Clustering.standard()
            .evaluate(
                Sample.same(
                    Sample.matrix(2, 1, 0, 1, 0.1f, 0, 1, 0.1f, 1, -1, 0, 0, -1),
                    null,
                    Sample.coarse(2, 0, 0, 0, 0, 1, 1),
                    Sample.fine(4, 0, 0, 1, 1, 2, 3)))
            .scores();

    assertThat(Sample.score(scores, "nmiWithinTrue").n()).isEqualTo(4);
    assertThat(Sample.score(scores, "nmiWithinTrue").note())
        .startsWith(
            "2 of 6 test rows left out: no other row of their fine class in their coarse class");
  }

  @Test
  void fewRowsAClassSayWhatChanceGives() {
    // 40 rows of 30 classes: any clusters as small as that have a large NMI.
    int[] labels = new int[40];
    for (int i = 0; i < 40; i++) {
      labels[i] = i % 30;
    }
    Score nmi = Sample.score(clustered(Sample.gaussian(40, 3, 1), 30, labels), "nmi");

    assertThat(nmi.note())
        .matches(
            "clusters of these sizes drawn at random have 0\\.[89]\\d, as the fine classes have few rows");
  }

  @Test
  void optionsOutOfRangeAreRefusedByValue() {
    assertThatThrownBy(() -> new Clustering(0, 5)).hasMessageContaining("restarts is 0");
    assertThatThrownBy(() -> new Clustering(1, -5)).hasMessageContaining("iterations is -5");
  }
}

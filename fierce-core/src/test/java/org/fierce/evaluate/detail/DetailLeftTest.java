package org.fierce.evaluate.detail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.fierce.data.FloatMatrix;
import org.fierce.evaluate.ClassDetail;
import org.fierce.evaluate.DetailMeasure;
import org.fierce.evaluate.Evaluation;
import org.fierce.evaluate.Evaluator;
import org.fierce.evaluate.EvaluatorContract;
import org.fierce.evaluate.FeatureGeometry;
import org.fierce.evaluate.Findings;
import org.fierce.evaluate.Sample;
import org.fierce.evaluate.neighbour.NeighbourSearch;
import org.fierce.labels.CoarseLabels;
import org.fierce.labels.FineTargets;
import org.fierce.random.Streams;
import org.fierce.stats.Score;
import org.junit.jupiter.api.Test;

class DetailLeftTest extends EvaluatorContract {
  @Override
  protected Evaluator evaluator() {
    return new DetailLeft(100, 10);
  }

  /** Candidates are drawn. */
  @Override
  protected double orderTolerance() {
    return 0.3;
  }

  private static CoarseLabels oneClass(FloatMatrix rows) {
    return Sample.coarse(1, new int[rows.rows()]);
  }

  private static Map<DetailMeasure, Double> pairs(
      FloatMatrix first, FloatMatrix second, int among) {
    Map<DetailMeasure, Double> values = new EnumMap<>(DetailMeasure.class);
    new ViewPairs(first, second).measure(among, 3, values);
    return values;
  }

  private static FloatMatrix onSphere(FloatMatrix rows) {
    FloatMatrix unit = FloatMatrix.zeros(rows.rows(), rows.columns());
    for (int i = 0; i < rows.rows(); i++) {
      NeighbourSearch.unit(rows, i, unit.values(), i * rows.columns());
    }
    return unit;
  }

  private static FloatMatrix plus(FloatMatrix rows, double scale, FloatMatrix noise) {
    float[] sum = rows.values().clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += (float) (scale * noise.values()[i]);
    }
    return new FloatMatrix(rows.rows(), rows.columns(), sum);
  }

  /** Four rows along the axes of a plane: two equal variances, so two directions. */
  @Test
  void effectiveRankOfRowsSpreadEquallyOverAPlaneIsTwo() {
    FloatMatrix rows = Sample.matrix(3, 1, 0, 0, -1, 0, 0, 0, 1, 0, 0, -1, 0);
    List<ClassDetail> classes = DetailLeft.standard().classes(rows, oneClass(rows), null, 1);
    assertThat(classes).hasSize(1);
    assertThat(classes.get(0).value(DetailMeasure.EFFECTIVE_RANK)).isCloseTo(2, within(1e-6));
    assertThat(classes.get(0).values()).containsOnlyKeys(DetailMeasure.EFFECTIVE_RANK);
  }

  /** Both sides of the branch: more rows than columns, and fewer (Gram matrix). */
  @Test
  void effectiveRankOfAnIsotropicGaussianIsNearItsWidthOrItsRows() {
    FloatMatrix tall = Sample.gaussian(480, 6, 1);
    FloatMatrix wide = Sample.gaussian(6, 3000, 2);
    assertThat(rank(tall)).isBetween(5.95, 6.0);
    // Six rows about their mean leave five directions.
    assertThat(rank(wide)).isBetween(4.99, 5.0);
  }

  private static double rank(FloatMatrix rows) {
    return DetailLeft.standard()
        .classes(rows, oneClass(rows), null, 1)
        .get(0)
        .value(DetailMeasure.EFFECTIVE_RANK);
  }

  @Test
  void equalRowsHaveNoDetailAndAreFoundByChance() {
    float[] values = new float[60];
    Arrays.fill(values, 0.3f);
    FloatMatrix rows = new FloatMatrix(20, 3, values);
    ClassDetail detail =
        new DetailLeft(500, 5).classes(rows, oneClass(rows), view -> rows, 1).get(0);
    assertThat(detail.value(DetailMeasure.EFFECTIVE_RANK)).isZero();
    assertThat(detail.value(DetailMeasure.VIEW_RATIO)).isZero();
    assertThat(detail.value(DetailMeasure.LIDAR_RANK)).isZero();
    assertThat(detail.value(DetailMeasure.INSTANCE_RECALL)).isCloseTo(1 / 5.0, within(1e-9));
    assertThat(detail.value(DetailMeasure.INSTANCE_INFORMATION)).isCloseTo(0, within(1e-6));
    assertThat(detail.value(DetailMeasure.CODEBOOK_INFORMATION)).isZero();
  }

  /** The ratio of spreads is infinite; its share form is 1 and the rank that of the rows. */
  @Test
  void equalViewsOfDifferentRowsKeepEverything() {
    FloatMatrix rows = onSphere(Sample.gaussian(64, 8, 5));
    Map<DetailMeasure, Double> values = pairs(rows, rows, 16);
    assertThat(values.get(DetailMeasure.VIEW_RATIO)).isEqualTo(1);
    assertThat(values.get(DetailMeasure.LIDAR_RANK)).isBetween(7.0, 8.0);
    assertThat(values.get(DetailMeasure.INSTANCE_RECALL)).isEqualTo(1);
    assertThat(values.get(DetailMeasure.INSTANCE_INFORMATION)).isBetween(3.99, 4.0);
    assertThat(values.get(DetailMeasure.CODEBOOK_INFORMATION)).isPositive();
  }

  @Test
  void viewsThatHaveNothingInCommonLeaveChance() {
    FloatMatrix first = onSphere(Sample.gaussian(400, 8, 6));
    FloatMatrix second = onSphere(Sample.gaussian(400, 8, 7));
    Map<DetailMeasure, Double> values = pairs(first, second, 20);
    assertThat(values.get(DetailMeasure.VIEW_RATIO)).isLessThan(0.05);
    assertThat(values.get(DetailMeasure.INSTANCE_RECALL)).isCloseTo(0.05, within(0.02));
    assertThat(values.get(DetailMeasure.INSTANCE_INFORMATION)).isLessThan(0.05);
  }

  /**
   * By hand: rows +1, -1 on a line, views {@code (1, -1)} and {@code (1, 0)}: means 0 and 1/2, so S
   * = (1 * 1/2 + 1 * 1/2) / 2 = 1/2, N = (1/4 + 1/4) / 2 / 2 = 1/8, S / (S + N) = 4/5.
   */
  @Test
  void viewRatioIsTheShareOfTheSpreadThatViewsAgreeOn() {
    ViewPairs pairs = new ViewPairs(Sample.matrix(1, 1, -1), Sample.matrix(1, 1, 0));
    assertThat(pairs.ratio()).isCloseTo(0.8, within(1e-9));
  }

  /** Noise along one axis as large as the spread of rows there, none along the other. */
  @Test
  void viewRatioOfAGaussianIsThatOfItsVariances() {
    FloatMatrix rows = Sample.gaussian(4000, 4, 8);
    FloatMatrix first = plus(rows, 1, Sample.gaussian(4000, 4, 9));
    FloatMatrix second = plus(rows, 1, Sample.gaussian(4000, 4, 10));
    assertThat(new ViewPairs(first, second).ratio()).isCloseTo(0.5, within(0.03));
  }

  @Test
  void recallAmongSomeCandidatesIsThatOfManyDraws() {
    FloatMatrix rows = Sample.gaussian(40, 3, 11);
    FloatMatrix first = onSphere(plus(rows, 0.5, Sample.gaussian(40, 3, 12)));
    FloatMatrix second = onSphere(plus(rows, 0.5, Sample.gaussian(40, 3, 13)));
    double naive = (drawn(first, second, 8) + drawn(second, first, 8)) / 2;
    assertThat(pairs(first, second, 8).get(DetailMeasure.INSTANCE_RECALL))
        .isCloseTo(naive, within(0.01));
  }

  /** How often the right row wins against 7 others drawn at random. */
  private static double drawn(FloatMatrix from, FloatMatrix to, int among) {
    int wins = 0;
    int draws = 500;
    for (int row = 0; row < from.rows(); row++) {
      for (int draw = 0; draw < draws; draw++) {
        int own = row;
        int[] others = IntStream.range(0, from.rows()).filter(i -> i != own).toArray();
        Streams.shuffle(others, among - 1, Streams.generator(row, "draw", draw));
        double right = cosine(from, row, to, row);
        boolean wonAll =
            Arrays.stream(others, 0, among - 1).allMatch(i -> cosine(from, own, to, i) < right);
        wins += wonAll ? 1 : 0;
      }
    }
    return wins / (double) (draws * from.rows());
  }

  private static double cosine(FloatMatrix a, int i, FloatMatrix b, int j) {
    return IntStream.range(0, a.columns()).mapToDouble(c -> a.at(i, c) * (double) b.at(j, c)).sum();
  }

  /** With all rows as candidates the information is a mean over rows written out here. */
  @Test
  void informationIsTheBestOfTheTemperatures() {
    FloatMatrix rows = Sample.gaussian(10, 3, 14);
    FloatMatrix first = onSphere(plus(rows, 0.3, Sample.gaussian(10, 3, 15)));
    FloatMatrix second = onSphere(plus(rows, 0.3, Sample.gaussian(10, 3, 16)));
    double best = 0;
    for (double t : new double[] {0.02, 0.05, 0.1, 0.2, 0.5}) {
      double bits = 0;
      for (int i = 0; i < 10; i++) {
        double across = 0;
        double down = 0;
        for (int j = 0; j < 10; j++) {
          across += Math.exp(cosine(first, i, second, j) / t);
          down += Math.exp(cosine(first, j, second, i) / t);
        }
        double right = Math.exp(cosine(first, i, second, i) / t);
        bits += Math.log(10 * right / across) + Math.log(10 * right / down);
      }
      best = Math.max(best, bits / 20 / Math.log(2));
    }
    assertThat(pairs(first, second, 10).get(DetailMeasure.INSTANCE_INFORMATION))
        .isPositive()
        .isCloseTo(best, within(1e-4));
  }

  @Test
  void lidarRankCountsTheDirectionsInWhichRowsStandOutOfTheirViews() {
    // Rows differ along two of four axes, views along the other two.
    int n = 2000;
    FloatMatrix first = FloatMatrix.zeros(n, 4);
    FloatMatrix second = FloatMatrix.zeros(n, 4);
    FloatMatrix draws = Sample.gaussian(n, 6, 17);
    for (int i = 0; i < n; i++) {
      for (int c = 0; c < 2; c++) {
        first.values()[i * 4 + c] = draws.at(i, c) + 0.01f * draws.at(i, c + 2);
        second.values()[i * 4 + c] = draws.at(i, c) - 0.01f * draws.at(i, c + 2);
        first.values()[i * 4 + 2 + c] = draws.at(i, c + 2);
        second.values()[i * 4 + 2 + c] = draws.at(i, c + 4);
      }
    }
    assertThat(new ViewPairs(first, second).lidarRank()).isBetween(2.0, 2.2);
  }

  @Test
  void aClassOfOneRowHasOnlyItsCollapse() {
    FloatMatrix rows = Sample.matrix(2, 1, 0, 0, 1, 0.5f, 1);
    List<ClassDetail> classes =
        DetailLeft.standard().classes(rows, Sample.coarse(3, 0, 2, 2), view -> rows, 1);
    // A class without a row is left out.
    assertThat(classes).extracting(ClassDetail::coarse).containsExactly("class0", "class2");
    assertThat(classes.get(0).values()).containsOnlyKeys(DetailMeasure.NEURAL_COLLAPSE);
    assertThat(classes.get(0).value(DetailMeasure.NEURAL_COLLAPSE)).isZero();
    assertThat(classes.get(1).values()).containsKeys(DetailMeasure.values());
  }

  /** Means 0 and 4 on a line: B = 4; variances 1 and 0; trace / C = 1 / 4 / 2. */
  @Test
  void neuralCollapseIsThatOfEachClass() {
    FloatMatrix rows = Sample.matrix(1, -1, 1, 4, 4);
    CoarseLabels coarse = Sample.coarse(2, 0, 0, 1, 1);
    List<ClassDetail> classes = DetailLeft.standard().classes(rows, coarse, null, 1);
    assertThat(classes.get(0).value(DetailMeasure.NEURAL_COLLAPSE)).isCloseTo(0.125, within(1e-9));
    assertThat(classes.get(1).value(DetailMeasure.NEURAL_COLLAPSE)).isZero();
    FineTargets fine = Sample.fine(1, 0, 0, 0, 0);
    List<Score> overall =
        new FeatureGeometry().evaluate(Sample.same(rows, null, coarse, fine)).scores();
    assertThat(Sample.score(overall, "neuralCollapse1").value()).isCloseTo(0.0625, within(1e-9));
  }

  @Test
  void scoresAreMeansOverTheTestRowsAndSayHowManyWereLookedAt() {
    FloatMatrix rows = Sample.gaussian(40, 4, 18);
    int[] labels = IntStream.range(0, 40).map(i -> i < 30 ? 0 : 1).toArray();
    CoarseLabels coarse = Sample.coarse(2, labels);
    Evaluation evaluation =
        Sample.same(rows, null, coarse, Sample.fine(1, new int[40])).withAugmented(view -> rows);
    Findings findings = new DetailLeft(20, 5).evaluate(evaluation);
    assertThat(findings.classes()).extracting(ClassDetail::used).containsExactly(20, 10);
    double expected =
        (30 * findings.classes().get(0).value(DetailMeasure.EFFECTIVE_RANK)
                + 10 * findings.classes().get(1).value(DetailMeasure.EFFECTIVE_RANK))
            / 40;
    Score score = Sample.score(findings.scores(), "effectiveRankWithin");
    assertThat(score.value()).isCloseTo(expected, within(1e-12));
    assertThat(score.note()).contains("30 of 40 test rows");
    assertThat(Sample.keys(findings.scores()))
        .contains("viewRatioWithin", "instanceRecallWithin", "instanceInformationWithinBits")
        .doesNotContain("neuralCollapse1", "neuralCollapse1Within");
  }

  @Test
  void withoutViewsThereAreNoScoresOfViews() {
    FloatMatrix rows = Sample.gaussian(12, 4, 19);
    CoarseLabels coarse = Sample.coarse(1, new int[12]);
    Evaluation evaluation = Sample.same(rows, null, coarse, Sample.fine(1, new int[12]));
    assertThat(Sample.keys(DetailLeft.standard().evaluate(evaluation).scores()))
        .containsExactly("effectiveRankWithin");
  }

  @Test
  void optionsBelowTwoAreRefused() {
    assertThatThrownBy(() -> new DetailLeft(1, 50))
        .hasMessageContaining("rows of detail-left is 1");
    assertThatThrownBy(() -> new DetailLeft(500, 1)).hasMessageContaining("candidates");
  }
}

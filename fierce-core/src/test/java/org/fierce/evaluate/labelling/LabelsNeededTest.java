package org.fierce.evaluate.labelling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.fierce.data.FloatMatrix;
import org.fierce.embed.Embeddings;
import org.fierce.evaluate.Evaluation;
import org.fierce.evaluate.Evaluator;
import org.fierce.evaluate.EvaluatorContract;
import org.fierce.evaluate.Findings;
import org.fierce.evaluate.LabelCurve;
import org.fierce.evaluate.Sample;
import org.fierce.labels.CoarseLabels;
import org.fierce.labels.FineTargets;
import org.fierce.stats.Score;
import org.junit.jupiter.api.Test;

class LabelsNeededTest extends EvaluatorContract {
  private static final LabelsNeeded SMALL = new LabelsNeeded(List.of(1, 2, 5), 4, 1000);

  @Override
  protected Evaluator evaluator() {
    return SMALL;
  }

  private static LabelCurve curve(LabelsNeeded options, Evaluation evaluation) {
    return Objects.requireNonNull(options.evaluate(evaluation).labelCurve());
  }

  private static double[] values(LabelCurve curve, String line) {
    return curve.line(line).orElseThrow().points().stream()
        .mapToDouble(LabelCurve.Point::value)
        .toArray();
  }

  /** Two coarse classes of two fine ones, in four corners; the last test row is in a wrong one. */
  private static Evaluation corners(int rowsOfAClass) {
    int rows = 4 * rowsOfAClass;
    int[] fine = IntStream.range(0, rows).map(row -> row % 4).toArray();
    float[][] corner = {{1, 1}, {1, -1}, {-1, 1}, {-1, -1}};
    float[] values = new float[2 * rows];
    for (int row = 0; row < rows; row++) {
      System.arraycopy(corner[fine[row]], 0, values, 2 * row, 2);
    }
    float[] query = values.clone();
    System.arraycopy(corner[2], 0, query, 2 * (rows - 1), 2);
    CoarseLabels coarse = Sample.coarse(2, Arrays.stream(fine).map(f -> f / 2).toArray());
    FineTargets targets = Sample.fine(4, fine);
    return new Evaluation(
        new Embeddings(new FloatMatrix(rows, 2, values), null),
        coarse,
        targets,
        new Embeddings(new FloatMatrix(rows, 2, query), null),
        coarse,
        targets,
        3);
  }

  @Test
  void theNearestMeanInsideTheCoarseClassIsScored() {
    Findings findings = SMALL.evaluate(corners(5));

    // 19 of 20 rows, whatever rows are labelled.
    for (int n : new int[] {1, 2, 5}) {
      Score score = findings.score("labelsAccuracyWithinTrue-" + n);
      assertThat(score.value()).isEqualTo(0.95);
      assertThat(score.interval()).isEqualTo("bootstrap-draws-and-examples");
      assertThat(score.n()).isEqualTo(20);
    }
    assertThat(findings.scores()).hasSize(3);
  }

  /** However few rows are missed, other rows may be: Wilson's z^2 / (20 + z^2) at the least. */
  @Test
  void anIntervalNeverShrinksToNothingNorLeavesItsRange() {
    Score score = SMALL.evaluate(corners(5)).score("labelsAccuracyWithinTrue-5");

    assertThat(score.low()).isLessThanOrEqualTo(0.95 - 0.161);
    assertThat(score.high()).isEqualTo(1);
  }

  @Test
  void theCoarseClassAloneAnswersTheCommonestOfTheTrainingRows() {
    // Coarse class 0: fine 0 twice, fine 1 once; test rows one each.
    FloatMatrix features = Sample.matrix(1, 1, 2, 3);
    CoarseLabels coarse = Sample.coarse(1, 0, 0, 0);
    Evaluation evaluation =
        Sample.evaluation(
            features,
            coarse,
            Sample.fine(3, 0, 1, 0),
            Sample.matrix(1, 1, 2, 3, 4),
            null,
            Sample.coarse(1, 0, 0, 0, 0),
            Sample.fine(3, 0, 1, 2, 0));

    // Fine 2 is in no training row and never right.
    assertThat(values(curve(new LabelsNeeded(List.of(1), 2, 9), evaluation), "coarse-class"))
        .containsExactly(0.5);
  }

  @Test
  void rowsWithoutAChoiceAreNotAsked() {
    Evaluation evaluation =
        Sample.same(
            Sample.matrix(1, 1, 2, 3, 4),
            null,
            Sample.coarse(2, 0, 0, 1, 1),
            Sample.fine(3, 0, 1, 2, 2));

    LabelCurve curve = curve(new LabelsNeeded(List.of(1), 2, 9), evaluation);

    assertThat(curve.rows()).isEqualTo(2);
    assertThat(curve.notes())
        .contains(
            "2 of 4 test rows left out: their coarse class has a single fine class (1 of 2 coarse classes).");
  }

  @Test
  void whereNobodyHasAChoiceTheScoreIsNotDefined() {
    Evaluation evaluation =
        Sample.same(Sample.matrix(1, 1, 2), null, Sample.coarse(2, 0, 1), Sample.fine(2, 0, 1));

    Findings findings = SMALL.evaluate(evaluation);

    assertThat(findings.labelCurve()).isNull();
    assertThat(findings.score("labelsAccuracyWithinTrue-1").note())
        .isEqualTo("not defined: no coarse class with test rows has two fine classes");
  }

  /** Fine classes of 1, 3 and 9 rows, all in one coarse class. */
  private static Evaluation uneven() {
    int[] fine = {0, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2};
    return Sample.same(
        Sample.gaussian(13, 3, 1), null, Sample.coarse(1, new int[13]), Sample.fine(3, fine));
  }

  @Test
  void theCurveStopsWhereFewerThanTwoThirdsOfTheClassesHaveSoManyRows() {
    LabelCurve curve = curve(new LabelsNeeded(List.of(1, 3, 4, 9), 2, 99), uneven());

    assertThat(curve.labels()).containsExactly(1, 3);
    assertThat(curve.notes())
        .containsExactly(
            "Of 3 fine classes some have fewer training rows than labels are asked for and give all they have: 1 at 3.",
            "The curve stops before 4: 1 of 3 fine classes have so many training rows with a known fine target, fewer than two thirds.",
            "No raw input beside: what the embeddings were made from is not at hand.");
  }

  @Test
  void whereNotEvenTheFirstNumberCanBeHadTheScoreSaysWhy() {
    Findings findings = new LabelsNeeded(List.of(4), 2, 99).evaluate(uneven());

    assertThat(findings.labelCurve()).isNull();
    assertThat(findings.score("labelsAccuracyWithinTrue-4").note())
        .startsWith("not defined: The curve stops before 4: 1 of 3 fine classes");
  }

  @Test
  void rowsOfFewerLabelsAreAmongThoseOfMoreAndEveryDrawIsAnother() {
    Evaluation evaluation = corners(8);
    LabelDraws draws =
        LabelDraws.of(
            new ClassTask(
                evaluation,
                (FineTargets.Classes) evaluation.referenceFine(),
                (FineTargets.Classes) evaluation.queryFine()),
            List.of(1, 2, 5),
            3);
    int[][] drawn = draws.drawn(0);

    for (int c = 0; c < 4; c++) {
      int fine = c;
      assertThat(drawn[c]).hasSize(5).doesNotHaveDuplicates();
      assertThat(Arrays.stream(drawn[c]).allMatch(row -> row % 4 == fine)).isTrue();
      assertThat(LabelDraws.first(drawn, 2)[c]).containsExactly(drawn[c][0], drawn[c][1]);
    }
    assertThat(draws.drawn(0)).isDeepEqualTo(drawn);
    assertThat(Arrays.deepToString(draws.drawn(1))).isNotEqualTo(Arrays.deepToString(drawn));
  }

  @Test
  void theInputIsAnsweredFromLikeTheFeatures() {
    Evaluation evaluation = corners(5);
    Evaluation both =
        evaluation.withInput(
            new Evaluation.RawInput(
                evaluation.reference().features(), evaluation.query().features()));

    LabelCurve curve = curve(SMALL, both);

    assertThat(values(curve, "raw-input")).isEqualTo(values(curve, "features"));
    assertThat(curve.difference("features", 5, "raw-input", 5).orElseThrow().value()).isZero();
  }

  @Test
  void moreTestRowsThanAskedForAreDrawn() {
    LabelCurve curve = curve(new LabelsNeeded(List.of(1), 2, 10), corners(5));

    assertThat(curve.rows()).isEqualTo(10);
    assertThat(curve.notes()).contains("Of 20 test rows 10 were drawn to be answered.");
  }

  @Test
  void numbersAreToldByRidgeAndByTheMeanOfTheCoarseClass() {
    // y = x exactly; coarse classes are its sign, at -2 and -1, 1 and 2.
    float[] x = {-2, -1, 1, 2, -2, -1, 1, 2};
    CoarseLabels coarse = Sample.coarse(2, 0, 0, 1, 1, 0, 0, 1, 1);
    FineTargets y = Sample.scalars(-2, -1, 1, 2, -2, -1, 1, 2);
    Evaluation evaluation = Sample.same(new FloatMatrix(8, 1, x), null, coarse, y);

    LabelCurve curve = curve(new LabelsNeeded(List.of(4), 2, 99), evaluation);

    assertThat(curve.measure()).isEqualTo("labelsR2");
    assertThat(values(curve, "features")[0]).isCloseTo(1, within(1e-6));
    // 1 - mean of 0.5^2 / mean of (4 + 1) / 2 = 0.9.
    assertThat(values(curve, "coarse-class")[0]).isCloseTo(0.9, within(1e-12));
  }

  @Test
  void equalNumbersHaveNoScore() {
    Evaluation evaluation =
        Sample.same(
            Sample.matrix(1, 1, 2, 3, 4),
            null,
            Sample.coarse(2, 0, 0, 1, 1),
            Sample.scalars(5, 5, 5, 5));

    Findings findings = new LabelsNeeded(List.of(1), 2, 99).evaluate(evaluation);

    assertThat(findings.labelCurve()).isNull();
    assertThat(findings.score("labelsR2-1").note())
        .isEqualTo("not defined: the targets of the test rows are all equal");
  }

  @Test
  void sharesArePutOnTheSimplex() {
    // One component falls with x, the other rises, beyond what labelled rows show.
    FloatMatrix reference = Sample.matrix(1, 0, 0.5f, 1);
    CoarseLabels coarse = Sample.coarse(1, 0, 0, 0);
    List<String> names = Sample.names(2);
    Evaluation evaluation =
        Sample.evaluation(
            reference,
            coarse,
            new FineTargets.Shares(new float[] {1, 0, 0.5f, 0.5f, 0, 1}, names),
            Sample.matrix(1, -1, 2),
            null,
            Sample.coarse(1, 0, 0),
            new FineTargets.Shares(new float[] {1, 0, 0, 1}, names));

    LabelCurve curve = curve(new LabelsNeeded(List.of(3), 2, 99), evaluation);

    assertThat(curve.measure()).isEqualTo("labelsMeanSquaredError");
    assertThat(values(curve, "features")[0]).isCloseTo(0, within(1e-9));
    // The mean is half and half: 0.25 + 0.25.
    assertThat(values(curve, "coarse-class")[0]).isCloseTo(0.5, within(1e-12));
  }

  @Test
  void noMoreRowsAreLabelledThanAHeadCanBeFittedOn() {
    int rows = 2400;
    Evaluation evaluation =
        Sample.same(
            Sample.gaussian(rows, 1, 1),
            null,
            Sample.coarse(600, IntStream.range(0, rows).map(row -> row % 600).toArray()),
            Sample.scalars(IntStream.range(0, rows).asDoubleStream().toArray()));

    LabelCurve curve = curve(new LabelsNeeded(List.of(1, 2), 2, 50), evaluation);

    assertThat(curve.labels()).containsExactly(1);
    assertThat(curve.notes())
        .contains("The curve stops before 2: a head is fitted on at most 1000 labelled rows here.");
  }

  @Test
  void theStandardOptionsAreThoseOfTheSchema() {
    assertThat(LabelsNeeded.standard())
        .isEqualTo(new LabelsNeeded(List.of(1, 2, 5, 10, 20, 50), 10, 5000));
  }

  @Test
  void optionsOutOfRangeAreRefused() {
    assertThatThrownBy(() -> new LabelsNeeded(List.of(), 10, 100))
        .hasMessage("labels is [], must hold at least one number, each at least 1");
    assertThatThrownBy(() -> new LabelsNeeded(List.of(0, 5), 10, 100))
        .hasMessage("labels is [0, 5], must hold at least one number, each at least 1");
    assertThatThrownBy(() -> new LabelsNeeded(List.of(1, 5, 5), 10, 100))
        .hasMessage("labels has 5 after 5, must rise");
    assertThatThrownBy(() -> new LabelsNeeded(List.of(1), 1, 100))
        .hasMessage("draws is 1 and rows is 100, each must be at least 2");
  }

  @Test
  void inputOfOtherRowsIsRefused() {
    Evaluation evaluation = corners(5);

    assertThatThrownBy(
            () ->
                evaluation.withInput(
                    new Evaluation.RawInput(Sample.matrix(1, 1), evaluation.query().features())))
        .hasMessage("the input has 1 training and 20 test rows, the embeddings 20 and 20");
  }
}

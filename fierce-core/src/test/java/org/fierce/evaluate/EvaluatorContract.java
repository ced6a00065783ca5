package org.fierce.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.fierce.data.FloatMatrix;
import org.fierce.embed.Embeddings;
import org.fierce.labels.CoarseLabels;
import org.fierce.labels.FineTargets;
import org.fierce.stats.Score;
import org.junit.jupiter.api.Test;

/**
 * What every evaluator promises. The test of an evaluator extends this class and says which
 * evaluator it is; further tests say what it computes.
 */
public abstract class EvaluatorContract {
  private static final int ROWS = 72;
  private static final int FINE = 6;
  private static final int COARSE = 3;

  /** The evaluator, with options that fit 72 rows of 3 coarse and 6 fine classes. */
  protected abstract Evaluator evaluator();

  /** Width of the features it is tried on. */
  protected int width() {
    return 6;
  }

  /**
   * How much a score may change with the order of the test rows: rounding, unless rows are drawn.
   */
  protected double orderTolerance() {
    return 1e-6;
  }

  @Test
  void theSameRowsGiveTheSameFindings() {
    for (FineTargets fine : applicable()) {
      Findings first = evaluator().evaluate(evaluation(fine));
      Findings second = evaluator().evaluate(evaluation(fine));

      assertThat(second.scores()).isEqualTo(first.scores());
      assertThat(cells(second)).isEqualTo(cells(first));
    }
  }

  @Test
  void thereAreScoresForTheKindsItAppliesToAndForNoOther() {
    assertThat(applicable()).isNotEmpty();
    for (FineTargets fine : targets()) {
      assertThat(evaluator().evaluate(evaluation(fine)).scores().isEmpty())
          .as("no score for %s", fine.getClass().getSimpleName())
          .isEqualTo(!evaluator().appliesTo(fine));
    }
  }

  @Test
  void scoresHaveDistinctKeysAndAReasonWhereNotDefined() {
    for (FineTargets fine : applicable()) {
      List<Score> scores = evaluator().evaluate(evaluation(fine)).scores();

      assertThat(scores.stream().map(Score::key)).doesNotHaveDuplicates();
      assertThat(scores)
          .allSatisfy(
              score -> {
                assertThat(score.isDefined() || score.note() != null).as(score.key()).isTrue();
                assertThat(score.n()).as(score.key()).isNotNegative();
              });
      assertThat(evaluator().exclusiveKeys().stream().allMatch(key -> !key.isBlank())).isTrue();
    }
  }

  @Test
  void somethingIsSaidOfEachTestRowOrOfNone() {
    for (FineTargets fine : applicable()) {
      List<ExampleColumn> columns = evaluator().evaluate(evaluation(fine)).examples();

      assertThat(columns.stream().map(ExampleColumn::name)).doesNotHaveDuplicates();
      assertThat(columns).allSatisfy(column -> assertThat(column.size()).isEqualTo(ROWS));
    }
  }

  @Test
  void theOrderOfTheTestRowsDoesNotMatter() {
    int[] order = IntStream.range(0, ROWS).map(i -> (i * 25 + 11) % ROWS).toArray();
    for (FineTargets fine : applicable()) {
      Findings before = evaluator().evaluate(evaluation(fine));
      Findings after = evaluator().evaluate(evaluation(fine, order, true, true, fine));

      for (Score score : before.scores()) {
        assertThat(after.value(score.key()))
            .as(score.key())
            .isCloseTo(score.value(), within(orderTolerance()));
      }
      for (int i = 0; i < before.examples().size(); i++) {
        for (int row = 0; row < ROWS; row++) {
          assertSame(before.examples().get(i), order[row], after.examples().get(i), row);
        }
      }
    }
  }

  private static void assertSame(ExampleColumn before, int was, ExampleColumn after, int is) {
    if (before instanceof ExampleColumn.Numbers numbers) {
      assertThat(((ExampleColumn.Numbers) after).values()[is])
          .as("%s of row %d", before.name(), was)
          .isCloseTo(numbers.values()[was], within(1e-4));
    } else {
      assertThat(after.cell(is)).as("%s of row %d", before.name(), was).isEqualTo(before.cell(was));
    }
  }

  @Test
  void fineTargetsAreNotLookedAtWhereTheyAreNotNeeded() {
    if (!evaluator().needsFineTargets()) {
      List<FineTargets> targets = targets();
      for (FineTargets other : targets) {
        assertThat(evaluator().evaluate(evaluation(other)).scores())
            .isEqualTo(evaluator().evaluate(evaluation(targets.get(0))).scores());
      }
    }
  }

  @Test
  void whatIsSaidOfATestRowDoesNotDependOnItsFineTarget() {
    for (FineTargets fine : applicable()) {
      int[] turned = IntStream.range(0, ROWS).map(i -> (i + 1) % ROWS).toArray();
      Evaluation hidden =
          evaluation(fine, IntStream.range(0, ROWS).toArray(), true, true, fine.select(turned));

      assertThat(cells(evaluator().evaluate(hidden)))
          .isEqualTo(cells(evaluator().evaluate(evaluation(fine))));
    }
  }

  @Test
  void withoutLogitsThereAreScoresUnlessTheyAreNeeded() {
    for (FineTargets fine : applicable()) {
      Evaluation bare = evaluation(fine, IntStream.range(0, ROWS).toArray(), false, true, fine);

      assertThat(evaluator().evaluate(bare).scores().isEmpty())
          .isEqualTo(evaluator().needsLogits());
    }
  }

  @Test
  void withoutAugmentedCopiesThereAreScoresUnlessTheyAreNeeded() {
    for (FineTargets fine : applicable()) {
      Evaluation bare = evaluation(fine, IntStream.range(0, ROWS).toArray(), true, false, fine);

      assertThat(evaluator().evaluate(bare).scores().isEmpty()).isEqualTo(evaluator().copies() > 0);
    }
  }

  @Test
  void theEvaluationIsLeftAsItWas() {
    for (FineTargets fine : applicable()) {
      Evaluation evaluation = evaluation(fine);
      float[] reference = evaluation.reference().featureMatrix().values().clone();
      float[] query = evaluation.query().featureMatrix().values().clone();
      evaluator().evaluate(evaluation);

      assertThat(evaluation.reference().featureMatrix().values()).isEqualTo(reference);
      assertThat(evaluation.query().featureMatrix().values()).isEqualTo(query);
    }
  }

  private List<FineTargets> applicable() {
    return targets().stream().filter(fine -> evaluator().appliesTo(fine)).toList();
  }

  /** A fine target of each kind for the rows. */
  private static List<FineTargets> targets() {
    SplittableRandom random = new SplittableRandom(5);
    double[] numbers = new double[ROWS];
    float[] shares = new float[ROWS * COARSE];
    for (int row = 0; row < ROWS; row++) {
      numbers[row] = fine(row) + 0.9 * random.nextDouble();
      float rest = (float) (0.3 * random.nextDouble());
      Arrays.fill(shares, row * COARSE, (row + 1) * COARSE, rest / 2);
      shares[row * COARSE + fine(row) / 2] = 1 - rest;
    }
    return List.of(
        Sample.fine(FINE, IntStream.range(0, ROWS).map(EvaluatorContract::fine).toArray()),
        Sample.scalars(numbers),
        new FineTargets.Shares(shares, Sample.names(COARSE)));
  }

  private static int fine(int row) {
    return row % FINE;
  }

  private Evaluation evaluation(FineTargets fine) {
    return evaluation(fine, IntStream.range(0, ROWS).toArray(), true, true, fine);
  }

  /**
   * Training and test rows about a centre for each fine class.
   *
   * @param order of the test rows
   */
  private Evaluation evaluation(
      FineTargets referenceFine,
      int[] order,
      boolean hasLogits,
      boolean hasCopies,
      FineTargets queryFine) {
    CoarseLabels coarse =
        Sample.coarse(COARSE, IntStream.range(0, ROWS).map(row -> fine(row) / 2).toArray());
    Embeddings reference = new Embeddings(features(1), hasLogits ? logits(2) : null);
    Embeddings query = new Embeddings(features(3), hasLogits ? logits(4) : null);
    Evaluation evaluation =
        new Evaluation(
            reference,
            coarse,
            referenceFine,
            query.select(order),
            coarse.select(order),
            queryFine.select(order),
            7);
    return hasCopies
        ? evaluation.withAugmented(view -> FloatMatrix.of(copy(view).select(order)))
        : evaluation;
  }

  private FloatMatrix features(long seed) {
    FloatMatrix noise = Sample.gaussian(ROWS, width(), seed);
    float[] values = new float[ROWS * width()];
    for (int i = 0; i < values.length; i++) {
      boolean isOwn = fine(i / width()) == i % width();
      // A single column rises with the class.
      float centre = width() == 1 ? fine(i) : isOwn ? 6 : 0;
      values[i] = centre + 0.5f * noise.values()[i];
    }
    return new FloatMatrix(ROWS, width(), values);
  }

  /** Each test row a little moved. */
  private FloatMatrix copy(int view) {
    FloatMatrix rows = features(3);
    FloatMatrix noise = Sample.gaussian(ROWS, width(), 100 + view);
    float[] values = new float[ROWS * width()];
    for (int i = 0; i < values.length; i++) {
      values[i] = rows.values()[i] + 0.05f * noise.values()[i];
    }
    return new FloatMatrix(ROWS, width(), values);
  }

  /** Right for most rows. */
  private static FloatMatrix logits(long seed) {
    FloatMatrix noise = Sample.gaussian(ROWS, COARSE, seed);
    float[] values = new float[ROWS * COARSE];
    for (int i = 0; i < values.length; i++) {
      values[i] = (fine(i / COARSE) / 2 == i % COARSE ? 2 : 0) + noise.values()[i];
    }
    return new FloatMatrix(ROWS, COARSE, values);
  }

  private static List<List<String>> cells(Findings findings) {
    return findings.examples().stream()
        .map(
            column ->
                Stream.concat(
                        Stream.of(column.name()),
                        IntStream.range(0, column.size()).mapToObj(column::cell))
                    .toList())
        .toList();
  }
}

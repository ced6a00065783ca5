package org.fierce.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.fierce.data.FloatMatrix;
import org.fierce.embed.Embeddings;
import org.fierce.labels.FineTargets;
import org.fierce.stats.Score;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class OrderAssignTest {
  @Nested
  final class OrderAssignment extends EvaluatorContract {
    @Override
    protected Evaluator evaluator() {
      return new OrderAssign();
    }

    @Override
    protected int width() {
      return 1;
    }
  }

  @Nested
  final class MeanOfTheCoarseClass extends EvaluatorContract {
    @Override
    protected Evaluator evaluator() {
      return new CoarseMean();
    }
  }

  @Nested
  final class RawShares extends EvaluatorContract {
    @Override
    protected Evaluator evaluator() {
      return new RawPrediction();
    }
  }

  private static final FloatMatrix FALLING = Sample.matrix(1, 8, 7, 2, 1);

  private static List<Score> scores(float[] feature, @Nullable FloatMatrix logits, double... test) {
    // Training: young (10, 20) have large features, old (60, 70) small ones.
    Evaluation evaluation =
        Sample.evaluation(
            FALLING,
            Sample.coarse(2, 0, 0, 1, 1),
            Sample.scalars(10, 20, 60, 70),
            Sample.matrix(1, feature),
            logits,
            Sample.coarse(2, 0, 0, 1, 1),
            Sample.scalars(test));
    return new OrderAssign().evaluate(evaluation).scores();
  }

  private static double value(List<Score> scores, String key) {
    return Sample.score(scores, key).value();
  }

  @Test
  void ranksGetTheTrainingQuantilesInTheDirectionOfTheCoarseLabels() {
    // Falling features mean rising targets: 9 -> 10, 5 -> 20, 4 -> 60, 3 -> 70.
    List<Score> scores = scores(new float[] {4, 9, 5, 3}, null, 61, 10, 22, 70);
    assertThat(value(scores, "orderAssignMeanSquaredError"))
        .isCloseTo((1 + 0 + 4 + 0) / 4.0, within(1e-9));
  }

  @Test
  void equalFeaturesShareTheMeanRank() {
    // All rank 2.5: quantile 1/2 of 10, 20, 60, 70 is 40.
    List<Score> scores = scores(new float[] {0, 0, 0, 0}, null, 40, 40, 40, 44);
    assertThat(value(scores, "orderAssignMeanSquaredError")).isCloseTo(4, within(1e-9));
  }

  @Test
  void classMeanUsesTheTrueClassWithoutLogitsAndThePredictedOneWithThem() {
    // Class means 15 and 65.
    List<Score> known = scores(new float[] {4, 9, 5, 3}, null, 15, 15, 65, 65);
    assertThat(value(known, "classMeanMeanSquaredError")).isCloseTo(0, within(1e-9));
    FloatMatrix wrong = Sample.matrix(2, 1, 0, 1, 0, 1, 0, 0, 1);
    List<Score> predicted = scores(new float[] {4, 9, 5, 3}, wrong, 15, 15, 65, 65);
    assertThat(value(predicted, "classMeanMeanSquaredError")).isCloseTo(625, within(1e-9));
  }

  @Test
  void theMixIsChosenOnTrainingRows() {
    // On the training rows the order is exact, so its weight is 1.
    List<Score> scores = scores(new float[] {4, 9, 5, 3}, null, 61, 10, 22, 70);
    Score mix = Sample.score(scores, "orderAssignMixMeanSquaredError");
    assertThat(mix.value()).isCloseTo(value(scores, "orderAssignMeanSquaredError"), within(1e-9));
    assertThat(mix.note()).contains("1.000");
  }

  @Test
  void mixOfAUselessOrderIsTheClassMean() {
    // Direction falls out as rising; within the classes the order is exactly wrong.
    Evaluation evaluation =
        Sample.same(
            Sample.matrix(1, 2, 1, 4, 3),
            null,
            Sample.coarse(2, 0, 0, 1, 1),
            Sample.scalars(10, 20, 60, 70));
    List<Score> scores = new OrderAssign().evaluate(evaluation).scores();
    assertThat(value(scores, "orderAssignMeanSquaredError")).isCloseTo(100, within(1e-9));
    assertThat(value(scores, "orderAssignMixMeanSquaredError")).isCloseTo(25, within(1e-9));
  }

  @Test
  void widerFeaturesAndOtherTargetsGiveNoScore() {
    assertThat(
            new OrderAssign()
                .evaluate(
                    Sample.same(
                        Sample.matrix(2, 1, 2), null, Sample.coarse(1, 0), Sample.scalars(3)))
                .scores())
        .isEmpty();
    assertThat(
            new OrderAssign()
                .evaluate(
                    Sample.same(Sample.matrix(1, 1), null, Sample.coarse(1, 0), Sample.fine(1, 0)))
                .scores())
        .isEmpty();
  }

  @Test
  void coarseMeanAnswersWithTheMeanOfTheTrueClass() {
    Evaluation evaluation =
        Sample.evaluation(
            FALLING,
            Sample.coarse(3, 0, 0, 1, 1),
            Sample.scalars(10, 20, 60, 70),
            Sample.matrix(1, 0, 0, 0),
            null,
            Sample.coarse(3, 0, 1, 2),
            Sample.scalars(16, 65, 43));
    List<Score> scores = new CoarseMean().evaluate(evaluation).scores();
    // Answers 15, 65 and, for the class without training rows, 40.
    assertThat(value(scores, "probeMeanAbsoluteError")).isCloseTo(4 / 3.0, within(1e-9));
    assertThat(value(scores, "spearman")).isCloseTo(1, within(1e-9));
  }

  private static Evaluation shares(@Nullable FloatMatrix logits) {
    FineTargets.Shares reference =
        new FineTargets.Shares(new float[] {.6f, .4f, .8f, .2f, .1f, .9f}, Sample.names(2));
    FineTargets.Shares query =
        new FineTargets.Shares(new float[] {.9f, .1f, .3f, .7f}, Sample.names(2));
    return new Evaluation(
        new Embeddings(Sample.matrix(1, 0, 0, 0), null),
        reference.coarse(),
        reference,
        new Embeddings(Sample.matrix(1, 0, 0), logits),
        query.coarse(),
        query,
        1);
  }

  @Test
  void coarseMeanOfSharesByHand() {
    List<Score> scores = new CoarseMean().evaluate(shares(null)).scores();
    // Answers (.7, .3) and (.1, .9): squared errors 2 x .04 and 2 x .04.
    assertThat(value(scores, "rawMeanSquaredError")).isCloseTo(0.08, within(1e-6));
    assertThat(value(scores, "transferMeanSquaredError")).isCloseTo(0.08, within(1e-6));
    assertThat(
            new CoarseMean()
                .evaluate(
                    Sample.same(Sample.matrix(1, 1), null, Sample.coarse(1, 0), Sample.fine(1, 0)))
                .scores())
        .isEmpty();
  }

  @Test
  void rawPredictionIsSoftmaxAgainstShares() {
    FloatMatrix logits = Sample.matrix(2, (float) Math.log(4), 0, 5, 5);
    // (.8, .2) against (.9, .1): .02; (.5, .5) against (.3, .7): .08.
    List<Score> scores = new RawPrediction().evaluate(shares(logits)).scores();
    assertThat(value(scores, "rawMeanSquaredError")).isCloseTo(0.05, within(1e-6));
    assertThat(new RawPrediction().evaluate(shares(null)).scores()).isEmpty();
    assertThatThrownBy(() -> new RawPrediction().evaluate(shares(Sample.matrix(1, 1, 2))).scores())
        .hasMessageContaining("1 logits")
        .hasMessageContaining("2 components");
  }
}

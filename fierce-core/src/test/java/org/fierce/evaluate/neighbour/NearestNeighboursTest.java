package org.fierce.evaluate.neighbour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.fierce.data.FloatMatrix;
import org.fierce.evaluate.Evaluation;
import org.fierce.evaluate.Evaluator;
import org.fierce.evaluate.EvaluatorContract;
import org.fierce.evaluate.Sample;
import org.fierce.evaluate.Softmax;
import org.fierce.stats.Score;
import org.junit.jupiter.api.Test;

class NearestNeighboursTest extends EvaluatorContract {
  @Override
  protected Evaluator evaluator() {
    return new NearestNeighbours(20, 0.07, List.of(1, 5));
  }

  @Test
  void nearVotesWeighMoreThanManyFarOnes() {
    // From (1, 0): cosine 1 for class 0; 0.6 twice for class 1. exp(1/.2) > 2 exp(.6/.2), but at
    // temperature 1 exp(1) < 2 exp(.6).
    FloatMatrix reference = Sample.matrix(2, 5, 0, 3, 4, 0.6f, -0.8f);
    FloatMatrix query = Sample.matrix(2, 2, 0);
    assertThat(accuracy(reference, query, 3, 0.2)).isEqualTo(1);
    assertThat(accuracy(reference, query, 3, 1.0)).isEqualTo(0);
    assertThat(accuracy(reference, query, 1, 1.0)).isEqualTo(1);
    assertThat(accuracy(reference, query, 50, 0.001)).isEqualTo(1);
  }

  private static double accuracy(FloatMatrix reference, FloatMatrix query, int k, double tau) {
    Evaluation evaluation =
        Sample.evaluation(
            reference,
            Sample.coarse(1, 0, 0, 0),
            Sample.fine(2, 0, 1, 1),
            query,
            null,
            Sample.coarse(1, 0),
            Sample.fine(2, 0));
    return Sample.score(
            new NearestNeighbours(k, tau, List.of()).evaluate(evaluation).scores(), "knnAccuracy")
        .value();
  }

  @Test
  void agreesWithBruteForceInEveryScope() {
    int rows = 9000;
    int asked = 300;
    SplittableRandom random = new SplittableRandom(3);
    int[] fine = IntStream.range(0, rows).map(i -> random.nextInt(12)).toArray();
    int[] fineAsked = IntStream.range(0, asked).map(i -> random.nextInt(12)).toArray();
    int[] coarse = Arrays.stream(fine).map(f -> f / 3).toArray();
    int[] coarseAsked = Arrays.stream(fineAsked).map(f -> f / 3).toArray();
    FloatMatrix reference = shifted(rows, fine, 1);
    FloatMatrix query = shifted(asked, fineAsked, 2);
    FloatMatrix logits = Sample.gaussian(asked, 4, 4);
    Evaluation evaluation =
        Sample.evaluation(
            reference,
            Sample.coarse(4, coarse),
            Sample.fine(12, fine),
            query,
            logits,
            Sample.coarse(4, coarseAsked),
            Sample.fine(12, fineAsked));
    List<Score> scores =
        Sample.pooled(new NearestNeighbours(20, 0.07, List.of()).evaluate(evaluation).scores());

    int[] predicted = Softmax.decisions(logits);
    double[] hits = new double[3];
    for (int q = 0; q < asked; q++) {
      int trueCoarse = coarseAsked[q];
      int givenCoarse = predicted[q];
      List<IntPredicate> scopes =
          List.of(r -> true, r -> coarse[r] == trueCoarse, r -> coarse[r] == givenCoarse);
      for (int s = 0; s < 3; s++) {
        hits[s] += naive(reference, query, q, fine, scopes.get(s)) == fineAsked[q] ? 1 : 0;
      }
    }
    // Cosines in 32 bits may order a near tie otherwise: at most one row in 300.
    assertThat(scores.get(0).value()).isCloseTo(hits[0] / asked, within(1.01 / asked));
    assertThat(scores.get(1).value()).isCloseTo(hits[1] / asked, within(1.01 / asked));
    assertThat(scores.get(2).value()).isCloseTo(hits[2] / asked, within(1.01 / asked));
    assertThat(Sample.keys(scores))
        .containsExactly("knnAccuracy", "knnAccuracyWithinTrue", "knnAccuracyWithinPredicted");
  }

  private static FloatMatrix shifted(int rows, int[] fine, long seed) {
    FloatMatrix noise = Sample.gaussian(rows, 8, seed);
    for (int i = 0; i < rows; i++) {
      noise.values()[i * 8 + fine[i] % 8] += 1.5f;
    }
    return noise;
  }

  private static int naive(
      FloatMatrix reference, FloatMatrix query, int q, int[] fine, IntPredicate scope) {
    double[] cosine =
        IntStream.range(0, reference.rows())
            .mapToDouble(r -> cosine(reference, r, query, q))
            .toArray();
    double[] votes = new double[12];
    IntStream.range(0, reference.rows())
        .filter(scope)
        .boxed()
        .sorted(Comparator.comparingDouble(r -> -cosine[r]))
        .limit(20)
        .forEach(r -> votes[fine[r]] += Math.exp(cosine[r] / 0.07));
    return IntStream.range(0, 12)
        .boxed()
        .max(Comparator.comparingDouble(c -> votes[c]))
        .orElseThrow();
  }

  private static double cosine(FloatMatrix a, int i, FloatMatrix b, int j) {
    double product = 0;
    double squaresA = 0;
    double squaresB = 0;
    for (int c = 0; c < a.columns(); c++) {
      product += (double) a.at(i, c) * b.at(j, c);
      squaresA += (double) a.at(i, c) * a.at(i, c);
      squaresB += (double) b.at(j, c) * b.at(j, c);
    }
    return product / Math.sqrt(squaresA * squaresB);
  }

  @Test
  void recallLooksForTheFirstRowOfTheOwnClassInTheSameSearch() {
    // From (1, 0), nearest first: rows 0 (class 1), 2 (class 2), 1 (class 0), 3 (class 0).
    // Coarse class 0 holds the fine classes 0 and 1, coarse class 1 the other.
    FloatMatrix reference = Sample.matrix(2, 10, 1, 10, 4, 10, 2, 0, 1);
    FloatMatrix query = Sample.matrix(2, 1, 0);
    List<Score> scores =
        new NearestNeighbours(1, 0.07, List.of(1, 2, 3, 50))
            .evaluate(
                Sample.evaluation(
                    reference,
                    Sample.coarse(2, 0, 0, 1, 0),
                    Sample.fine(3, 1, 0, 2, 0),
                    query,
                    Sample.matrix(2, 0, 1),
                    Sample.coarse(2, 0),
                    Sample.fine(3, 0)))
            .scores();
    assertThat(recalls(scores, "knnRecallAt")).containsExactly(0, 0, 1, 1);
    assertThat(recalls(scores, "knnRecallAtWithinTrue")).containsExactly(0, 1, 1, 1);
    // Sent to the coarse class that does not hold its fine class, it finds none.
    assertThat(recalls(scores, "knnRecallAtWithinPredicted")).containsExactly(0, 0, 0, 0);
    // Recall asked for does not let more rows vote.
    assertThat(Sample.score(scores, "knnAccuracy").value()).isEqualTo(0);
  }

  private static double[] recalls(List<Score> scores, String key) {
    return IntStream.of(1, 2, 3, 50)
        .mapToDouble(k -> Sample.score(scores, key + "-" + k).value())
        .toArray();
  }

  @Test
  void coarseClassesWithASingleFineClassAreLeftOutAndCounted() {
    FloatMatrix features = Sample.matrix(1, 1, -1, 1, -1);
    List<Score> scores =
        NearestNeighbours.standard()
            .evaluate(
                Sample.same(
                    features, null, Sample.coarse(3, 0, 0, 2, 2), Sample.fine(3, 0, 1, 2, 2)))
            .scores();
    Score within = Sample.score(scores, "knnAccuracyWithinTrue");
    assertThat(within.n()).isEqualTo(2);
    assertThat(within.value()).isEqualTo(1);
    assertThat(within.note()).contains("2 of 4");
    assertThat(Sample.keys(scores)).doesNotContain("knnAccuracyWithinPredicted");
  }

  @Test
  void withoutAnyChoiceNothingInsideIsDefined() {
    List<Score> scores =
        NearestNeighbours.standard()
            .evaluate(
                Sample.same(
                    Sample.matrix(2, 1, 0, 0, 1),
                    null,
                    Sample.coarse(2, 0, 1),
                    Sample.fine(2, 0, 1)))
            .scores();
    assertThat(Sample.keys(Sample.defined(scores)))
        .containsExactly("knnAccuracy", "knnAccuracyBalanced");
    assertThat(scores.get(0).value()).isEqualTo(1);
    assertThat(Sample.score(scores, "knnAccuracyWithinTrue").note())
        .isEqualTo(
            "not defined: 2 of 2 test rows left out: their coarse class has a single fine class (2 of 2 coarse classes)");
  }

  private static List<Score> ofClasses(int... testFine) {
    return NearestNeighbours.standard()
        .evaluate(
            Sample.evaluation(
                Sample.matrix(2, 1, 0, 0, 1),
                Sample.coarse(1, 0, 0),
                Sample.fine(4, 0, 1),
                Sample.matrix(2, 1, 0, 0, 1),
                null,
                Sample.coarse(1, 0, 0),
                Sample.fine(4, testFine)))
        .scores();
  }

  @Test
  void classesThatNoTrainingRowHasCountAsMissesAndAreTold() {
    Score all = Sample.score(ofClasses(0, 2), "knnAccuracy");

    assertThat(all.value()).isEqualTo(0.5);
    assertThat(all.note())
        .isEqualTo("1 of 2 test rows count as misses: no training row has their fine class");
    assertThat(Sample.score(ofClasses(0, 2), "knnAccuracyWithinTrue").note())
        .isEqualTo(
            "1 of 2 test rows count as misses: no training row of their coarse class has their fine class");
  }

  @Test
  void whereNoTestRowCanBeAnsweredNothingIsDefined() {
    assertThat(ofClasses(2, 3)).hasSize(4).noneMatch(Score::isDefined);
    assertThat(ofClasses(2, 3).get(0).note())
        .isEqualTo("not defined: no training row has the fine class of a test row");
  }

  @Test
  void zeroFeaturesVoteForTheEarlierRows() {
    Evaluation evaluation =
        Sample.evaluation(
            new FloatMatrix(4, 3, new float[12]),
            Sample.coarse(2, 1, 1, 0, 0),
            Sample.fine(4, 3, 2, 0, 1),
            new FloatMatrix(2, 3, new float[6]),
            null,
            Sample.coarse(2, 1, 0),
            Sample.fine(4, 3, 0));
    List<Score> scores = new NearestNeighbours(1, 0.07, List.of()).evaluate(evaluation).scores();
    assertThat(Sample.score(scores, "knnAccuracy").value()).isEqualTo(0.5);
    assertThat(Sample.score(scores, "knnAccuracyWithinTrue").value()).isEqualTo(1);
  }

  @Test
  void aFineOrCoarseClassAbsentFromTheReferenceIsMissed() {
    Evaluation evaluation =
        Sample.evaluation(
            Sample.matrix(2, 1, 0, 0, 1),
            Sample.coarse(2, 0, 0),
            Sample.fine(4, 0, 1),
            Sample.matrix(2, 1, 0, 1, 0, 0, 1),
            Sample.matrix(2, 0, 1, 0, 1, 1, 0),
            Sample.coarse(2, 0, 1, 0),
            Sample.fine(4, 2, 3, 1));
    List<Score> scores = NearestNeighbours.standard().evaluate(evaluation).scores();
    assertThat(Sample.score(scores, "knnAccuracy").value()).isCloseTo(1 / 3.0, within(1e-12));
    assertThat(Sample.score(scores, "knnAccuracyWithinTrue").value()).isEqualTo(0.5);
    // The first row is sent to a coarse class without reference rows: nobody votes.
    assertThat(Sample.score(scores, "knnAccuracyWithinPredicted").value()).isEqualTo(0.5);
  }

  @Test
  void optionsOutOfRangeAreRefusedByValue() {
    assertThatThrownBy(() -> new NearestNeighbours(0, 1, List.of()))
        .hasMessageContaining("neighbours is 0");
    assertThatThrownBy(() -> new NearestNeighbours(1, -2, List.of())).hasMessageContaining("-2");
    assertThatThrownBy(() -> new NearestNeighbours(1, 1, List.of(0))).hasMessageContaining("has 0");
    assertThatThrownBy(() -> new NearestNeighbours(1, 1, List.of(2, 2)))
        .hasMessageContaining("[2, 2]");
  }
}

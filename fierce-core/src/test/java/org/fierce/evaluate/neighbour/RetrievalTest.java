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
import org.fierce.evaluate.Evaluator;
import org.fierce.evaluate.EvaluatorContract;
import org.fierce.evaluate.HeldOut;
import org.fierce.evaluate.Sample;
import org.fierce.evaluate.Softmax;
import org.fierce.random.Streams;
import org.fierce.stats.Score;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RetrievalTest extends EvaluatorContract {
  @Override
  protected Evaluator evaluator() {
    return Retrieval.standard();
  }

  private static double value(List<Score> scores, String key) {
    return Sample.score(scores, key).value();
  }

  /** Unit vectors at angles, in degrees. */
  private static FloatMatrix angles(double... degrees) {
    float[] values = new float[2 * degrees.length];
    for (int i = 0; i < degrees.length; i++) {
      values[2 * i] = (float) Math.cos(Math.toRadians(degrees[i]));
      values[2 * i + 1] = (float) Math.sin(Math.toRadians(degrees[i]));
    }
    return new FloatMatrix(degrees.length, 2, values);
  }

  @Test
  void fiveRowsByHand() {
    // Angles 0 a, 10 b, 25 a, 45 b, 70 a. Classes of the others, nearest first, and R:
    // 0: b a b a, R 2: precision at 2 is 1/2, so 1/4;  10: a a b a, R 1: 0;
    // 25: b b a a, R 2: 0;  45: a a b a, R 1: 0;  70: b a b a, R 2: 1/4.
    List<Score> scores =
        new Retrieval(List.of(1, 2, 3))
            .evaluate(
                Sample.same(
                    angles(0, 10, 25, 45, 70),
                    null,
                    Sample.coarse(1, new int[5]),
                    Sample.fine(2, 0, 1, 0, 1, 0)))
            .scores();
    assertThat(Sample.keys(Sample.pooled(scores)))
        .containsExactly(
            "recallAt-1",
            "recallAt-2",
            "recallAt-3",
            "meanAveragePrecisionAtR",
            "recallAtWithinTrue-1",
            "recallAtWithinTrue-2",
            "recallAtWithinTrue-3",
            "meanAveragePrecisionAtRWithinTrue");
    assertThat(value(scores, "recallAt-1")).isEqualTo(0);
    assertThat(value(scores, "recallAt-2")).isEqualTo(0.4);
    assertThat(value(scores, "recallAt-3")).isEqualTo(1);
    assertThat(value(scores, "meanAveragePrecisionAtR")).isCloseTo(0.1, within(1e-12));
    assertThat(value(scores, "meanAveragePrecisionAtRWithinTrue")).isCloseTo(0.1, within(1e-12));
    assertThat(Sample.score(scores, "recallAt-2").interval()).isEqualTo("wilson");
    assertThat(Sample.score(scores, "meanAveragePrecisionAtR").interval())
        .isEqualTo("bootstrap-examples");
    // Class 0 at 0, 25 and 70 degrees, class 1 at 10 and 45: at 2 rows only the last two of class 0
    // find one of their own, so 2/3 and 0.
    assertThat(value(scores, "recallAtBalanced-2")).isCloseTo(1 / 3.0, within(1e-12));
    assertThat(Sample.pooled(scores)).allMatch(score -> score.note() == null && score.n() == 5);
  }

  @Test
  void averagePrecisionWeighsEarlyHits() {
    // 0 a, 1 a, 3 b, 6 a, 100 b; R is 2 for a, 1 for b. Nearest first:
    // 0: a b: (1/1) / 2.  1: a b: (1/1) / 2.  6: b a: (1/2) / 2.  3: a: 0.  100: a: 0.
    List<Score> scores =
        Retrieval.standard()
            .evaluate(
                Sample.same(
                    angles(0, 1, 3, 6, 100),
                    null,
                    Sample.coarse(1, new int[5]),
                    Sample.fine(2, 0, 0, 1, 0, 1)))
            .scores();
    assertThat(value(scores, "meanAveragePrecisionAtR")).isCloseTo(0.25, within(1e-12));
    assertThat(value(scores, "recallAt-1")).isCloseTo(0.4, within(1e-12));
    assertThat(value(scores, "recallAt-10")).isEqualTo(1);
  }

  private record Data(FloatMatrix features, FloatMatrix logits, int[] coarse, int[] fine) {
    static Data random(int rows) {
      SplittableRandom random = new SplittableRandom(5);
      int[] fine = IntStream.range(0, rows).map(i -> random.nextInt(8)).toArray();
      int[] coarse = Arrays.stream(fine).map(f -> f / 2).toArray();
      FloatMatrix features = Sample.gaussian(rows, 6, 8);
      FloatMatrix logits = Sample.gaussian(rows, 4, 9);
      for (int i = 0; i < rows; i++) {
        features.values()[i * 6 + fine[i] % 6] += 1.2f;
        logits.values()[i * 4 + coarse[i]] += 1.5f;
      }
      return new Data(features, logits, coarse, fine);
    }

    List<Score> scores() {
      return new Retrieval(List.of(1, 4))
          .evaluate(Sample.same(features, logits, Sample.coarse(4, coarse), Sample.fine(8, fine)))
          .scores();
    }

    Data select(int[] rows) {
      return new Data(
          FloatMatrix.of(features.select(rows)),
          FloatMatrix.of(logits.select(rows)),
          HeldOut.select(coarse, rows),
          HeldOut.select(fine, rows));
    }
  }

  @Test
  void agreesWithANaiveVersionInEveryReading() {
    Data data = Data.random(600);
    List<Score> scores = data.scores();
    int[] predicted = Softmax.decisions(data.logits());
    int rows = data.fine().length;
    double[] recall = new double[3];
    double[] precision = new double[3];
    for (int q = 0; q < rows; q++) {
      int asks = q;
      List<IntPredicate> readings =
          List.of(
              r -> r != asks,
              r -> r != asks && data.coarse()[r] == data.coarse()[asks],
              r -> r != asks && predicted[r] == predicted[asks]);
      long others = Arrays.stream(data.fine()).filter(f -> f == data.fine()[asks]).count() - 1;
      for (int i = 0; i < 3; i++) {
        List<Integer> order =
            IntStream.range(0, rows)
                .filter(readings.get(i))
                .boxed()
                .sorted(Comparator.comparingDouble(r -> -cosine(data.features(), asks, r)))
                .toList();
        recall[i] +=
            order.stream().limit(4).anyMatch(r -> data.fine()[r] == data.fine()[asks]) ? 1 : 0;
        double sum = 0;
        for (int k = 1; k <= Math.min(others, order.size()); k++) {
          if (data.fine()[order.get(k - 1)] == data.fine()[asks]) {
            sum +=
                (double)
                        order.stream()
                            .limit(k)
                            .filter(r -> data.fine()[r] == data.fine()[asks])
                            .count()
                    / k;
          }
        }
        precision[i] += sum / others;
      }
    }
    String[] names = {"", "WithinTrue", "WithinPredicted"};
    for (int i = 0; i < 3; i++) {
      // Cosines in 32 bits may order a near tie otherwise.
      assertThat(value(scores, "recallAt" + names[i] + "-4"))
          .isCloseTo(recall[i] / rows, within(2.0 / rows));
      assertThat(value(scores, "meanAveragePrecisionAtR" + names[i]))
          .isCloseTo(precision[i] / rows, within(1e-4));
    }
  }

  private static double cosine(FloatMatrix matrix, int i, int j) {
    double product = 0;
    double a = 0;
    double b = 0;
    for (int c = 0; c < matrix.columns(); c++) {
      product += (double) matrix.at(i, c) * matrix.at(j, c);
      a += (double) matrix.at(i, c) * matrix.at(i, c);
      b += (double) matrix.at(j, c) * matrix.at(j, c);
    }
    return product / Math.sqrt(a * b);
  }

  @Test
  void orderOfRowsAndNamesOfClassesDoNotMatter() {
    Data data = Data.random(300);
    Data mixed = data.select(Streams.permutation(300, new SplittableRandom(1)));
    int[] renamed = Arrays.stream(mixed.fine()).map(f -> 7 - f).toArray();
    List<Score> others =
        new Data(mixed.features(), mixed.logits(), mixed.coarse(), renamed).scores();
    for (Score score : data.scores()) {
      assertThat(value(others, score.key())).as(score.key()).isCloseTo(score.value(), within(1e-4));
    }
  }

  @Test
  void rowsSentElsewhereAreMissed() {
    // Four rows of two classes, each next to its mate; the last row is sent to the other group.
    FloatMatrix logits = Sample.matrix(2, 1, 0, 1, 0, 1, 0, 0, 1);
    List<Score> scores = tiny(logits);
    assertThat(value(scores, "recallAtWithinTrue-1")).isEqualTo(1);
    assertThat(value(scores, "meanAveragePrecisionAtRWithinTrue")).isEqualTo(1);
    assertThat(value(scores, "recallAtWithinPredicted-1")).isEqualTo(0.5);
    assertThat(value(scores, "meanAveragePrecisionAtRWithinPredicted")).isEqualTo(0.5);
    assertThat(Sample.keys(tiny(null))).noneMatch(key -> key.contains("Predicted"));
  }

  private static List<Score> tiny(@Nullable FloatMatrix logits) {
    return Retrieval.standard()
        .evaluate(
            Sample.same(
                angles(0, 1, 90, 91),
                logits,
                Sample.coarse(2, new int[4]),
                Sample.fine(2, 0, 0, 1, 1)))
        .scores();
  }

  @Test
  void queriesWithNothingToFindAreLeftOutAndCounted() {
    List<Score> scores =
        new Retrieval(List.of(1))
            .evaluate(
                Sample.same(
                    angles(0, 1, 90, 200, 201),
                    null,
                    Sample.coarse(2, 0, 0, 0, 1, 1),
                    Sample.fine(3, 0, 0, 1, 2, 2)))
            .scores();
    Score all = Sample.score(scores, "recallAt-1");
    assertThat(all.n()).isEqualTo(4);
    assertThat(all.note()).isEqualTo("1 of 5 test rows left out: no other row of their fine class");
    Score inside = Sample.score(scores, "recallAtWithinTrue-1");
    assertThat(inside.n()).isEqualTo(2);
    assertThat(inside.note()).contains("2 of 5", "single fine class", "1 of 5", "no other row");
  }

  @Test
  void duplicatesAndZerosAreFoundInTheOrderOfTheFile() {
    for (FloatMatrix features :
        List.of(new FloatMatrix(4, 2, new float[8]), Sample.matrix(1, 3, 3, 3, 3))) {
      List<Score> scores =
          new Retrieval(List.of(1, 2))
              .evaluate(
                  Sample.same(
                      features, null, Sample.coarse(1, new int[4]), Sample.fine(2, 0, 1, 0, 1)))
              .scores();
      // Nearest of row 0 is row 1, of all others row 0: only row 2 has its class there.
      assertThat(value(scores, "recallAt-1")).isEqualTo(0.25);
      assertThat(value(scores, "meanAveragePrecisionAtR")).isEqualTo(0.25);
      assertThat(value(scores, "recallAt-2")).isEqualTo(0.75);
    }
  }

  @Test
  void oneClassOrOneRowAClassIsNotDefined() {
    List<Score> one =
        Retrieval.standard()
            .evaluate(
                Sample.same(angles(0, 50), null, Sample.coarse(1, 0, 0), Sample.fine(1, 0, 0)))
            .scores();
    assertThat(one).noneMatch(Score::isDefined);
    assertThat(Sample.score(one, "recallAt-1").note())
        .isEqualTo("not defined: the test rows are of a single fine class");
    List<Score> alone =
        Retrieval.standard()
            .evaluate(
                Sample.same(angles(0, 50), null, Sample.coarse(1, 0, 0), Sample.fine(2, 0, 1)))
            .scores();
    assertThat(alone).noneMatch(Score::isDefined);
    assertThat(Sample.score(alone, "meanAveragePrecisionAtR").note())
        .isEqualTo("not defined: 2 of 2 test rows left out: no other row of their fine class");
  }

  @Test
  void optionsOutOfRangeAreRefusedByValue() {
    assertThatThrownBy(() -> new Retrieval(List.of())).hasMessageContaining("empty");
    assertThatThrownBy(() -> new Retrieval(List.of(1, 0))).hasMessageContaining("has 0");
    assertThatThrownBy(() -> new Retrieval(List.of(5, 5))).hasMessageContaining("[5, 5]");
  }
}

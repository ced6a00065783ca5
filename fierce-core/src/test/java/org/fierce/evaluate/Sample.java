package org.fierce.evaluate;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.fierce.data.FloatMatrix;
import org.fierce.embed.Embeddings;
import org.fierce.labels.CoarseLabels;
import org.fierce.labels.FineTargets;
import org.jspecify.annotations.Nullable;

/** Small evaluations for tests. */
final class Sample {
  private Sample() {}

  static FloatMatrix matrix(int columns, float... values) {
    return new FloatMatrix(values.length / columns, columns, values);
  }

  static List<String> names(int count) {
    return IntStream.range(0, count).mapToObj(i -> "class" + i).toList();
  }

  static CoarseLabels coarse(int classes, int... labels) {
    return new CoarseLabels(labels, names(classes));
  }

  static FineTargets.Classes fine(int classes, int... labels) {
    return new FineTargets.Classes(labels, names(classes));
  }

  static FineTargets.Scalars scalars(double... values) {
    return new FineTargets.Scalars(values, "target");
  }

  static Evaluation evaluation(
      FloatMatrix reference,
      CoarseLabels referenceCoarse,
      FineTargets referenceFine,
      FloatMatrix query,
      @Nullable FloatMatrix queryLogits,
      CoarseLabels queryCoarse,
      FineTargets queryFine) {
    return new Evaluation(
        new Embeddings(reference, null),
        referenceCoarse,
        referenceFine,
        new Embeddings(query, queryLogits),
        queryCoarse,
        queryFine,
        7);
  }

  /** The same rows to fit on and to score. */
  static Evaluation same(
      FloatMatrix features, @Nullable FloatMatrix logits, CoarseLabels coarse, FineTargets fine) {
    Embeddings embeddings = new Embeddings(features, logits);
    return new Evaluation(embeddings, coarse, fine, embeddings, coarse, fine, 7);
  }

  static FloatMatrix gaussian(int rows, int columns, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) gaussian(random);
    }
    return new FloatMatrix(rows, columns, values);
  }

  static double gaussian(SplittableRandom random) {
    return Math.sqrt(-2 * Math.log(1 - random.nextDouble()))
        * Math.cos(2 * Math.PI * random.nextDouble());
  }

  static Score score(List<Score> scores, String key) {
    return scores.stream().filter(score -> score.key().equals(key)).findFirst().orElseThrow();
  }

  /** Without the means over classes. */
  static List<Score> pooled(List<Score> scores) {
    return scores.stream().filter(score -> !score.key().contains("Balanced")).toList();
  }

  /** Those with a number. */
  static List<Score> defined(List<Score> scores) {
    return scores.stream().filter(Score::isDefined).toList();
  }

  static List<String> keys(List<Score> scores) {
    return scores.stream().map(Score::key).toList();
  }
}

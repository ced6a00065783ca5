package org.fierce.evaluate;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.fierce.data.FloatMatrix;
import org.fierce.embed.Embeddings;
import org.fierce.labels.CoarseLabels;
import org.fierce.labels.FineTargets;
import org.fierce.stats.Score;
import org.jspecify.annotations.Nullable;

/** Small evaluations for tests. */
public final class Sample {
  private Sample() {}

  public static FloatMatrix matrix(int columns, float... values) {
    return new FloatMatrix(values.length / columns, columns, values);
  }

  public static List<String> names(int count) {
    return IntStream.range(0, count).mapToObj(i -> "class" + i).toList();
  }

  public static CoarseLabels coarse(int classes, int... labels) {
    return new CoarseLabels(labels, names(classes));
  }

  public static FineTargets.Classes fine(int classes, int... labels) {
    return new FineTargets.Classes(labels, names(classes));
  }

  public static FineTargets.Scalars scalars(double... values) {
    return new FineTargets.Scalars(values, "target");
  }

  public static Evaluation evaluation(
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
  public static Evaluation same(
      FloatMatrix features, @Nullable FloatMatrix logits, CoarseLabels coarse, FineTargets fine) {
    Embeddings embeddings = new Embeddings(features, logits);
    return new Evaluation(embeddings, coarse, fine, embeddings, coarse, fine, 7);
  }

  public static FloatMatrix gaussian(int rows, int columns, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) gaussian(random);
    }
    return new FloatMatrix(rows, columns, values);
  }

  public static double gaussian(SplittableRandom random) {
    return Math.sqrt(-2 * Math.log(1 - random.nextDouble()))
        * Math.cos(2 * Math.PI * random.nextDouble());
  }

  public static Score score(List<Score> scores, String key) {
    return scores.stream().filter(score -> score.key().equals(key)).findFirst().orElseThrow();
  }

  /** Without the means over classes. */
  public static List<Score> pooled(List<Score> scores) {
    return scores.stream().filter(score -> !score.key().contains("Balanced")).toList();
  }

  /** Those with a number. */
  public static List<Score> defined(List<Score> scores) {
    return scores.stream().filter(Score::isDefined).toList();
  }

  public static List<String> keys(List<Score> scores) {
    return scores.stream().map(Score::key).toList();
  }
}

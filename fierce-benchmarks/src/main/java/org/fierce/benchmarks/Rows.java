package org.fierce.benchmarks;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.fierce.data.Dataset;
import org.fierce.data.FloatMatrix;
import org.fierce.labels.CoarseLabels;
import org.fierce.random.Streams;

/** Made-up rows: speed does not depend on what they say. */
final class Rows {
  private Rows() {}

  /** Standard normal numbers. */
  static FloatMatrix normal(int rows, int columns, long seed) {
    return new FloatMatrix(
        rows,
        columns,
        Streams.normal(Streams.generator(seed, "rows"), Math.multiplyExact(rows, columns), 1));
  }

  /** Rows of normal numbers with labels drawn evenly. */
  static Dataset vectors(int rows, int columns, int classes, long seed) {
    return Dataset.numbered(
        "normal", normal(rows, columns, seed), coarse(rows, classes, seed), null);
  }

  static CoarseLabels coarse(int rows, int classes, long seed) {
    return new CoarseLabels(labels(rows, classes, seed), names(classes));
  }

  static int[] labels(int rows, int classes, long seed) {
    return new SplittableRandom(seed).ints(rows, 0, classes).toArray();
  }

  static List<String> names(int classes) {
    return IntStream.range(0, classes).mapToObj(Integer::toString).toList();
  }
}

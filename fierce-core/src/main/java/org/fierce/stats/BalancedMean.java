package org.fierce.stats;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.fierce.random.Streams;

/** Examples put together by class, for a mean in which every class counts alike. */
final class BalancedMean {
  private final double[] values;
  private final double[][] strata;
  private final int[] classesIn;
  private final int classes;

  BalancedMean(double[] values, int[] labels) {
    this.values = values;
    int[][] members = Groups.rowsOf(labels, Arrays.stream(labels).max().orElse(-1) + 1);
    int[][] many = Arrays.stream(members).filter(rows -> rows.length > 1).toArray(int[][]::new);
    double[] alone =
        Arrays.stream(members)
            .filter(rows -> rows.length == 1)
            .mapToDouble(rows -> values[rows[0]])
            .toArray();
    int groups = many.length + (alone.length > 0 ? 1 : 0);
    strata = new double[groups][];
    classesIn = new int[groups];
    for (int c = 0; c < many.length; c++) {
      strata[c] = Arrays.stream(many[c]).mapToDouble(row -> values[row]).toArray();
      classesIn[c] = 1;
    }
    if (alone.length > 0) {
      strata[groups - 1] = alone;
      classesIn[groups - 1] = alone.length;
    }
    classes = many.length + alone.length;
  }

  Score score(String key, long seed) {
    double value = 0;
    int degrees = 0;
    for (int c = 0; c < strata.length; c++) {
      value += classesIn[c] * Arrays.stream(strata[c]).average().orElseThrow() / classes;
      degrees += strata[c].length - 1;
    }
    if (degrees == 0) {
      return Score.bare(key, value, values.length).withNote(note());
    }
    SplittableRandom random = Streams.generator(seed, key, 0);
    double[] drawn = new double[Bootstrap.DRAWS];
    for (int draw = 0; draw < drawn.length; draw++) {
      for (int c = 0; c < strata.length; c++) {
        drawn[draw] += classesIn[c] * drawnMean(strata[c], random) / classes;
      }
    }
    double tail = Bootstrap.tail(1, degrees);
    return Bootstrap.between(key, value, drawn, tail, "bootstrap-within-classes", values.length)
        .withNote(note());
  }

  private static double drawnMean(double[] stratum, SplittableRandom random) {
    if (stratum.length == 1) {
      return stratum[0];
    }
    double sum = 0;
    for (int i = 1; i < stratum.length; i++) {
      sum += stratum[Bootstrap.below(stratum.length, random)];
    }
    return sum / (stratum.length - 1);
  }

  private String note() {
    return "mean over %d classes".formatted(classes);
  }
}

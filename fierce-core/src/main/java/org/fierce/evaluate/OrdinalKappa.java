package org.fierce.evaluate;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.fierce.labels.CoarseLabels;
import org.jspecify.annotations.Nullable;

/**
 * Agreement of the bin a predicted number falls into with the true bin, by Cohen's weighted kappa
 * (1968) with squared weights: {@code 1 - sum (i-j)^2 O_ij / sum (i-j)^2 E_ij}, O the share of rows
 * of true bin i predicted into j, E the product of the shares of i and j.
 *
 * @param given place of each row's predicted bin, from the lowest
 * @param truth place of each row's true bin
 */
record OrdinalKappa(int bins, int[] given, int[] truth) {
  /**
   * Bins as the reference rows show them, with edges half way between; null where the coarse
   * classes are no bins of the number: their ranges overlap, or a test row's class has no reference
   * row, or there are fewer than two.
   */
  static @Nullable OrdinalKappa of(
      double[] predicted, CoarseLabels coarse, CoarseLabels referenceCoarse, double[] reference) {
    int classes = coarse.classes();
    double[] low = new double[classes];
    double[] high = new double[classes];
    Arrays.fill(low, Double.POSITIVE_INFINITY);
    Arrays.fill(high, Double.NEGATIVE_INFINITY);
    for (int row = 0; row < reference.length; row++) {
      int label = referenceCoarse.labels()[row];
      low[label] = Math.min(low[label], reference[row]);
      high[label] = Math.max(high[label], reference[row]);
    }
    int[] order =
        IntStream.range(0, classes)
            .filter(c -> low[c] <= high[c])
            .boxed()
            .sorted(Comparator.comparingDouble(c -> low[c] + high[c]))
            .mapToInt(Integer::intValue)
            .toArray();
    if (order.length < 2) {
      return null;
    }
    int[] place = new int[classes];
    Arrays.fill(place, -1);
    double[] edges = new double[Math.max(0, order.length - 1)];
    for (int i = 0; i < order.length; i++) {
      place[order[i]] = i;
      if (i > 0) {
        if (high[order[i - 1]] > low[order[i]]) {
          return null;
        }
        edges[i - 1] = (high[order[i - 1]] + low[order[i]]) / 2;
      }
    }
    int[] truth = Arrays.stream(coarse.labels()).map(label -> place[label]).toArray();
    if (Arrays.stream(truth).anyMatch(bin -> bin < 0)) {
      return null;
    }
    int[] given =
        Arrays.stream(predicted)
            .mapToInt(value -> (int) Arrays.stream(edges).filter(edge -> value >= edge).count())
            .toArray();
    return new OrdinalKappa(order.length, given, truth);
  }

  /** Kappa in a sample, at most 1, 0 by chance; NaN where all rows are and fall in one bin. */
  double kappa(int[] counts) {
    double[] givenShare = new double[bins];
    double[] trueShare = new double[bins];
    double observed = 0;
    double rows = 0;
    for (int row = 0; row < given.length; row++) {
      double off = given[row] - truth[row];
      observed += counts[row] * off * off;
      givenShare[given[row]] += counts[row];
      trueShare[truth[row]] += counts[row];
      rows += counts[row];
    }
    double expected = 0;
    for (int i = 0; i < bins; i++) {
      for (int j = 0; j < bins; j++) {
        expected += (i - j) * (i - j) * trueShare[i] * givenShare[j] / rows;
      }
    }
    return expected > 0 ? 1 - observed / expected : Double.NaN;
  }
}

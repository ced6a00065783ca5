package org.fierce.evaluate;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * Percentile bootstrap: the statistic again on {@value #DRAWS} samples drawn with replacement, and
 * the 2.5 % and 97.5 % points of what came out. It speaks of the chance in the choice of the drawn
 * units (test examples, episodes), not of the chance in training. Efron 1979.
 */
public final class Bootstrap {
  /** Number of samples drawn. */
  public static final int DRAWS = 1000;

  /** Coverage meant. */
  public static final double LEVEL = 0.95;

  private Bootstrap() {}

  /**
   * The mean of one value an example, with the interval {@code bootstrap-examples}; without an
   * interval where there are fewer than two.
   *
   * @throws IllegalArgumentException if there is no value
   */
  public static Score mean(String key, double[] perExample, long seed) {
    return mean(key, perExample, seed, "bootstrap-examples");
  }

  static Score mean(String key, double[] values, long seed, String interval) {
    return statistic(key, values.length, seed, interval, counts -> weightedMean(values, counts));
  }

  /**
   * Any statistic of a sample, with the interval {@code bootstrap-examples}.
   *
   * @param size number of examples; fewer than two give no interval
   * @param statistic of a sample given as how often each example is in it; all ones is the sample
   *     at hand. Draws where it is NaN are left out of the interval
   * @throws IllegalArgumentException if there is no example
   */
  public static Score statistic(
      String key, int size, long seed, ToDoubleFunction<int[]> statistic) {
    return statistic(key, size, seed, "bootstrap-examples", statistic);
  }

  private static Score statistic(
      String key, int size, long seed, String interval, ToDoubleFunction<int[]> statistic) {
    if (size < 1) {
      throw new IllegalArgumentException("%s has no example to be computed on".formatted(key));
    }
    int[] counts = new int[size];
    Arrays.fill(counts, 1);
    double value = statistic.applyAsDouble(counts);
    if (size < 2) {
      return Score.bare(key, value, size);
    }
    SplittableRandom random = Seeds.stream(seed, key, 0);
    double[] drawn = new double[DRAWS];
    int kept = 0;
    for (int draw = 0; draw < DRAWS; draw++) {
      draw(counts, random);
      double again = statistic.applyAsDouble(counts);
      if (!Double.isNaN(again)) {
        drawn[kept++] = again;
      }
    }
    if (kept == 0) {
      return Score.bare(key, value, size);
    }
    double[] sorted = Arrays.copyOf(drawn, kept);
    Arrays.sort(sorted);
    double tail = (1 - LEVEL) / 2;
    return new Score(
        key, value, quantile(sorted, tail), quantile(sorted, 1 - tail), LEVEL, interval, size);
  }

  /** Fills in how often each of them is in a sample of as many, drawn with replacement. */
  static void draw(int[] counts, SplittableRandom random) {
    int size = counts.length;
    Arrays.fill(counts, 0);
    for (int i = 0; i < size; i++) {
      // Uniform up to size / 2^32; nextInt(size) takes several times as long.
      counts[(int) (((random.nextLong() >>> 32) * size) >>> 32)]++;
    }
  }

  static double weightedMean(double[] values, int[] counts) {
    double sum = 0;
    long total = 0;
    for (int i = 0; i < values.length; i++) {
      sum += counts[i] * values[i];
      total += counts[i];
    }
    return sum / total;
  }

  /** Quantile of sorted values, linear between order statistics (type 7 of Hyndman and Fan). */
  static double quantile(double[] sorted, double share) {
    double position = share * (sorted.length - 1);
    int below = (int) Math.floor(position);
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  }
}

package org.fierce.stats;

import org.jspecify.annotations.Nullable;

/**
 * Share of the spread of numbers that predictions explain: {@code 1 - sum (prediction - target)^2 /
 * sum (target - mean of its group)^2}, both sums over all columns, means per column over the rows
 * at hand.
 *
 * @param squared error of each row, summed over its columns
 * @param targets [rows x width]
 * @param groups of each row, at least 0; null for one group of all
 */
public record Explained(double[] squared, double[] targets, int width, int @Nullable [] groups) {
  /** What is left of equal targets less their mean must not count as spread. */
  private static final double ROUNDING = 1e-24;

  /** The share in a sample, at most 1; NaN where nothing is spread. */
  public double share(int[] counts) {
    int last = 0;
    if (groups != null) {
      for (int group : groups) {
        last = Math.max(last, group);
      }
    }
    double[] sums = new double[(last + 1) * width];
    double[] rows = new double[last + 1];
    double error = 0;
    for (int row = 0; row < squared.length; row++) {
      int group = groups == null ? 0 : groups[row];
      rows[group] += counts[row];
      error += counts[row] * squared[row];
      for (int i = 0; i < width; i++) {
        sums[group * width + i] += counts[row] * targets[row * width + i];
      }
    }
    double spread = 0;
    double size = 0;
    for (int row = 0; row < squared.length; row++) {
      if (counts[row] > 0) {
        int group = groups == null ? 0 : groups[row];
        for (int i = 0; i < width; i++) {
          double off = targets[row * width + i] - sums[group * width + i] / rows[group];
          spread += counts[row] * off * off;
          size += counts[row] * targets[row * width + i] * targets[row * width + i];
        }
      }
    }
    return spread > ROUNDING * size ? 1 - error / spread : Double.NaN;
  }
}

package org.fierce.stats;

import java.util.Arrays;
import java.util.Comparator;

/** Pearson's correlation of the ranks of two columns; equal values share their mean rank. */
public final class Spearman {
  private final double[] first;
  private final double[] second;
  private final int[] firstOrder;
  private final int[] secondOrder;

  public Spearman(double[] first, double[] second) {
    this.first = first;
    this.second = second;
    firstOrder = order(first);
    secondOrder = order(second);
  }

  /**
   * The correlation in a sample that has row i {@code counts[i]} times, -1 to 1; NaN where a column
   * is constant.
   */
  public double correlation(int[] counts) {
    double[] a = ranks(first, firstOrder, counts);
    double[] b = ranks(second, secondOrder, counts);
    double meanA = Bootstrap.weightedMean(a, counts);
    double meanB = Bootstrap.weightedMean(b, counts);
    double product = 0;
    double squaresA = 0;
    double squaresB = 0;
    for (int i = 0; i < a.length; i++) {
      product += counts[i] * (a[i] - meanA) * (b[i] - meanB);
      squaresA += counts[i] * (a[i] - meanA) * (a[i] - meanA);
      squaresB += counts[i] * (b[i] - meanB) * (b[i] - meanB);
    }
    return squaresA > 0 && squaresB > 0 ? product / Math.sqrt(squaresA * squaresB) : Double.NaN;
  }

  /** Row numbers by rising value, equal values by row. */
  public static int[] order(double[] values) {
    Integer[] boxed = new Integer[values.length];
    Arrays.setAll(boxed, i -> i);
    Arrays.sort(boxed, Comparator.comparingDouble(i -> values[i]));
    return Arrays.stream(boxed).mapToInt(i -> i).toArray();
  }

  public static double[] select(double[] values, int[] rows) {
    return Arrays.stream(rows).mapToDouble(row -> values[row]).toArray();
  }

  /** Mean rank of each value from 1 on, where row i stands {@code counts[i]} times. */
  public static double[] ranks(double[] values, int[] order, int[] counts) {
    double[] ranks = new double[values.length];
    long before = 0;
    int i = 0;
    while (i < order.length) {
      int end = i;
      long here = 0;
      while (end < order.length && values[order[end]] == values[order[i]]) {
        here += counts[order[end]];
        end++;
      }
      for (int j = i; j < end; j++) {
        ranks[order[j]] = before + (here + 1) / 2.0;
      }
      before += here;
      i = end;
    }
    return ranks;
  }
}

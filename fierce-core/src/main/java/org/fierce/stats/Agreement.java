package org.fierce.stats;

import java.util.HashMap;
import java.util.Map;

/**
 * How well two groupings of the same rows agree, whatever the groups are called.
 *
 * @param nmi normalised mutual information: {@code I(A;B)} over the mean of {@code H(A)} and {@code
 *     H(B)}, 0 (independent) to 1 (the same); 1 where both have a single group
 * @param adjustedRand pairs of rows on which both agree, above what chance gives: 0 in the mean
 *     over random groupings of these sizes, 1 for the same grouping, at least -1/2 (Hubert and
 *     Arabie 1985, equation 5)
 */
public record Agreement(double nmi, double adjustedRand) {
  /**
   * The agreement of two groupings, row by row.
   *
   * @throws IllegalArgumentException if there is no row or the lengths differ
   */
  public static Agreement of(int[] first, int[] second) {
    if (first.length == 0 || first.length != second.length) {
      throw new IllegalArgumentException(
          "groupings have %d and %d rows, must have as many, at least one"
              .formatted(first.length, second.length));
    }
    Map<Integer, Integer> firsts = new HashMap<>();
    Map<Integer, Integer> seconds = new HashMap<>();
    Map<Long, Integer> both = new HashMap<>();
    for (int row = 0; row < first.length; row++) {
      firsts.merge(first[row], 1, Integer::sum);
      seconds.merge(second[row], 1, Integer::sum);
      both.merge(((long) first[row] << 32) | (second[row] & 0xffffffffL), 1, Integer::sum);
    }
    double rows = first.length;
    if (firsts.size() == seconds.size() && both.size() == firsts.size()) {
      return new Agreement(1, 1);
    }
    double information = 0;
    for (Map.Entry<Long, Integer> cell : both.entrySet()) {
      double count = cell.getValue();
      double a = firsts.getOrDefault((int) (cell.getKey() >> 32), 0);
      double b = seconds.getOrDefault((int) (long) cell.getKey(), 0);
      information += count / rows * Math.log(count * rows / (a * b));
    }
    double entropies = entropy(firsts, rows) + entropy(seconds, rows);
    double together = pairs(both.values());
    double inFirst = pairs(firsts.values());
    double inSecond = pairs(seconds.values());
    double expected = inFirst * inSecond / (rows * (rows - 1) / 2);
    double rand = (together - expected) / ((inFirst + inSecond) / 2 - expected);
    return new Agreement(Math.max(0, 2 * information / entropies), rand);
  }

  public Agreement plus(Agreement other, double weight) {
    return new Agreement(nmi + weight * other.nmi, adjustedRand + weight * other.adjustedRand);
  }

  public Agreement over(double weight) {
    return new Agreement(nmi / weight, adjustedRand / weight);
  }

  private static double entropy(Map<Integer, Integer> counts, double rows) {
    double entropy = 0;
    for (int count : counts.values()) {
      entropy -= count / rows * Math.log(count / rows);
    }
    return entropy;
  }

  private static double pairs(Iterable<Integer> counts) {
    double pairs = 0;
    for (int count : counts) {
      pairs += count * (count - 1.0) / 2;
    }
    return pairs;
  }
}

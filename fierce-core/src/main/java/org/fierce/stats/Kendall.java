package org.fierce.stats;

/**
 * Kendall's tau-b (Kendall 1945), over all pairs of rows or over those of one group: {@code (C - D)
 * / sqrt((P - A)(P - B))}, C and D the pairs both columns order alike and the other way round, P
 * all pairs, A and B those equal in the first and the second column. By sorting and a tree of
 * counts, n log n (after Knight 1966).
 */
public final class Kendall {
  private final int[][] order;
  private final double[] first;
  private final int[][] place;
  private final int[] places;

  /**
   * A pair of columns.
   *
   * @param groups rows of each group
   */
  public Kendall(double[] first, double[] second, int[][] groups) {
    this.first = first;
    order = new int[groups.length][];
    place = new int[groups.length][];
    places = new int[groups.length];
    for (int g = 0; g < groups.length; g++) {
      int[] rows = groups[g];
      int[] byFirst = Spearman.order(Spearman.select(first, rows));
      int[] bySecond = Spearman.order(Spearman.select(second, rows));
      order[g] = new int[rows.length];
      int[] rank = new int[rows.length];
      int distinct = 0;
      for (int i = 0; i < rows.length; i++) {
        if (i == 0 || second[rows[bySecond[i]]] != second[rows[bySecond[i - 1]]]) {
          distinct++;
        }
        rank[bySecond[i]] = distinct;
      }
      place[g] = new int[rows.length];
      for (int i = 0; i < rows.length; i++) {
        order[g][i] = rows[byFirst[i]];
        place[g][i] = rank[byFirst[i]];
      }
      places[g] = distinct;
    }
  }

  /** Tau in a sample, -1 to 1; NaN where a column has no pair that differs. */
  public double tau(int[] counts) {
    double concordance = 0;
    double inFirst = 0;
    double inSecond = 0;
    for (int g = 0; g < order.length; g++) {
      long[] tree = new long[places[g] + 1];
      long[] ties = new long[places[g] + 1];
      long seen = 0;
      int[] rows = order[g];
      for (int from = 0; from < rows.length; ) {
        int to = from;
        long same = 0;
        while (to < rows.length && first[rows[to]] == first[rows[from]]) {
          long less = sum(tree, place[g][to] - 1);
          long more = seen - sum(tree, place[g][to]);
          concordance += counts[rows[to]] * (double) (less - more);
          same += counts[rows[to]];
          to++;
        }
        inFirst -= pairs(same);
        for (int i = from; i < to; i++) {
          ties[place[g][i]] += counts[rows[i]];
          add(tree, place[g][i], counts[rows[i]]);
        }
        seen += same;
        from = to;
      }
      for (long tie : ties) {
        inSecond -= pairs(tie);
      }
      inFirst += pairs(seen);
      inSecond += pairs(seen);
    }
    return inFirst > 0 && inSecond > 0 ? concordance / Math.sqrt(inFirst * inSecond) : Double.NaN;
  }

  private static double pairs(long count) {
    return count * (count - 1.0) / 2;
  }

  private static void add(long[] tree, int place, long count) {
    for (int i = place; i < tree.length; i += i & -i) {
      tree[i] += count;
    }
  }

  private static long sum(long[] tree, int place) {
    long sum = 0;
    for (int i = place; i > 0; i -= i & -i) {
      sum += tree[i];
    }
    return sum;
  }
}

package org.fierce.stats;

/** Rows put together by the number of their group. */
public final class Groups {
  private Groups() {}

  /** Row numbers of each label. */
  public static int[][] rowsOf(int[] labels, int classes) {
    int[] counts = new int[classes];
    for (int label : labels) {
      counts[label]++;
    }
    int[][] rows = new int[classes][];
    for (int c = 0; c < classes; c++) {
      rows[c] = new int[counts[c]];
    }
    for (int row = labels.length - 1; row >= 0; row--) {
      rows[labels[row]][--counts[labels[row]]] = row;
    }
    return rows;
  }
}

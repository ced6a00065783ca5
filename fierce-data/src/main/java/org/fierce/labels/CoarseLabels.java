package org.fierce.labels;

import java.util.List;

/**
 * One coarse label a row.
 *
 * @param labels class index of each row, in [0, names.size())
 * @param names names of the coarse classes, distinct, in index order
 */
public record CoarseLabels(int[] labels, List<String> names) {
  /**
   * Checks that every label has a name.
   *
   * @throws IllegalArgumentException if a label is out of range, with its row
   */
  public CoarseLabels {
    names = List.copyOf(names);
    for (int row = 0; row < labels.length; row++) {
      if (labels[row] < 0 || labels[row] >= names.size()) {
        throw new IllegalArgumentException(
            "coarse label %d of row %d is outside 0..%d"
                .formatted(labels[row], row, names.size() - 1));
      }
    }
  }

  /** Number of rows. */
  public int size() {
    return labels.length;
  }

  /** Number of coarse classes, whether or not a row has them. */
  public int classes() {
    return names.size();
  }

  /** The labels of the given rows, in their order. */
  public CoarseLabels select(int[] rows) {
    int[] selected = new int[rows.length];
    for (int i = 0; i < rows.length; i++) {
      selected[i] = labels[rows[i]];
    }
    return new CoarseLabels(selected, names);
  }
}

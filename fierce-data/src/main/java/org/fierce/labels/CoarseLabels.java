package org.fierce.labels;

import java.util.List;

/**
 * One coarse label a row.
 *
 * @param labels class index of each row, in [0, among.size())
 * @param among the classes, or bins, that the labels are of
 */
public record CoarseLabels(int[] labels, CoarseClasses among) {
  /**
   * Checks that every label has a name.
   *
   * @throws IllegalArgumentException if a label is out of range, with its row
   */
  public CoarseLabels {
    for (int row = 0; row < labels.length; row++) {
      if (labels[row] < 0 || labels[row] >= among.size()) {
        throw new IllegalArgumentException(
            "coarse label %d of row %d is outside 0..%d"
                .formatted(labels[row], row, among.size() - 1));
      }
    }
  }

  /** Labels of classes without an order. */
  public CoarseLabels(int[] labels, List<String> names) {
    this(labels, CoarseClasses.named(names));
  }

  /** Names of the coarse classes in index order. */
  public List<String> names() {
    return among.names();
  }

  /** Number of rows. */
  public int size() {
    return labels.length;
  }

  /** Number of coarse classes, whether or not a row has them. */
  public int classes() {
    return among.size();
  }

  /** The labels of the given rows, in their order. */
  public CoarseLabels select(int[] rows) {
    int[] selected = new int[rows.length];
    for (int i = 0; i < rows.length; i++) {
      selected[i] = labels[rows[i]];
    }
    return new CoarseLabels(selected, among);
  }
}

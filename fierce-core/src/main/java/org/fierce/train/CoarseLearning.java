package org.fierce.train;

import java.util.Locale;
import org.fierce.labels.CoarseLabels;

/**
 * Whether training learnt the coarse classes: coarse accuracy on rows that were not trained on,
 * beside the share of the commonest class among them, which is what answering that class every time
 * would get.
 *
 * <p>Training counts as no better than chance where Wilson's 95 % interval of the accuracy reaches
 * down to that share. With so few rows that even answers all right would not clear it, nothing is
 * said.
 *
 * @param rowsOf which rows, in words, as {@code validation}
 * @param rows their number, at least 1
 * @param accuracy share of them whose largest logit is that of their class
 * @param commonest name of the commonest class among them, the first of several
 * @param commonestShare its share of the rows
 */
public record CoarseLearning(
    String rowsOf, int rows, double accuracy, String commonest, double commonestShare) {
  private static final double Z = 1.959964;

  /**
   * Judges the answers of a network.
   *
   * @param decisions class by row
   * @throws IllegalArgumentException if there is no row, or the sizes differ
   */
  public static CoarseLearning of(String rowsOf, int[] decisions, CoarseLabels coarse) {
    int rows = decisions.length;
    if (rows == 0 || rows != coarse.size()) {
      throw new IllegalArgumentException(
          "%d answers do not fit %d %s rows".formatted(rows, coarse.size(), rowsOf));
    }
    int[] counts = new int[coarse.classes()];
    int right = 0;
    for (int row = 0; row < rows; row++) {
      counts[coarse.labels()[row]]++;
      right += decisions[row] == coarse.labels()[row] ? 1 : 0;
    }
    int commonest = 0;
    for (int c = 1; c < counts.length; c++) {
      commonest = counts[c] > counts[commonest] ? c : commonest;
    }
    return new CoarseLearning(
        rowsOf,
        rows,
        (double) right / rows,
        coarse.names().get(commonest),
        (double) counts[commonest] / rows);
  }

  /** Lower end of the 95 % interval of the accuracy. */
  public double low() {
    return wilson(accuracy, -1);
  }

  /** Upper end of the 95 % interval of the accuracy. */
  public double high() {
    return wilson(accuracy, 1);
  }

  /** Whether the rows are too few, or too much of one class, to tell learning from chance. */
  public boolean cannotTell() {
    return wilson(1, -1) <= commonestShare;
  }

  /** Whether the accuracy cannot be told from answering the commonest class every time. */
  public boolean isNoBetterThanChance() {
    return !cannotTell() && low() <= commonestShare;
  }

  private double wilson(double share, int side) {
    double z2 = Z * Z / rows;
    double half = Z * Math.sqrt(share * (1 - share) / rows + z2 / rows / 4);
    return Math.min(1, Math.max(0, (share + z2 / 2 + side * half) / (1 + z2)));
  }

  /** The warning for training that is no better than chance. */
  public String warning() {
    return String.format(
        Locale.ROOT,
        "%s: coarse accuracy is %.3f (95 %% interval %.3f to %.3f) on %d %s rows, and answering"
            + " \"%s\" every time gets %.3f. The features say little about what training keeps;"
            + " train longer (training.epochs), at another rate (training.optimiser.rate), or"
            + " check the labels.",
        accuracy > commonestShare
            ? "Training may not have learnt the coarse classes"
            : "Training did not learn the coarse classes",
        accuracy,
        low(),
        high(),
        rows,
        rowsOf,
        commonest,
        commonestShare);
  }
}

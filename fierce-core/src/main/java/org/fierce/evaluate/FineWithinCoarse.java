package org.fierce.evaluate;

import java.util.Arrays;
import org.fierce.labels.CoarseLabels;
import org.fierce.labels.FineTargets;

/**
 * Which fine classes stand in which coarse class, as the reference rows show it. A fine class that
 * no reference row of the coarse class has does not compete there.
 */
public final class FineWithinCoarse {
  private final boolean[][] member;
  private final int[] members;

  public FineWithinCoarse(CoarseLabels coarse, FineTargets.Classes fine) {
    member = new boolean[coarse.classes()][fine.names().size()];
    members = new int[coarse.classes()];
    for (int row = 0; row < coarse.size(); row++) {
      int c = coarse.labels()[row];
      int f = fine.labels()[row];
      if (!member[c][f]) {
        member[c][f] = true;
        members[c]++;
      }
    }
  }

  public boolean has(int coarse, int fine) {
    return member[coarse][fine];
  }

  /** Number of fine classes in each coarse class. */
  public int[] choices() {
    return members.clone();
  }

  /** The rows whose coarse class has at least two fine classes: where there is a choice. */
  public int[] rowsWithChoice(CoarseLabels coarse) {
    int[] rows = new int[coarse.size()];
    int found = 0;
    for (int row = 0; row < rows.length; row++) {
      if (members[coarse.labels()[row]] >= 2) {
        rows[found++] = row;
      }
    }
    return Arrays.copyOf(rows, found);
  }

  /**
   * How many of the test rows have no choice and so are not counted, and how many of their coarse
   * classes, in words; empty if none.
   *
   * @param coarse class of each test row
   */
  public String leftOut(int[] coarse) {
    long single = Arrays.stream(coarse).distinct().filter(c -> members[c] < 2).count();
    long rows = Arrays.stream(coarse).filter(c -> members[c] < 2).count();
    return rows == 0
        ? ""
        : "%d of %d test rows left out: their coarse class has a single fine class (%d of %d coarse classes)"
            .formatted(rows, coarse.length, single, Arrays.stream(coarse).distinct().count());
  }
}

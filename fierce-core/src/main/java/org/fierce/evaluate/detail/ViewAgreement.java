package org.fierce.evaluate.detail;

import java.util.Arrays;
import java.util.List;
import org.fierce.data.FloatMatrix;
import org.fierce.evaluate.AugmentedQueries;
import org.fierce.evaluate.Evaluation;
import org.fierce.evaluate.Evaluator;
import org.fierce.evaluate.Findings;
import org.fierce.evaluate.neighbour.NeighbourSearch;
import org.fierce.labels.CoarseLabels;
import org.fierce.stats.Bootstrap;
import org.fierce.stats.Score;

/**
 * Whether features know a row again inside its coarse class: the share of test rows, seen through
 * one augmentation, whose nearest row by cosine among all test rows of their coarse class, seen
 * through another, is themselves: {@code viewAgreementWithinTrue}, between 0 and 1; of equal
 * cosines the earlier row counts. By chance it is 1 over the rows of the class, so it is to be
 * compared on the same rows only. It needs no fine target, but says only that rows are told apart,
 * not that fine classes are. No score where no augmented copies can be made; rows alone in their
 * class are left out.
 */
public record ViewAgreement() implements Evaluator {
  @Override
  public boolean needsFineTargets() {
    return false;
  }

  @Override
  public int copies() {
    return 2;
  }

  @Override
  public Findings evaluate(Evaluation evaluation) {
    AugmentedQueries copies = evaluation.augmented();
    if (copies == null) {
      return Findings.NONE;
    }
    CoarseLabels coarse = evaluation.queryCoarse();
    int[] sizes = new int[coarse.classes()];
    for (int label : coarse.labels()) {
      sizes[label]++;
    }
    FloatMatrix first = copies.features(0);
    FloatMatrix second = copies.features(1);
    boolean[] isFound = new boolean[coarse.size()];
    new NeighbourSearch(second, coarse, 1)
        .find(
            first,
            List.of(coarse.labels()),
            (firstQuery, found) -> {
              NeighbourSearch.Nearest inside = found.get(1);
              for (int i = 0; i < inside.counts().length; i++) {
                isFound[firstQuery + i] =
                    inside.counts()[i] > 0 && inside.rows()[i * inside.width()] == firstQuery + i;
              }
            });
    int kept = 0;
    double[] hits = new double[coarse.size()];
    for (int row = 0; row < hits.length; row++) {
      if (sizes[coarse.labels()[row]] > 1) {
        hits[kept++] = isFound[row] ? 1 : 0;
      }
    }
    String key = "viewAgreementWithinTrue";
    return Findings.of(
        kept == 0
            ? Score.undefined(key, 0, "no coarse class has two test rows")
            : Bootstrap.mean(key, Arrays.copyOf(hits, kept), evaluation.seed()));
  }
}

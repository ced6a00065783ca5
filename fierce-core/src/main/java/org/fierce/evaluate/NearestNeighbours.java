package org.fierce.evaluate;

import java.util.ArrayList;
import java.util.List;
import org.fierce.labels.CoarseLabels;
import org.fierce.labels.FineTargets;

/**
 * Fine accuracy of a vote of the nearest reference rows by cosine: each of the k nearest adds
 * {@code exp(cosine / temperature)} to its fine class, the largest sum wins (Wu et al. 2018,
 * 1805.01978). Exact search. Shares of test rows, 0 to 1:
 *
 * <ul>
 *   <li>{@code knnAccuracy}: over all fine classes;
 *   <li>{@code knnAccuracyWithinTrue}: only reference rows of the test row's own coarse class vote;
 *   <li>{@code knnAccuracyWithinPredicted}: only reference rows of the coarse class with the
 *       largest logit vote; no such score without logits.
 * </ul>
 *
 * Test rows whose coarse class has a single fine class are left out of the last two. A row of zeros
 * has cosine 0 with everything. Equal cosines: the earlier reference row; equal sums: the lower
 * class. With fewer than k rows all of them vote. Only for fine classes.
 *
 * @param neighbours k, at least 1
 * @param temperature above 0
 */
public record NearestNeighbours(int neighbours, double temperature) implements Evaluator {
  /**
   * Checks the options.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public NearestNeighbours {
    if (neighbours < 1) {
      throw new IllegalArgumentException(
          "neighbours is %d, must be at least 1".formatted(neighbours));
    }
    if (!(temperature > 0 && Double.isFinite(temperature))) {
      throw new IllegalArgumentException(
          "temperature is %s, must be above 0".formatted(temperature));
    }
  }

  /** 20 neighbours, temperature 0.07. */
  public static NearestNeighbours standard() {
    return new NearestNeighbours(20, 0.07);
  }

  @Override
  public List<Score> evaluate(Evaluation evaluation) {
    return examine(evaluation).scores();
  }

  /**
   * Says {@code knnFine}, {@code knnFineWithinTrue} and {@code knnFineWithinPredicted} of each row:
   * the class that wins the vote, none for rows left out.
   */
  @Override
  public Findings examine(Evaluation evaluation) {
    if (!(evaluation.referenceFine() instanceof FineTargets.Classes referenceFine)
        || !(evaluation.queryFine() instanceof FineTargets.Classes queryFine)) {
      return Findings.NONE;
    }
    CoarseLabels trueCoarse = evaluation.queryCoarse();
    int[] predictedCoarse = Softmax.coarseDecisions(evaluation.query().logits(), trueCoarse);
    NeighbourSearch search =
        new NeighbourSearch(
            evaluation.reference().features(), evaluation.referenceCoarse(), neighbours);
    List<int[]> scopes = new ArrayList<>();
    scopes.add(trueCoarse.labels());
    if (predictedCoarse != null) {
      scopes.add(predictedCoarse);
    }
    List<NeighbourSearch.Nearest> found = search.find(evaluation.query().features(), scopes);
    ClassReadings readings = ClassReadings.of(evaluation, referenceFine, queryFine);
    Findings findings =
        readings.overall("knn", votes(found.get(0), referenceFine, queryFine.size()), null);
    findings =
        findings.and(
            readings.within(
                "knn", "WithinTrue", votes(found.get(1), referenceFine, queryFine.size()), null));
    if (predictedCoarse != null) {
      findings =
          findings.and(
              readings.within(
                  "knn",
                  "WithinPredicted",
                  votes(found.get(2), referenceFine, queryFine.size()),
                  null));
    }
    return findings;
  }

  private int[] votes(NeighbourSearch.Nearest nearest, FineTargets.Classes fine, int rows) {
    double[] votes = new double[fine.names().size()];
    int[] winners = new int[rows];
    for (int row = 0; row < rows; row++) {
      winners[row] = vote(nearest, row, fine.labels(), votes);
    }
    return winners;
  }

  /** The class voted for, or -1 where no reference row may vote. */
  private int vote(NeighbourSearch.Nearest nearest, int row, int[] referenceFine, double[] votes) {
    int count = nearest.counts()[row];
    int first = row * nearest.width();
    java.util.Arrays.fill(votes, 0);
    double top = Double.NEGATIVE_INFINITY;
    for (int i = first; i < first + count; i++) {
      top = Math.max(top, nearest.cosines()[i]);
    }
    for (int i = first; i < first + count; i++) {
      // Relative to the nearest, so that no small temperature overflows.
      votes[referenceFine[nearest.rows()[i]]] +=
          Math.exp((nearest.cosines()[i] - top) / temperature);
    }
    int winner = -1;
    for (int c = 0; c < votes.length; c++) {
      if (votes[c] > 0 && (winner < 0 || votes[c] > votes[winner])) {
        winner = c;
      }
    }
    return winner;
  }
}

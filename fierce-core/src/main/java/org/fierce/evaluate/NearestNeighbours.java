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
    if (!(evaluation.referenceFine() instanceof FineTargets.Classes referenceFine)
        || !(evaluation.queryFine() instanceof FineTargets.Classes queryFine)) {
      return List.of();
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

    int classes = referenceFine.names().size();
    int[] rows =
        new FineWithinCoarse(evaluation.referenceCoarse(), referenceFine)
            .rowsWithChoice(trueCoarse);
    List<Score> scores = new ArrayList<>();
    double[] overall = hits(found.get(0), referenceFine.labels(), queryFine.labels(), classes);
    scores.add(Bootstrap.mean("knnAccuracy", overall, evaluation.seed()));
    if (rows.length == 0) {
      return scores;
    }
    String note = FineWithinCoarse.leftOut(trueCoarse.size(), rows.length);
    String[] keys = {"knnAccuracyWithinTrue", "knnAccuracyWithinPredicted"};
    for (int scope = 0; scope < scopes.size(); scope++) {
      double[] hits =
          hits(found.get(scope + 1), referenceFine.labels(), queryFine.labels(), classes);
      scores.add(Bootstrap.mean(keys[scope], select(hits, rows), evaluation.seed()).withNote(note));
    }
    return scores;
  }

  private double[] hits(
      NeighbourSearch.Nearest nearest, int[] referenceFine, int[] queryFine, int classes) {
    double[] hits = new double[queryFine.length];
    double[] votes = new double[classes];
    for (int row = 0; row < hits.length; row++) {
      hits[row] = vote(nearest, row, referenceFine, votes) == queryFine[row] ? 1 : 0;
    }
    return hits;
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

  static double[] select(double[] values, int[] rows) {
    double[] selected = new double[rows.length];
    for (int i = 0; i < rows.length; i++) {
      selected[i] = values[rows[i]];
    }
    return selected;
  }
}

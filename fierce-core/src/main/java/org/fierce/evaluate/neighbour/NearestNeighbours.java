package org.fierce.evaluate.neighbour;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.fierce.evaluate.ClassReadings;
import org.fierce.evaluate.Evaluation;
import org.fierce.evaluate.Findings;
import org.fierce.evaluate.FineEvaluator;
import org.fierce.evaluate.Softmax;
import org.fierce.labels.CoarseLabels;
import org.fierce.labels.FineTargets;
import org.fierce.stats.Score;

/**
 * Fine accuracy of a vote of the nearest reference rows by cosine: each of the k nearest adds
 * {@code exp(cosine / temperature)} to its fine class, the largest sum wins (Wu et al. 2018,
 * 1805.01978). Exact search. Shares of test rows, 0 to 1:
 *
 * <ul>
 *   <li>{@code knnAccuracy}: over all fine classes;
 *   <li>{@code knnAccuracyWithinTrue}: only reference rows of the test row's own coarse class vote;
 *   <li>{@code knnAccuracyWithinPredicted}: only reference rows of the coarse class with the
 *       largest logit vote; no such score without logits;
 *   <li>{@code knnAccuracyBalanced}, {@code knnAccuracyWithinTrueBalanced}, {@code
 *       knnAccuracyWithinPredictedBalanced}: the mean over fine classes of the share of their rows.
 * </ul>
 *
 * Test rows whose coarse class has a single fine class are left out inside coarse classes. A row of
 * zeros has cosine 0 with everything. Equal cosines: the earlier reference row; equal sums: the
 * lower class. With fewer than k rows all of them vote. Only for fine classes.
 *
 * <p>A fine class that no reference row has cannot be answered: its rows count as misses, which the
 * note tells.
 *
 * <p>With {@code recallAt} the same search also gives {@code knnRecallAt-K}, {@code
 * knnRecallAtWithinTrue-K} and {@code knnRecallAtWithinPredicted-K}: the share of test rows that
 * have at least one row of their fine class among the K nearest reference rows of the reading.
 * {@link Retrieval} is the same among the test rows.
 *
 * <p>Memory is bounded whatever the number of rows: some 200 MiB, and 4 bytes for each reference
 * row and 12 for each test row and reading; features that are mapped from a file stay there. Time
 * grows as reference rows x test rows x width.
 *
 * @param neighbours k, at least 1
 * @param temperature above 0
 * @param recallAt numbers of nearest rows K, each at least 1 and given once; may be empty
 */
public record NearestNeighbours(int neighbours, double temperature, List<Integer> recallAt)
    implements FineEvaluator<FineTargets.Classes> {
  private static final List<String> WITHIN = List.of("WithinTrue", "WithinPredicted");

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
    recallAt = List.copyOf(recallAt);
    Retrieval.checkRecallAt(recallAt);
  }

  /** 20 neighbours, temperature 0.07, no recall. */
  public static NearestNeighbours standard() {
    return new NearestNeighbours(20, 0.07, List.of());
  }

  @Override
  public Class<FineTargets.Classes> target() {
    return FineTargets.Classes.class;
  }

  /**
   * Says {@code knnFine}, {@code knnFineWithinTrue} and {@code knnFineWithinPredicted} of each row:
   * the class that wins the vote, none for rows left out.
   */
  @Override
  public Findings evaluate(
      Evaluation evaluation, FineTargets.Classes referenceFine, FineTargets.Classes queryFine) {
    CoarseLabels trueCoarse = evaluation.queryCoarse();
    int[] predictedCoarse = Softmax.coarseDecisions(evaluation.query().logits(), trueCoarse);
    int width = Math.max(neighbours, recallAt.stream().mapToInt(k -> k).max().orElse(0));
    NeighbourSearch search =
        new NeighbourSearch(evaluation.reference().features(), evaluation.referenceCoarse(), width);
    List<int[]> scopes = new ArrayList<>();
    scopes.add(trueCoarse.labels());
    if (predictedCoarse != null) {
      scopes.add(predictedCoarse);
    }
    List<Tally> tallies = new ArrayList<>();
    for (int i = 0; i <= scopes.size(); i++) {
      tallies.add(new Tally(referenceFine, queryFine));
    }
    search.find(
        evaluation.query().features(),
        scopes,
        (firstQuery, found) -> {
          for (int i = 0; i < found.size(); i++) {
            tallies.get(i).take(firstQuery, found.get(i));
          }
        });
    ClassReadings readings = ClassReadings.of(evaluation, referenceFine, queryFine);
    Findings findings = readings.overall("knn", tallies.get(0).winners, null);
    for (int i = 1; i < tallies.size(); i++) {
      findings =
          findings.and(readings.within("knn", WITHIN.get(i - 1), tallies.get(i).winners, null));
    }
    return findings.and(new Findings(recalls(tallies, readings), List.of()));
  }

  private List<Score> recalls(List<Tally> tallies, ClassReadings readings) {
    List<Score> scores = new ArrayList<>();
    for (int k : recallAt) {
      int[] ranks = tallies.get(0).firstHits;
      double[] hits = IntStream.of(ranks).mapToDouble(rank -> rank < k ? 1 : 0).toArray();
      scores.addAll(readings.all("knnRecallAt", "-" + k, hits));
    }
    int[] rows = readings.rows();
    for (int i = 1; i < tallies.size(); i++) {
      int[] ranks = tallies.get(i).firstHits;
      for (int k : recallAt) {
        double[] hits = IntStream.of(rows).mapToDouble(row -> ranks[row] < k ? 1 : 0).toArray();
        scores.addAll(readings.inside("knnRecallAt" + WITHIN.get(i - 1), "-" + k, hits));
      }
    }
    return scores;
  }

  /** What the nearest rows of one reading say of each test row. */
  private final class Tally {
    private final int[] referenceFine;
    private final int[] queryFine;
    private final double[] votes;

    /** The class voted for, or -1 where no reference row may vote. */
    private final int[] winners;

    /** Place of the nearest row of the own class, from 0; past all others where there is none. */
    private final int[] firstHits;

    Tally(FineTargets.Classes referenceFine, FineTargets.Classes queryFine) {
      this.referenceFine = referenceFine.labels();
      this.queryFine = queryFine.labels();
      votes = new double[queryFine.names().size()];
      winners = new int[queryFine.size()];
      firstHits = new int[queryFine.size()];
    }

    void take(int firstQuery, NeighbourSearch.Nearest nearest) {
      for (int i = 0; i < nearest.counts().length; i++) {
        winners[firstQuery + i] = vote(nearest, i);
        firstHits[firstQuery + i] = firstHit(nearest, i, queryFine[firstQuery + i]);
      }
    }

    private int firstHit(NeighbourSearch.Nearest nearest, int row, int own) {
      for (int i = 0; i < nearest.counts()[row]; i++) {
        if (referenceFine[nearest.rows()[row * nearest.width() + i]] == own) {
          return i;
        }
      }
      return Integer.MAX_VALUE;
    }

    private int vote(NeighbourSearch.Nearest nearest, int row) {
      int count = Math.min(neighbours, nearest.counts()[row]);
      int first = row * nearest.width();
      java.util.Arrays.fill(votes, 0);
      for (int i = first; i < first + count; i++) {
        // Relative to the nearest, so that no small temperature overflows.
        votes[referenceFine[nearest.rows()[i]]] +=
            Math.exp((nearest.cosines()[i] - (double) nearest.cosines()[first]) / temperature);
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
}

package org.fierce.evaluate.neighbour;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.fierce.evaluate.Evaluation;
import org.fierce.evaluate.Findings;
import org.fierce.evaluate.FineEvaluator;
import org.fierce.evaluate.FineWithinCoarse;
import org.fierce.evaluate.HeldOut;
import org.fierce.evaluate.Softmax;
import org.fierce.labels.CoarseLabels;
import org.fierce.labels.FineTargets;
import org.fierce.stats.Score;

/**
 * How well a test row finds the other test rows of its fine class by cosine; the row itself is
 * never found. Means over the test rows as queries, 0 to 1:
 *
 * <ul>
 *   <li>{@code recallAt-K}: 1 if at least one of the K nearest rows is of the query's class, else
 *       0;
 *   <li>{@code meanAveragePrecisionAtR}: {@code (1/R) sum_{i<=R} precision@i * relevant_i}, R the
 *       number of other rows of the query's class (Musgrave et al. 2020, 2003.08505, section 3.2);
 *   <li>{@code recallAtWithinTrue-K}, {@code meanAveragePrecisionAtRWithinTrue}: only rows of the
 *       query's own coarse class are looked at;
 *   <li>{@code recallAtWithinPredicted-K}, {@code meanAveragePrecisionAtRWithinPredicted}: only
 *       rows with the same largest logit as the query; rows of its class sent elsewhere are missed.
 *       No such score without logits;
 *   <li>{@code recallAtBalanced-K}, {@code meanAveragePrecisionAtRWithinTrueBalanced} and so on:
 *       the mean over fine classes of the mean of their queries.
 * </ul>
 *
 * Queries without another row of their class are left out (a score without queries is NaN); the
 * inner readings also leave out those whose coarse class has a single fine class among the test
 * rows; both are counted in the note. A row of zeros has cosine 0 with everything; of equal cosines
 * the earlier row is nearer. Exact. The interval {@code bootstrap-examples} draws queries and keeps
 * what they look among. Memory beyond two copies of the features: at most 16 million products, or
 * one row of them, twice. Only for fine classes.
 *
 * @param recallAt numbers of nearest rows K, each at least 1 and given once; at least one of them
 */
public record Retrieval(List<Integer> recallAt) implements FineEvaluator<FineTargets.Classes> {
  private static final String ONE_CLASS = "the test rows are of a single fine class";

  /**
   * Checks the options.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public Retrieval {
    recallAt = List.copyOf(recallAt);
    if (recallAt.isEmpty()) {
      throw new IllegalArgumentException("recallAt is empty, must hold at least one number");
    }
    checkRecallAt(recallAt);
  }

  static void checkRecallAt(List<Integer> recallAt) {
    for (int k : recallAt) {
      if (k < 1) {
        throw new IllegalArgumentException("recallAt has %d, must be at least 1".formatted(k));
      }
    }
    if (recallAt.stream().distinct().count() < recallAt.size()) {
      throw new IllegalArgumentException("recallAt is %s, has a number twice".formatted(recallAt));
    }
  }

  /** Recall at 1, 5 and 10. */
  public static Retrieval standard() {
    return new Retrieval(List.of(1, 5, 10));
  }

  @Override
  public Class<FineTargets.Classes> target() {
    return FineTargets.Classes.class;
  }

  @Override
  public Findings evaluate(
      Evaluation evaluation, FineTargets.Classes reference, FineTargets.Classes fine) {
    CoarseLabels coarse = evaluation.queryCoarse();
    int rows = coarse.size();
    int[] others = othersOf(fine.labels(), fine.names().size());
    int[] pair = new int[rows];
    for (int row = 0; row < rows; row++) {
      pair[row] = coarse.labels()[row] * fine.names().size() + fine.labels()[row];
    }
    int[] inside = othersOf(pair, coarse.classes() * fine.names().size());
    FineWithinCoarse within = new FineWithinCoarse(coarse, fine);
    int[] withChoice = within.rowsWithChoice(coarse);
    String single = within.leftOut(coarse.labels());

    List<RetrievalReading> readings = new ArrayList<>();
    boolean isChoice = Arrays.stream(fine.labels()).distinct().count() > 1;
    readings.add(
        isChoice
            ? reading("", new int[rows], others, all(rows), fine, "")
            : reading("", new int[rows], others, new int[0], fine, ONE_CLASS));
    readings.add(reading("WithinTrue", coarse.labels(), inside, withChoice, fine, single));
    int[] predicted = Softmax.coarseDecisions(evaluation.query().logits(), coarse);
    if (predicted != null) {
      readings.add(reading("WithinPredicted", predicted, inside, withChoice, fine, single));
    }
    RetrievalReading.rank(evaluation.query().featureMatrix(), fine.labels(), readings);
    List<Score> scores = new ArrayList<>();
    for (RetrievalReading reading : readings) {
      scores.addAll(reading.scores(evaluation.seed()));
    }
    return Findings.of(scores);
  }

  /** A reading whose queries are those of the candidates that have another row to find. */
  private RetrievalReading reading(
      String name,
      int[] groups,
      int[] others,
      int[] candidates,
      FineTargets.Classes fine,
      String single) {
    int[] queries = Arrays.stream(candidates).filter(row -> others[row] > 0).toArray();
    int alone = candidates.length - queries.length;
    String note =
        alone == 0
            ? single
            : (single.isEmpty() ? "" : single + "; ")
                + "%d of %d test rows left out: no other row of their fine class"
                    .formatted(alone, groups.length);
    int[] classes = HeldOut.select(fine.labels(), queries);
    return new RetrievalReading(name, recallAt, groups, others, queries, classes, note);
  }

  private static int[] othersOf(int[] labels, int classes) {
    int[] counts = new int[classes];
    for (int label : labels) {
      counts[label]++;
    }
    return Arrays.stream(labels).map(label -> counts[label] - 1).toArray();
  }

  private static int[] all(int rows) {
    int[] all = new int[rows];
    Arrays.setAll(all, row -> row);
    return all;
  }
}

package org.fierce.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.fierce.labels.CoarseLabels;
import org.fierce.labels.FineTargets;
import org.fierce.stats.Bootstrap;
import org.fierce.stats.Explained;
import org.fierce.stats.Groups;
import org.fierce.stats.Kendall;
import org.fierce.stats.Score;
import org.fierce.stats.Spearman;

/**
 * The scores of predicted numbers against true ones, over all test rows, inside the true and inside
 * the predicted coarse class. Scores that are not defined (a constant side) are NaN, with the
 * reason.
 */
public final class ScalarScores {
  static final String EQUAL_TARGETS = "the targets of the test rows are all equal";
  static final String INSIDE = " inside each coarse class";
  private static final String COARSE = "each coarse class holds one or two values of the number";
  private static final int MOST_COARSE = 2;
  private static final int OFTEN = 5;
  private static final String EQUAL_SIDE = "targets or predictions of the test rows are all equal";

  private final double[] predicted;
  private final double[] target;
  private final double[] squared;
  private final long seed;
  private final List<Score> scores = new ArrayList<>();

  private ScalarScores(double[] predicted, double[] target, long seed) {
    this.predicted = predicted;
    this.target = target;
    this.seed = seed;
    squared = new double[target.length];
    for (int i = 0; i < squared.length; i++) {
      squared[i] = (predicted[i] - target[i]) * (predicted[i] - target[i]);
    }
  }

  public static List<Score> of(
      double[] predicted, FineTargets.Scalars target, double[] reference, Evaluation evaluation) {
    CoarseLabels coarse = evaluation.queryCoarse();
    int rows = target.size();
    ScalarScores of = new ScalarScores(predicted, target.values(), evaluation.seed());
    of.add("probeR2", new Explained(of.squared, of.target, 1, null)::share, EQUAL_TARGETS);
    double[] absolute = Arrays.stream(of.squared).map(Math::sqrt).toArray();
    of.scores.add(Bootstrap.mean("probeMeanAbsoluteError", absolute, of.seed));
    of.add(
        "probeRootMeanSquaredError",
        counts -> Math.sqrt(Bootstrap.weightedMean(of.squared, counts)),
        "");
    of.add("spearman", new Spearman(predicted, of.target)::correlation, EQUAL_SIDE);
    int[][] all = Groups.rowsOf(new int[rows], 1);
    of.add("kendallTau", new Kendall(predicted, of.target, all)::tau, EQUAL_SIDE);
    boolean isCoarse = isCoarse(reference, evaluation.referenceCoarse().labels());
    if (isCoarse) {
      of.undefinedWithin("WithinTrue");
    } else {
      of.within("WithinTrue", coarse.labels());
    }
    int[] predictedCoarse = Softmax.coarseDecisions(evaluation.query().logits(), coarse);
    if (predictedCoarse != null && isCoarse) {
      of.undefinedWithin("WithinPredicted");
    } else if (predictedCoarse != null) {
      of.within("WithinPredicted", predictedCoarse);
    }
    OrdinalKappa kappa =
        OrdinalKappa.of(predicted, coarse, evaluation.referenceCoarse(), reference);
    if (kappa != null) {
      of.add(
          "probeOrdinalKappa", kappa::kappa, "all test rows are in one bin and predicted into it");
    }
    return of.scores;
  }

  /**
   * Whether every coarse class holds one or two values of a number, and each of them often: then a
   * place inside the class is all but another coarse label, and no score of what happens there says
   * anything.
   */
  public static boolean isCoarse(double[] values, int[] coarse) {
    Map<Integer, Set<Double>> byClass = new HashMap<>();
    int known = 0;
    for (int row = 0; row < values.length; row++) {
      if (!Double.isNaN(values[row])) {
        byClass.computeIfAbsent(coarse[row], c -> new HashSet<>()).add(values[row]);
        known++;
      }
    }
    int most = byClass.values().stream().mapToInt(Set::size).max().orElse(0);
    int all = byClass.values().stream().mapToInt(Set::size).sum();
    return most <= MOST_COARSE && known >= OFTEN * all;
  }

  private void undefinedWithin(String reading) {
    for (String key : List.of("probeR2", "spearman", "kendallTau")) {
      scores.add(Score.undefined(key + reading, target.length, COARSE));
    }
  }

  private void within(String reading, int[] coarse) {
    String equal = EQUAL_TARGETS + INSIDE;
    add("probeR2" + reading, new Explained(squared, target, 1, coarse)::share, equal);
    int classes = Arrays.stream(coarse).max().orElse(-1) + 1;
    int[][] groups =
        Stream.of(Groups.rowsOf(coarse, classes))
            .filter(rows -> rows.length > 1)
            .toArray(int[][]::new);
    List<Spearman> inside =
        Stream.of(groups)
            .map(
                rows ->
                    new Spearman(Spearman.select(predicted, rows), Spearman.select(target, rows)))
            .toList();
    add(
        "spearman" + reading,
        counts -> meanCorrelation(inside, groups, counts),
        EQUAL_SIDE + INSIDE);
    add("kendallTau" + reading, new Kendall(predicted, target, groups)::tau, EQUAL_SIDE + INSIDE);
  }

  /** Mean over groups weighted by rows; groups with a constant side are passed over. */
  private static double meanCorrelation(List<Spearman> inside, int[][] groups, int[] counts) {
    double sum = 0;
    long weight = 0;
    for (int g = 0; g < groups.length; g++) {
      int[] chosen = HeldOut.select(counts, groups[g]);
      double correlation = inside.get(g).correlation(chosen);
      if (!Double.isNaN(correlation)) {
        int rows = Arrays.stream(chosen).sum();
        sum += rows * correlation;
        weight += rows;
      }
    }
    return weight > 0 ? sum / weight : Double.NaN;
  }

  private void add(String key, ToDoubleFunction<int[]> statistic, String whyNot) {
    scores.add(Bootstrap.statistic(key, target.length, seed, statistic).orUndefined(whyNot));
  }
}

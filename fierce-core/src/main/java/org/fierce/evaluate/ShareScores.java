package org.fierce.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.fierce.labels.FineTargets;
import org.fierce.stats.Bootstrap;
import org.fierce.stats.Explained;
import org.fierce.stats.Score;
import org.jspecify.annotations.Nullable;

/**
 * The scores of predicted shares against true ones. With a prefix P:
 *
 * <ul>
 *   <li>{@code PMeanSquaredError}, {@code PMeanAbsoluteError}: error of a row summed over the
 *       components, averaged over rows; 0 to 2;
 *   <li>{@code PR2}, {@code PR2WithinTrue}, {@code PR2WithinPredicted}: share of the spread (about
 *       the mean of all rows, of those of the same coarse class) that is explained, errors and
 *       spread summed over the components; at most 1;
 *   <li>{@code PMeanSquaredError:NAME}, {@code PMeanAbsoluteError:NAME}, {@code PR2:NAME}: the same
 *       of one component; errors 0 to 1.
 * </ul>
 *
 * R2 of something that does not vary is NaN, with the reason.
 */
public final class ShareScores {
  private ShareScores() {}

  public static List<Score> of(
      String prefix, double[] predicted, FineTargets.Shares shares, Evaluation evaluation) {
    int width = shares.components();
    int rows = shares.size();
    long seed = evaluation.seed();
    double[] targets = new double[predicted.length];
    double[] absolute = new double[rows];
    for (int i = 0; i < targets.length; i++) {
      targets[i] = shares.values()[i];
      absolute[i / width] += Math.abs(predicted[i] - targets[i]);
    }
    double[] squared = RawPrediction.squaredErrors(predicted, shares);
    List<Score> scores = new ArrayList<>();
    scores.add(Bootstrap.mean(prefix + "MeanSquaredError", squared, seed));
    scores.add(Bootstrap.mean(prefix + "MeanAbsoluteError", absolute, seed));
    String r2 = prefix + "R2";
    int[] coarse = evaluation.queryCoarse().labels();
    add(scores, r2, rows, seed, new Explained(squared, targets, width, null)::share);
    add(
        scores,
        r2 + "WithinTrue",
        rows,
        seed,
        new Explained(squared, targets, width, coarse)::share);
    int @Nullable [] given =
        Softmax.coarseDecisions(evaluation.query().logits(), evaluation.queryCoarse());
    if (given != null) {
      Explained within = new Explained(squared, targets, width, given);
      add(scores, r2 + "WithinPredicted", rows, seed, within::share);
    }
    for (int c = 0; c < width; c++) {
      double[] target = column(targets, c, width);
      double[] guess = column(predicted, c, width);
      double[] one = new double[rows];
      double[] two = new double[rows];
      for (int row = 0; row < rows; row++) {
        one[row] = Math.abs(guess[row] - target[row]);
        two[row] = one[row] * one[row];
      }
      String name = ":" + shares.names().get(c);
      scores.add(Bootstrap.mean(prefix + "MeanSquaredError" + name, two, seed));
      scores.add(Bootstrap.mean(prefix + "MeanAbsoluteError" + name, one, seed));
      add(scores, r2 + name, rows, seed, new Explained(two, target, 1, null)::share);
    }
    return scores;
  }

  private static double[] column(double[] values, int column, int width) {
    double[] result = new double[values.length / width];
    for (int row = 0; row < result.length; row++) {
      result[row] = values[row * width + column];
    }
    return result;
  }

  private static void add(
      List<Score> scores, String key, int rows, long seed, ToDoubleFunction<int[]> statistic) {
    boolean isInside = key.contains("Within");
    scores.add(
        Bootstrap.statistic(key, rows, seed, statistic)
            .orUndefined(
                "the shares of the test rows are all equal"
                    + (isInside ? ScalarScores.INSIDE : "")));
  }
}

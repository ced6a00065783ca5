package org.fierce.evaluate;

import java.util.ArrayList;
import java.util.List;

/** The scores of predicted numbers against true ones. */
final class ScalarScores {
  private ScalarScores() {}

  /** R2, mean absolute error, root of the mean squared error, and Spearman's correlation. */
  static List<Score> of(double[] predicted, double[] target, long seed) {
    int rows = target.length;
    double[] absolute = new double[rows];
    double[] squared = new double[rows];
    for (int i = 0; i < rows; i++) {
      absolute[i] = Math.abs(predicted[i] - target[i]);
      squared[i] = absolute[i] * absolute[i];
    }
    Spearman spearman = new Spearman(predicted, target);
    List<Score> scores = new ArrayList<>();
    scores.add(Bootstrap.statistic("probeR2", rows, seed, counts -> r2(squared, target, counts)));
    scores.add(Bootstrap.mean("probeMeanAbsoluteError", absolute, seed));
    scores.add(
        Bootstrap.statistic(
            "probeRootMeanSquaredError",
            rows,
            seed,
            counts -> Math.sqrt(Bootstrap.weightedMean(squared, counts))));
    scores.add(Bootstrap.statistic("spearman", rows, seed, spearman::correlation));
    scores.removeIf(score -> Double.isNaN(score.value()));
    return scores;
  }

  static double r2(double[] squared, double[] target, int[] counts) {
    double mean = Bootstrap.weightedMean(target, counts);
    double spread = 0;
    double error = 0;
    for (int i = 0; i < target.length; i++) {
      spread += counts[i] * (target[i] - mean) * (target[i] - mean);
      error += counts[i] * squared[i];
    }
    return spread > 0 ? 1 - error / spread : Double.NaN;
  }
}

package org.fierce.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.fierce.data.FloatMatrix;
import org.fierce.data.Inputs;

/**
 * What the coarse predictions and the features of the test rows look like, beyond accuracy. With p
 * the softmax of a row's logits and y its coarse label (Baena et al. 2022, section 4, as told in
 * their terms; logits enter softmax once):
 *
 * <ul>
 *   <li>{@code expectedCalibrationError}, {@code maximumCalibrationError}: over 10 equal-width bins
 *       of the top probability, mean (by rows) and largest |accuracy - mean top probability|; 0 to
 *       1;
 *   <li>{@code brier}: mean of sum over classes (p - onehot(y))^2; 0 to 2;
 *   <li>{@code negativeLogLikelihoodNats}: mean of -ln p_y, p_y at least 1e-300;
 *   <li>{@code predictionMutualInformationBits}: H(mean p) - mean H(p), 0 to log2(classes);
 *   <li>{@code stability}: 1 - mean over classes of the standard deviation of p over the rows; at
 *       least 0.5;
 *   <li>{@code featureEntropyBits}: entropy of the histogram of all activations of the first 1,000
 *       test rows in 10 equal bins between their least and their largest; 0 (all alike) to log2 10.
 * </ul>
 *
 * Without logits only the last is given. Smaller calibration errors, brier and likelihood scores
 * are better; the others describe.
 */
public record Predictions() implements Evaluator {
  private static final int BINS = 10;
  private static final int ENTROPY_ROWS = 1000;

  @Override
  public boolean needsFineTargets() {
    return false;
  }

  @Override
  public List<Score> evaluate(Evaluation evaluation) {
    List<Score> scores = new ArrayList<>();
    FloatMatrix logits = evaluation.query().logits();
    if (logits != null) {
      Softmax.checkCoarse(logits, evaluation.queryCoarse());
      scores.addAll(ofLogits(logits, evaluation.queryCoarse().labels(), evaluation.seed()));
    }
    scores.add(featureEntropy(evaluation.query().features(), evaluation.seed()));
    return scores;
  }

  private static List<Score> ofLogits(FloatMatrix logits, int[] labels, long seed) {
    int classes = logits.columns();
    double[] p = Softmax.probabilities(logits);
    double[] top = new double[labels.length];
    double[] brier = new double[labels.length];
    double[] likelihood = new double[labels.length];
    double[] entropy = new double[labels.length];
    boolean[] hit = new boolean[labels.length];
    int[] decisions = Softmax.decisions(logits);
    for (int row = 0; row < labels.length; row++) {
      for (int c = 0; c < classes; c++) {
        double share = p[row * classes + c];
        double error = share - (c == labels[row] ? 1 : 0);
        brier[row] += error * error;
        entropy[row] += entropyBits(share);
      }
      top[row] = p[row * classes + decisions[row]];
      hit[row] = decisions[row] == labels[row];
      likelihood[row] = -Math.log(Math.max(p[row * classes + labels[row]], 1e-300));
    }
    int rows = labels.length;
    return List.of(
        Bootstrap.statistic(
            "expectedCalibrationError", rows, seed, counts -> gaps(top, hit, counts)[0]),
        Bootstrap.statistic(
            "maximumCalibrationError", rows, seed, counts -> gaps(top, hit, counts)[1]),
        Bootstrap.mean("brier", brier, seed),
        Bootstrap.mean("negativeLogLikelihoodNats", likelihood, seed),
        Bootstrap.statistic(
            "predictionMutualInformationBits",
            rows,
            seed,
            counts -> mutualInformation(p, classes, entropy, counts)),
        Bootstrap.statistic("stability", rows, seed, counts -> stability(p, classes, counts)));
  }

  /** Expected and maximum calibration error of a weighted sample. */
  static double[] gaps(double[] top, boolean[] hit, int[] counts) {
    double[] confidence = new double[BINS];
    double[] hits = new double[BINS];
    double[] rows = new double[BINS];
    double total = 0;
    for (int row = 0; row < top.length; row++) {
      int bin = Math.min((int) (top[row] * BINS), BINS - 1);
      rows[bin] += counts[row];
      confidence[bin] += counts[row] * top[row];
      hits[bin] += hit[row] ? counts[row] : 0;
      total += counts[row];
    }
    double expected = 0;
    double maximum = 0;
    for (int bin = 0; bin < BINS; bin++) {
      if (rows[bin] > 0) {
        double gap = Math.abs(hits[bin] - confidence[bin]);
        expected += gap / total;
        maximum = Math.max(maximum, gap / rows[bin]);
      }
    }
    return new double[] {expected, maximum};
  }

  private static double mutualInformation(double[] p, int classes, double[] entropy, int[] counts) {
    double[] sum = new double[classes];
    double conditional = 0;
    double total = 0;
    for (int row = 0; row < counts.length; row++) {
      int count = counts[row];
      if (count > 0) {
        for (int c = 0; c < classes; c++) {
          sum[c] += count * p[row * classes + c];
        }
        conditional += count * entropy[row];
        total += count;
      }
    }
    double marginal = 0;
    for (double s : sum) {
      marginal += entropyBits(s / total);
    }
    return Math.max(0, marginal - conditional / total);
  }

  private static double stability(double[] p, int classes, int[] counts) {
    double[] sum = new double[classes];
    double[] squares = new double[classes];
    double total = 0;
    for (int row = 0; row < counts.length; row++) {
      int count = counts[row];
      if (count > 0) {
        for (int c = 0; c < classes; c++) {
          double share = p[row * classes + c];
          sum[c] += count * share;
          squares[c] += count * share * share;
        }
        total += count;
      }
    }
    double deviations = 0;
    for (int c = 0; c < classes; c++) {
      double mean = sum[c] / total;
      deviations += Math.sqrt(Math.max(0, squares[c] / total - mean * mean));
    }
    return 1 - deviations / classes;
  }

  private static Score featureEntropy(Inputs all, long seed) {
    int rows = Math.min(all.size(), ENTROPY_ROWS);
    FloatMatrix features = FloatMatrix.of(all.select(IntStream.range(0, rows).toArray()));
    int columns = features.columns();
    float low = Float.POSITIVE_INFINITY;
    float high = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < rows * columns; i++) {
      low = Math.min(low, features.values()[i]);
      high = Math.max(high, features.values()[i]);
    }
    int[] histogram = new int[rows * BINS];
    double width = ((double) high - low) / BINS;
    for (int i = 0; i < rows * columns; i++) {
      double value = features.values()[i];
      int bin = width > 0 ? Math.min((int) ((value - low) / width), BINS - 1) : 0;
      histogram[i / columns * BINS + bin]++;
    }
    return Bootstrap.statistic(
        "featureEntropyBits", rows, seed, counts -> histogramEntropy(histogram, counts, columns));
  }

  private static double histogramEntropy(int[] histogram, int[] counts, int columns) {
    double[] sum = new double[BINS];
    double total = 0;
    for (int row = 0; row < counts.length; row++) {
      for (int bin = 0; bin < BINS; bin++) {
        sum[bin] += (double) counts[row] * histogram[row * BINS + bin];
      }
      total += (double) counts[row] * columns;
    }
    double entropy = 0;
    for (double s : sum) {
      entropy += entropyBits(s / total);
    }
    return entropy;
  }

  private static double entropyBits(double share) {
    return share > 0 ? -share * Math.log(share) / Math.log(2) : 0;
  }
}

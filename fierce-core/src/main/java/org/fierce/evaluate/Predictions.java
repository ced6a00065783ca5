package org.fierce.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.fierce.data.FloatMatrix;
import org.fierce.data.Inputs;
import org.fierce.stats.Bootstrap;
import org.fierce.stats.Score;

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
 * Where validation rows are at hand, {@code predictionTemperature} is the T that makes the negative
 * log-likelihood of softmax(logits / T) least on them (Guo et al. 2017), and {@code
 * scaledExpectedCalibrationError}, {@code scaledMaximumCalibrationError}, {@code scaledBrier},
 * {@code scaledNegativeLogLikelihoodNats} are the scores of the test rows at that T. It is fitted
 * neither on training rows, on which a network is too sure of itself, nor on test rows; without
 * validation rows there is no such score. The interval does not speak of the chance in T.
 *
 * <p>Without logits only the entropy of the features is given. Smaller calibration errors, brier
 * and likelihood scores are better; the others describe.
 */
public record Predictions() implements Evaluator {
  private static final int BINS = Reliability.BINS;
  private static final int ENTROPY_ROWS = 1000;

  @Override
  public boolean needsFineTargets() {
    return false;
  }

  @Override
  public Findings evaluate(Evaluation evaluation) {
    List<Score> scores = new ArrayList<>();
    FloatMatrix logits = evaluation.query().logits();
    if (logits != null) {
      Softmax.checkCoarse(logits, evaluation.queryCoarse());
      Rows rows = Rows.of(logits, evaluation.queryCoarse().labels());
      for (Score score : calibration("", rows, evaluation)) {
        boolean isTold =
            evaluation.validation() == null && score.key().equals("expectedCalibrationError");
        scores.add(isTold ? score.withNote("no validation rows to fit a temperature on") : score);
      }
      scores.addAll(scaled(logits, evaluation));
      scores.addAll(spread(rows, evaluation.seed()));
    }
    if (logits != null && logits.columns() == 1) {
      scores.replaceAll(score -> Score.undefined(score.key(), score.n(), Softmax.ONE_CLASS));
    }
    scores.add(featureEntropy(evaluation.query().features(), evaluation.seed()));
    return Findings.of(scores);
  }

  /**
   * The softmax of the test rows.
   *
   * @param p probabilities [rows x classes]
   * @param top probability of the class with the largest logit
   * @param isHit whether that is the label's
   */
  private record Rows(int[] labels, int classes, double[] p, double[] top, boolean[] isHit) {
    static Rows of(FloatMatrix logits, int[] labels) {
      int[] decisions = Softmax.decisions(logits);
      double[] p = Softmax.probabilities(logits);
      double[] top = new double[labels.length];
      boolean[] isHit = new boolean[labels.length];
      for (int row = 0; row < labels.length; row++) {
        top[row] = Math.min(1, p[row * logits.columns() + decisions[row]]);
        isHit[row] = decisions[row] == labels[row];
      }
      return new Rows(labels, logits.columns(), p, top, isHit);
    }

    Reliability reliability(int[] counts) {
      return Reliability.of(top, isHit, counts, BINS);
    }
  }

  private static List<Score> calibration(String prefix, Rows rows, Evaluation evaluation) {
    int size = rows.labels().length;
    int classes = rows.classes();
    double[] brier = new double[size];
    double[] likelihood = new double[size];
    for (int row = 0; row < size; row++) {
      int label = rows.labels()[row];
      for (int c = 0; c < classes; c++) {
        double error = rows.p()[row * classes + c] - (c == label ? 1 : 0);
        brier[row] += error * error;
      }
      likelihood[row] = -Math.log(Math.max(rows.p()[row * classes + label], 1e-300));
    }
    long seed = evaluation.seed();
    return List.of(
        Bootstrap.statistic(
            key(prefix, "expectedCalibrationError"),
            size,
            seed,
            counts -> rows.reliability(counts).expectedError()),
        Bootstrap.statistic(
            key(prefix, "maximumCalibrationError"),
            size,
            seed,
            counts -> rows.reliability(counts).maximumError()),
        Bootstrap.mean(key(prefix, "brier"), brier, seed),
        Bootstrap.mean(key(prefix, "negativeLogLikelihoodNats"), likelihood, seed));
  }

  private static String key(String prefix, String key) {
    return prefix.isEmpty()
        ? key
        : prefix + key.substring(0, 1).toUpperCase(Locale.ROOT) + key.substring(1);
  }

  /** The same at the temperature of the validation rows; nothing without such rows. */
  private static List<Score> scaled(FloatMatrix logits, Evaluation evaluation) {
    ValidationLogits validation = evaluation.validation();
    if (validation == null) {
      return List.of();
    }
    double temperature = Temperature.fit(validation.logits(), validation.coarse().labels());
    boolean isAtEnd =
        temperature < 1.01 * Temperature.LEAST || temperature > 0.99 * Temperature.LARGEST;
    String note =
        "temperature %.3f fitted on %d validation rows%s"
            .formatted(
                temperature,
                validation.coarse().size(),
                isAtEnd ? ", at the end of the search" : "");
    Rows rows = Rows.of(Temperature.scale(logits, temperature), evaluation.queryCoarse().labels());
    List<Score> scores = new ArrayList<>();
    scores.add(
        Score.bare("predictionTemperature", temperature, validation.coarse().size())
            .withNote(isAtEnd ? "at the end of the search" : null));
    for (Score score : calibration("scaled", rows, evaluation)) {
      scores.add(score.withNote(note));
    }
    return scores;
  }

  private static List<Score> spread(Rows rows, long seed) {
    int size = rows.labels().length;
    int classes = rows.classes();
    double[] p = rows.p();
    double[] entropy = new double[size];
    for (int i = 0; i < p.length; i++) {
      entropy[i / classes] += entropyBits(p[i]);
    }
    return List.of(
        Bootstrap.statistic(
            "predictionMutualInformationBits",
            size,
            seed,
            counts -> mutualInformation(p, classes, entropy, counts)),
        Bootstrap.statistic("stability", size, seed, counts -> stability(p, classes, counts)));
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

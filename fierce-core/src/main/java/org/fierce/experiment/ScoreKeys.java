package org.fierce.experiment;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a score's key says of it. */
public final class ScoreKeys {
  private static final Set<String> SMALLER_IS_BETTER =
      Set.of(
          "brier",
          "scaledBrier",
          "negativeLogLikelihoodNats",
          "scaledNegativeLogLikelihoodNats",
          "neuralCollapse1");

  /** The score that stands for fine detail, by kind of target: shares, numbers, classes. */
  private static final List<String> PRIMARY =
      List.of(
          "transferMeanSquaredError", "probeR2", "knnAccuracyWithinTrue", "fewShotAccuracy-5-1");

  private static final double A_POINT = 0.01;
  private static final double A_TWENTIETH = 0.05;

  private ScoreKeys() {}

  /** Whether a larger value is a better one. */
  public static boolean isLargerBetter(String key) {
    return !key.contains("Error") && !SMALLER_IS_BETTER.contains(key);
  }

  /** Whether one direction is better at all; entropy, information and rank describe. */
  public static boolean isJudged(String key) {
    return !key.endsWith("Bits")
        && !key.endsWith("Within")
        && !key.equals("effectiveRank")
        && !key.equals("neuralCollapse1");
  }

  /**
   * The smallest difference that is taken to matter: a point, 0.01, of scores that end at 1
   * (accuracies, R2, correlations), and a twentieth of the base's value of errors.
   *
   * @param base mean of the method compared with
   */
  public static double smallestThatMatters(String key, double base) {
    return isLargerBetter(key) ? A_POINT : A_TWENTIETH * Math.abs(base);
  }

  /** The primary fine score among the keys; none where no fine target is known. */
  public static Optional<String> primary(Collection<String> keys) {
    return PRIMARY.stream().filter(keys::contains).findFirst();
  }
}

package org.fierce.experiment;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a score's key says of it. */
public final class ScoreKeys {
  private static final Set<String> SMALLER_IS_BETTER =
      Set.of("brier", "negativeLogLikelihoodNats", "neuralCollapse1");

  /** The score that stands for fine detail, by kind of target: shares, numbers, classes. */
  private static final List<String> PRIMARY =
      List.of("transferMeanSquaredError", "probeR2", "knnAccuracyWithinTrue");

  private ScoreKeys() {}

  /** Whether a larger value is a better one. */
  public static boolean isLargerBetter(String key) {
    return !key.contains("Error") && !SMALLER_IS_BETTER.contains(key);
  }

  /** The primary fine score among the keys; none where no fine target is known. */
  public static Optional<String> primary(Collection<String> keys) {
    return PRIMARY.stream().filter(keys::contains).findFirst();
  }
}

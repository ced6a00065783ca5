package org.fierce.app.report;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Names of score keys for people, their order, and which way is better. */
public final class ScoreNames {
  private static final List<String> ORDER =
      List.of(
          "coarseAccuracy",
          "knnAccuracyWithinTrue",
          "knnAccuracy",
          "probeAccuracyWithinTrue",
          "probeAccuracy",
          "fewShotAccuracy",
          "rawMeanSquaredError",
          "transferMeanSquaredError",
          "authorsProbeMeanSquaredError",
          "probeR2",
          "probeMeanAbsoluteError",
          "probeRootMeanSquaredError",
          "spearman",
          "orderAssignMeanSquaredError",
          "recallAt",
          "knnRecallAt",
          "meanAveragePrecisionAtR",
          "nmi",
          "adjustedRand",
          "featureEntropyBits");

  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("coarseAccuracy", "coarse accuracy"),
          Map.entry("knnAccuracy", "kNN accuracy"),
          Map.entry("knnAccuracyWithinTrue", "kNN accuracy inside the true coarse class"),
          Map.entry("knnAccuracyWithinPredicted", "kNN accuracy inside the predicted coarse class"),
          Map.entry("probeAccuracy", "probe accuracy"),
          Map.entry("probeAccuracyWithinTrue", "probe accuracy inside the true coarse class"),
          Map.entry(
              "probeAccuracyWithinPredicted", "probe accuracy inside the predicted coarse class"),
          Map.entry("rawMeanSquaredError", "raw squared error"),
          Map.entry("transferMeanSquaredError", "transfer squared error"),
          Map.entry(
              "authorsProbeMeanSquaredError", "squared error of the authors' unconverged probe"),
          Map.entry("probeR2", "R² of the probe"),
          Map.entry("probeMeanAbsoluteError", "mean absolute error of the probe"),
          Map.entry("probeRootMeanSquaredError", "root mean squared error of the probe"),
          Map.entry("rawMeanAbsoluteError", "raw absolute error"),
          Map.entry("rawR2", "R² of the raw prediction"),
          Map.entry("transferMeanAbsoluteError", "transfer absolute error"),
          Map.entry("transferR2", "R² of the transfer"),
          Map.entry("kendallTau", "order of pairs (Kendall's tau)"),
          Map.entry("probeOrdinalKappa", "agreement of bins (quadratic kappa)"),
          Map.entry("predictionTemperature", "temperature of the predictions"),
          Map.entry(
              "scaledExpectedCalibrationError", "expected calibration error at that temperature"),
          Map.entry(
              "scaledMaximumCalibrationError", "maximum calibration error at that temperature"),
          Map.entry("scaledBrier", "Brier score at that temperature"),
          Map.entry(
              "scaledNegativeLogLikelihoodNats",
              "negative log-likelihood at that temperature, nats"),
          Map.entry("spearman", "rank correlation (Spearman)"),
          Map.entry("orderAssignMeanSquaredError", "squared error by order and assign"),
          Map.entry("classMeanMeanSquaredError", "squared error of the coarse class's mean"),
          Map.entry(
              "orderAssignMixMeanSquaredError", "squared error by the best mix of order and mean"),
          Map.entry("meanAveragePrecisionAtR", "mean average precision at R"),
          Map.entry("nmi", "normalised mutual information"),
          Map.entry("adjustedRand", "adjusted Rand index"),
          Map.entry("featureEntropyBits", "entropy of the features, bits"),
          Map.entry("predictionMutualInformationBits", "information of the predictions, bits"),
          Map.entry("stability", "stability"),
          Map.entry("expectedCalibrationError", "expected calibration error"),
          Map.entry("maximumCalibrationError", "maximum calibration error"),
          Map.entry("brier", "Brier score"),
          Map.entry("negativeLogLikelihoodNats", "negative log-likelihood, nats"),
          Map.entry("effectiveRank", "effective rank"),
          Map.entry("viewAgreement", "agreement of two views"),
          Map.entry("effectiveRankWithin", "effective rank inside coarse classes"),
          Map.entry("lidarRankWithin", "LiDAR rank inside coarse classes"),
          Map.entry("viewRatioWithin", "share of the spread that views agree on, inside classes"),
          Map.entry("instanceRecallWithin", "recall of the other view inside coarse classes"),
          Map.entry(
              "instanceInformationWithinBits", "information of views inside coarse classes, bits"),
          Map.entry(
              "codebookInformationWithinBits", "information of the codebook inside classes, bits"),
          Map.entry("neuralCollapse1", "neural collapse NC1"));

  private static final Pattern FEW_SHOT =
      Pattern.compile(
          "fewShot(Cosine|Logistic|Refined)?(Disjoint)?Accuracy(?:Within(True|Predicted))?(?:-(\\d+|all))?-(\\d+)(?:-copies(\\d+))?");

  private static final Map<String, String> CLASSIFIERS =
      Map.of(
          "Cosine", " by cosine",
          "Logistic", " by logistic regression",
          "Refined", " by refined means");

  private static final Pattern WITHIN = Pattern.compile("Within(True|Predicted)");

  private static final String BALANCED = "Balanced";

  private ScoreNames() {}

  /** The key in words; a key not known here as it is. */
  public static String words(String key) {
    Matcher fewShot = FEW_SHOT.matcher(key);
    if (fewShot.matches()) {
      return fewShot(fewShot);
    }
    int colon = key.indexOf(':');
    if (colon >= 0) {
      return words(key.substring(0, colon)) + " of " + key.substring(colon + 1);
    }
    if (key.contains(BALANCED)) {
      return words(key.replaceFirst(BALANCED, "")) + ", mean over classes";
    }
    Matcher inner = WITHIN.matcher(key);
    if (inner.find() && !NAMES.containsKey(key)) {
      String whole = words(inner.replaceFirst(""));
      return "%s inside the %s coarse class"
          .formatted(whole, inner.group(1).toLowerCase(Locale.ROOT));
    }
    if (key.startsWith("recallAt-")) {
      return "recall at " + key.substring("recallAt-".length());
    }
    if (key.startsWith("knnRecallAt-")) {
      return "recall at %s among the training rows"
          .formatted(key.substring("knnRecallAt-".length()));
    }
    return NAMES.getOrDefault(key, key);
  }

  private static String fewShot(Matcher parts) {
    String classifier = parts.group(1);
    String reading = parts.group(3);
    String ways = parts.group(4);
    String copies = parts.group(6);
    return (ways == null ? "" : ways + "-way ")
        + parts.group(5)
        + "-shot accuracy"
        + (classifier == null ? "" : CLASSIFIERS.get(classifier))
        + (copies == null ? "" : ", %s augmented copies".formatted(copies))
        + (parts.group(2) == null ? "" : ", no row twice")
        + (reading == null
            ? ""
            : (copies == null && parts.group(2) == null ? "" : ",")
                + " inside the %s coarse class".formatted(reading.toLowerCase(Locale.ROOT)));
  }

  /** Whether this is a few-shot accuracy, whatever its classifier. */
  public static boolean isFewShot(String key) {
    return FEW_SHOT.matcher(key).matches();
  }

  /** Whether a smaller value is the better one. */
  public static boolean isSmallerBetter(String key) {
    return key.contains("Error")
        || key.equals("brier")
        || key.equals("scaledBrier")
        || key.startsWith("negativeLogLikelihood")
        || key.startsWith("scaledNegativeLogLikelihood")
        || key.equals("neuralCollapse1");
  }

  /** Whether one direction is better at all; entropy and rank describe, they do not judge. */
  public static boolean isJudged(String key) {
    return !key.endsWith("Bits")
        && !key.endsWith("Within")
        && !key.equals("effectiveRank")
        && !key.equals("neuralCollapse1")
        && !key.equals("predictionTemperature");
  }

  /** Whether the score is a finer look at another: classes alike, or one component of shares. */
  public static boolean isDetail(String key) {
    return key.contains(BALANCED) || key.contains(":");
  }

  /** The keys, the primary one first, then by importance, then by name. */
  static List<String> ordered(Collection<String> keys, @Nullable String primary) {
    return keys.stream()
        .sorted(
            Comparator.comparing((String key) -> !key.equals(primary))
                .thenComparing(ScoreNames::place)
                .thenComparing(Comparator.naturalOrder()))
        .toList();
  }

  private static int place(String key) {
    int exact = ORDER.indexOf(key);
    if (exact >= 0) {
      return exact;
    }
    int hyphen = key.indexOf('-');
    int family =
        isFewShot(key)
            ? ORDER.indexOf("fewShotAccuracy")
            : hyphen < 0 ? -1 : ORDER.indexOf(key.substring(0, hyphen));
    return family >= 0 ? family : ORDER.size();
  }
}

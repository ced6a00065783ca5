package org.fierce.stats;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fierce.stats.Measure.Direction;
import org.fierce.stats.Measure.Unit;
import org.jspecify.annotations.Nullable;

/** The measures by key, and how keys are put together of readings and parameters. */
final class MeasureTable {
  static final String BALANCED = "Balanced";

  /** In the order of importance; those not here come after, by name. */
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

  private static final Map<String, Measure> KNOWN = new LinkedHashMap<>();
  private static final String CLASSES = "-K";
  private static final String EPISODES = "fewShotAccuracy-W-S";

  private static final Pattern FEW_SHOT =
      Pattern.compile(
          "fewShot(Cosine|Logistic|Refined)?(Disjoint)?Accuracy(?:Within(True|Predicted))?(?:-(\\d+|all))?-(\\d+)(?:-copies(\\d+))?");
  private static final Map<String, String> CLASSIFIERS =
      Map.of(
          "Cosine", " by cosine",
          "Logistic", " by logistic regression",
          "Refined", " by refined means");
  private static final Pattern WITHIN = Pattern.compile("Within(True|Predicted)");
  private static final Pattern AT = Pattern.compile("(recallAt|knnRecallAt)-(\\d+)");

  static {
    larger("coarseAccuracy", "coarse accuracy");
    larger("knnAccuracy", "kNN accuracy");
    larger("probeAccuracy", "probe accuracy");
    larger(EPISODES, "few-shot accuracy");
    larger("recallAt" + CLASSES, "recall");
    larger("knnRecallAt" + CLASSES, "recall among the training rows");
    larger("meanAveragePrecisionAtR", "mean average precision at R");
    larger("nmi", "normalised mutual information");
    larger("adjustedRand", "adjusted Rand index");
    larger("probeR2", "R² of the probe");
    larger("rawR2", "R² of the raw prediction");
    larger("transferR2", "R² of the transfer");
    larger("spearman", "rank correlation (Spearman)");
    larger("kendallTau", "order of pairs (Kendall's tau)");
    larger("probeOrdinalKappa", "agreement of bins (quadratic kappa)");
    larger("viewAgreement", "agreement of two views");
    smaller("rawMeanSquaredError", "raw squared error", Unit.FRACTION);
    smaller("transferMeanSquaredError", "transfer squared error", Unit.FRACTION);
    smaller(
        "authorsProbeMeanSquaredError",
        "squared error of the authors' unconverged probe",
        Unit.FRACTION);
    smaller("rawMeanAbsoluteError", "raw absolute error", Unit.FRACTION);
    smaller("transferMeanAbsoluteError", "transfer absolute error", Unit.FRACTION);
    smaller("probeMeanAbsoluteError", "mean absolute error of the probe", Unit.TARGET);
    smaller("probeRootMeanSquaredError", "root mean squared error of the probe", Unit.TARGET);
    smaller(
        "orderAssignMeanSquaredError", "squared error by order and assign", Unit.TARGET_SQUARED);
    smaller(
        "classMeanMeanSquaredError",
        "squared error of the coarse class's mean",
        Unit.TARGET_SQUARED);
    smaller(
        "orderAssignMixMeanSquaredError",
        "squared error by the best mix of order and mean",
        Unit.TARGET_SQUARED);
    smaller("expectedCalibrationError", "expected calibration error", Unit.FRACTION);
    smaller("maximumCalibrationError", "maximum calibration error", Unit.FRACTION);
    smaller("brier", "Brier score", Unit.PLAIN);
    smaller("negativeLogLikelihoodNats", "negative log-likelihood, nats", Unit.NATS);
    smaller(
        "scaledExpectedCalibrationError",
        "expected calibration error at that temperature",
        Unit.FRACTION);
    smaller(
        "scaledMaximumCalibrationError",
        "maximum calibration error at that temperature",
        Unit.FRACTION);
    smaller("scaledBrier", "Brier score at that temperature", Unit.PLAIN);
    smaller(
        "scaledNegativeLogLikelihoodNats",
        "negative log-likelihood at that temperature, nats",
        Unit.NATS);
    describes("predictionTemperature", "temperature of the predictions", Unit.PLAIN);
    describes("predictionMutualInformationBits", "information of the predictions, bits", Unit.BITS);
    describes("stability", "stability", Unit.FRACTION);
    describes("featureEntropyBits", "entropy of the features, bits", Unit.BITS);
    describes("effectiveRank", "effective rank", Unit.PLAIN);
    describes("neuralCollapse1", "neural collapse NC1", Unit.PLAIN);
    describes("effectiveRankWithin", "effective rank inside coarse classes", Unit.PLAIN);
    describes("lidarRankWithin", "LiDAR rank inside coarse classes", Unit.PLAIN);
    describes(
        "viewRatioWithin",
        "share of the spread that views agree on, inside classes",
        Unit.FRACTION);
    describes(
        "instanceRecallWithin", "recall of the other view inside coarse classes", Unit.FRACTION);
    describes(
        "instanceInformationWithinBits",
        "information of views inside coarse classes, bits",
        Unit.BITS);
    describes(
        "codebookInformationWithinBits",
        "information of the codebook inside classes, bits",
        Unit.BITS);
  }

  private MeasureTable() {}

  private static void larger(String key, String words) {
    add(key, words, Unit.FRACTION, Direction.LARGER);
  }

  private static void smaller(String key, String words, Unit unit) {
    add(key, words, unit, Direction.SMALLER);
  }

  private static void describes(String key, String words, Unit unit) {
    add(key, words, unit, Direction.DESCRIBES);
  }

  private static void add(String key, String words, Unit unit, Direction direction) {
    KNOWN.put(key, new Measure(key, words, unit, direction, true));
  }

  static List<String> keys() {
    return List.copyOf(KNOWN.keySet());
  }

  static Measure find(String key) {
    Measure known = KNOWN.get(key);
    if (known != null) {
      return known;
    }
    Matcher fewShot = FEW_SHOT.matcher(key);
    if (fewShot.matches()) {
      return as(key, fewShot(fewShot), EPISODES);
    }
    Matcher at = AT.matcher(key);
    if (at.matches()) {
      boolean isTraining = key.startsWith("knn");
      return as(
          key,
          "recall at %s%s".formatted(at.group(2), isTraining ? " among the training rows" : ""),
          at.group(1) + CLASSES);
    }
    int colon = key.indexOf(':');
    if (colon >= 0) {
      return of(key, find(key.substring(0, colon)), "%s of " + escaped(key.substring(colon + 1)));
    }
    if (key.contains(BALANCED)) {
      return of(key, find(key.replaceFirst(BALANCED, "")), "%s, mean over classes");
    }
    Matcher inner = WITHIN.matcher(key);
    if (inner.find()) {
      String coarse = Objects.requireNonNull(inner.group(1)).toLowerCase(Locale.ROOT);
      return of(key, find(inner.replaceFirst("")), "%s inside the " + coarse + " coarse class");
    }
    boolean isError = key.contains("Error");
    return new Measure(key, key, Unit.PLAIN, isError ? Direction.SMALLER : Direction.LARGER, false);
  }

  private static String escaped(String name) {
    return name.replace("%", "%%");
  }

  private static Measure as(String key, String words, String like) {
    Measure base = Objects.requireNonNull(KNOWN.get(like));
    return new Measure(key, words, base.unit(), base.direction(), true);
  }

  private static Measure of(String key, Measure base, String words) {
    return new Measure(
        key, words.formatted(base.words()), base.unit(), base.direction(), base.isKnown());
  }

  private static String fewShot(Matcher parts) {
    String classifier = parts.group(1);
    String reading = parts.group(3);
    String ways = parts.group(4);
    String copies = parts.group(6);
    boolean isPlain = copies == null && parts.group(2) == null;
    return (ways == null ? "" : ways + "-way ")
        + parts.group(5)
        + "-shot accuracy"
        + (classifier == null ? "" : CLASSIFIERS.get(classifier))
        + (copies == null ? "" : ", %s augmented copies".formatted(copies))
        + (parts.group(2) == null ? "" : ", no row twice")
        + inside(reading, isPlain);
  }

  private static String inside(@Nullable String reading, boolean isPlain) {
    return reading == null
        ? ""
        : (isPlain ? "" : ",")
            + " inside the %s coarse class".formatted(reading.toLowerCase(Locale.ROOT));
  }

  static int place(String key) {
    int exact = ORDER.indexOf(key);
    if (exact >= 0) {
      return exact;
    }
    int hyphen = key.indexOf('-');
    int family =
        FEW_SHOT.matcher(key).matches()
            ? ORDER.indexOf("fewShotAccuracy")
            : hyphen < 0 ? -1 : ORDER.indexOf(key.substring(0, hyphen));
    return family >= 0 ? family : ORDER.size();
  }
}

package org.fierce.stats;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fierce.stats.Measure.Direction;
import org.fierce.stats.Measure.Unit;
import org.jspecify.annotations.Nullable;

/** The measures by key, and how keys are put together of readings and parameters. */
final class MeasureTable {
  static final String BALANCED = "Balanced";

  /** How the keys of a curve of labels begin. */
  static final String LABELS_NEEDED = "labels";

  private static final Map<String, Measure> KNOWN = new LinkedHashMap<>();

  /** Those of Fierce's own evaluators. */
  private static final List<String> OWN;

  /** How many of them, from the first, have a place in the order of importance. */
  private static final int RANKED;

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
  private static final Pattern LABELS =
      Pattern.compile("(labelsAccuracy|labelsR2|labelsMeanSquaredError)-(\\d+)");

  static {
    // In the order of importance; those of a comparison's own table are main.
    leading(
        "coarseAccuracy", "coarse accuracy", Unit.FRACTION, Direction.LARGER, "coarse accuracy");
    leading(
        "knnAccuracyWithinTrue",
        "kNN accuracy inside the true coarse class",
        Unit.FRACTION,
        Direction.LARGER,
        "kNN inside true coarse");
    leading("knnAccuracy", "kNN accuracy", Unit.FRACTION, Direction.LARGER, "kNN accuracy");
    leading(
        "probeAccuracyWithinTrue",
        "probe accuracy inside the true coarse class",
        Unit.FRACTION,
        Direction.LARGER,
        "probe inside true coarse");
    leading("probeAccuracy", "probe accuracy", Unit.FRACTION, Direction.LARGER, "probe accuracy");
    leading(EPISODES, "few-shot accuracy", Unit.FRACTION, Direction.LARGER, "few-shot");
    leading(
        "rawMeanSquaredError",
        "raw squared error",
        Unit.FRACTION,
        Direction.SMALLER,
        "raw squared error");
    leading(
        "transferMeanSquaredError",
        "transfer squared error",
        Unit.FRACTION,
        Direction.SMALLER,
        "transfer squared error (converged probe)");
    leading(
        "authorsProbeMeanSquaredError",
        "squared error of the authors' unconverged probe",
        Unit.FRACTION,
        Direction.SMALLER,
        "authors' probe squared error");
    leading("probeR2", "R² of the probe", Unit.FRACTION, Direction.LARGER, "R² of the probe");
    leading(
        "probeMeanAbsoluteError",
        "mean absolute error of the probe",
        Unit.TARGET,
        Direction.SMALLER,
        "mean absolute error");
    leading(
        "probeRootMeanSquaredError",
        "root mean squared error of the probe",
        Unit.TARGET,
        Direction.SMALLER,
        "root mean squared error");
    leading(
        "spearman",
        "rank correlation (Spearman)",
        Unit.FRACTION,
        Direction.LARGER,
        "rank correlation");
    leading(
        "orderAssignMeanSquaredError",
        "squared error by order and assign",
        Unit.TARGET_SQUARED,
        Direction.SMALLER,
        "order and assign squared error");
    larger("recallAt" + CLASSES, "recall");
    larger("knnRecallAt" + CLASSES, "recall among the training rows");
    larger("meanAveragePrecisionAtR", "mean average precision at R");
    larger("nmi", "normalised mutual information");
    larger("adjustedRand", "adjusted Rand index");
    describes("featureEntropyBits", "entropy of the features, bits", Unit.BITS);
    RANKED = KNOWN.size();
    larger(
        "headAccuracyWithinTrue",
        "accuracy of the model file's answers inside the true coarse class");
    larger("rawR2", "R² of the raw prediction");
    larger("transferR2", "R² of the transfer");
    larger("kendallTau", "order of pairs (Kendall's tau)");
    larger("probeOrdinalKappa", "agreement of bins (quadratic kappa)");
    larger("viewAgreementWithinTrue", "agreement of two views inside the true coarse class");
    smaller("rawMeanAbsoluteError", "raw absolute error", Unit.FRACTION);
    smaller("transferMeanAbsoluteError", "transfer absolute error", Unit.FRACTION);
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
    larger("labelsAccuracy" + CLASSES, "accuracy");
    larger("labelsR2" + CLASSES, "R²");
    smaller("labelsMeanSquaredError" + CLASSES, "squared error", Unit.FRACTION);
    describes("predictionTemperature", "temperature of the predictions", Unit.PLAIN);
    describes("predictionMutualInformationBits", "information of the predictions, bits", Unit.BITS);
    describes("stability", "stability", Unit.FRACTION);
    describes("effectiveRank", "effective rank", Unit.PLAIN);
    describes("neuralCollapse1", "neural collapse NC1", Unit.PLAIN, "NC1");
    describes(
        "effectiveRankWithin",
        "effective rank inside coarse classes",
        Unit.PLAIN,
        "effective rank");
    describes("lidarRankWithin", "LiDAR rank inside coarse classes", Unit.PLAIN, "LiDAR rank");
    describes(
        "viewRatioWithin",
        "share of the spread that views agree on, inside classes",
        Unit.FRACTION,
        "view ratio");
    describes(
        "instanceRecallWithin",
        "recall of the other view inside coarse classes",
        Unit.FRACTION,
        "instance recall");
    describes(
        "instanceInformationWithinBits",
        "information of views inside coarse classes, bits",
        Unit.BITS,
        "information, bits");
    describes(
        "codebookInformationWithinBits",
        "information of the codebook inside classes, bits",
        Unit.BITS,
        "codebook, bits");
    OWN = List.copyOf(KNOWN.keySet());
    for (MeasureProvider provider :
        ServiceLoader.load(MeasureProvider.class, MeasureTable.class.getClassLoader())) {
      for (Measure measure : provider.measures()) {
        if (KNOWN.putIfAbsent(measure.key(), measure) != null) {
          throw new IllegalStateException(
              "%s gives the score key %s, which is taken; choose another"
                  .formatted(provider.getClass().getName(), measure.key()));
        }
      }
    }
  }

  private MeasureTable() {}

  private static void leading(
      String key, String words, Unit unit, Direction direction, String heading) {
    KNOWN.put(key, new Measure(key, words, heading, unit, direction, true, true));
  }

  private static void larger(String key, String words) {
    add(key, words, Unit.FRACTION, Direction.LARGER, words);
  }

  private static void smaller(String key, String words, Unit unit) {
    add(key, words, unit, Direction.SMALLER, words);
  }

  private static void describes(String key, String words, Unit unit) {
    describes(key, words, unit, words);
  }

  private static void describes(String key, String words, Unit unit, String heading) {
    add(key, words, unit, Direction.DESCRIBES, heading);
  }

  private static void add(
      String key, String words, Unit unit, Direction direction, String heading) {
    KNOWN.put(key, new Measure(key, words, heading, unit, direction, false, true));
  }

  static List<String> keys() {
    return OWN;
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
    Matcher labels = LABELS.matcher(key);
    if (labels.matches()) {
      Measure base = Objects.requireNonNull(KNOWN.get(labels.group(1) + CLASSES));
      String words = labels.group(2).equals("1") ? "label" : "labels";
      return of(key, base, "%s with " + labels.group(2) + " " + words + " a class");
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
    Direction direction = key.contains("Error") ? Direction.SMALLER : Direction.LARGER;
    return new Measure(key, key, key, Unit.PLAIN, direction, false, false);
  }

  private static String escaped(String name) {
    return name.replace("%", "%%");
  }

  private static Measure as(String key, String words, String like) {
    Measure base = Objects.requireNonNull(KNOWN.get(like));
    boolean isMain = base.isMain() && !WITHIN.matcher(key).find();
    String heading = isMain ? words.replace(" accuracy", "") : words;
    return new Measure(key, words, heading, base.unit(), base.direction(), isMain, true);
  }

  private static Measure of(String key, Measure base, String format) {
    String words = format.formatted(base.words());
    return new Measure(key, words, words, base.unit(), base.direction(), false, base.isKnown());
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

  /** Place of a key in the order of importance; the same for all that have none. */
  static int place(String key) {
    String base =
        FEW_SHOT.matcher(key).matches() ? EPISODES : AT.matcher(key).replaceFirst("$1" + CLASSES);
    int place = OWN.indexOf(base);
    return place < 0 ? RANKED : Math.min(place, RANKED);
  }
}

package org.fierce.stats;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** What each measure says, in a sentence for people who do not know it. */
final class MeasureDefinitions {
  private static final Map<String, String> KNOWN = new LinkedHashMap<>();

  private static final Pattern FEW_SHOT = Pattern.compile("fewShot.*Accuracy.*");
  private static final Pattern PARAMETERS = Pattern.compile("-\\d+$");
  private static final Pattern SPREAD = Pattern.compile("(probe|raw|transfer)R2");
  private static final Pattern INSIDE_EACH =
      Pattern.compile("spearman|kendallTau|nmi|adjustedRand");

  static {
    put("coarseAccuracy", "Share of test rows whose coarse class the network tells right.");
    put(
        "knnAccuracy",
        "Share of test rows whose fine class is the one that their 20 nearest training rows vote for, near ones counting more.");
    put(
        "probeAccuracy",
        "Share of test rows whose fine class a logistic regression on the frozen features tells right.");
    put(
        "fewShotAccuracy-W-S",
        "Share of rows told right where each fine class is known by S labelled rows only, among W classes drawn at random; mean over many draws.");
    put(
        "rawMeanSquaredError",
        "Squared distance between the network's own shares and the true ones, summed over the components: 0 is exact, 2 the worst.");
    put(
        "transferMeanSquaredError",
        "Squared distance between the shares that a linear layer on the frozen features tells and the true ones, summed over the components: 0 is exact, 2 the worst.");
    put(
        "authorsProbeMeanSquaredError",
        "The same squared distance by the paper's own linear layer, which is stopped before it has converged.");
    put(
        "probeR2",
        "Share of the number's spread that ridge regression on the frozen features explains: 1 is all of it, 0 no more than the mean.");
    put(
        "probeMeanAbsoluteError",
        "Mean distance between the number that ridge regression tells and the true one, in the number's unit.");
    put(
        "probeRootMeanSquaredError",
        "Root of the mean squared distance between the number told and the true one, in the number's unit; large errors count more.");
    put(
        "spearman",
        "Correlation of the ranks of told and true numbers: 1 is the same order, 0 none.");
    put(
        "orderAssignMeanSquaredError",
        "Mean squared error where rows are put in order by their one feature and get the training numbers in that order.");
    put(
        "recallAt-K",
        "Share of test rows with a row of their fine class among the K nearest other test rows.");
    put(
        "knnRecallAt-K",
        "Share of test rows with a row of their fine class among the K nearest training rows.");
    put(
        "meanAveragePrecisionAtR",
        "How far the nearest other test rows are of a row's own fine class, as many looked at as that class has: 1 is all of them.");
    put(
        "nmi",
        "How far clusters found by k-means agree with the fine classes: 1 is fully, 0 not at all.");
    put(
        "adjustedRand",
        "Pairs of rows on which clusters and fine classes agree, above chance: 1 is all of them, 0 is chance.");
    put(
        "featureEntropyBits",
        "How evenly the activations of the features fill ten equal bins, in bits.");
    put(
        "rawR2",
        "Share of the spread that the network's own shares explain: 1 is all of it, 0 no more than the mean.");
    put(
        "transferR2",
        "Share of the spread that a linear layer on the frozen features explains: 1 is all of it, 0 no more than the mean.");
    put(
        "kendallTau",
        "How much likelier a pair of rows is told in the right order than in the wrong one: 1 is always, 0 is chance.");
    put(
        "probeOrdinalKappa",
        "Agreement of the bin that the told number falls into with the true one, near misses counting less: 1 is full, 0 is chance.");
    put(
        "headAccuracyWithinTrue",
        "Share of test rows whose fine class the model file finds among those of the row's true coarse class.");
    put(
        "viewAgreementWithinTrue",
        "Share of test rows whose nearest row of the same coarse class, seen through another augmentation, is themselves.");
    put(
        "rawMeanAbsoluteError",
        "Absolute distance between the network's own shares and the true ones, summed over the components.");
    put(
        "transferMeanAbsoluteError",
        "Absolute distance between the shares of a linear layer on the frozen features and the true ones, summed over the components.");
    put(
        "classMeanMeanSquaredError",
        "Mean squared error of one answer a coarse class, the mean of its training rows.");
    put(
        "orderAssignMixMeanSquaredError",
        "Mean squared error of the best mix of order and assign with the mean of the coarse class.");
    put(
        "expectedCalibrationError",
        "Mean distance between how sure the network says it is and how often it is right.");
    put(
        "maximumCalibrationError",
        "The largest such distance among ten bins of how sure the network says it is.");
    put(
        "brier",
        "Squared distance between the coarse probabilities and the true class: 0 is sure and right, 2 sure and wrong.");
    put(
        "negativeLogLikelihoodNats",
        "Mean surprise at the true coarse class, in nats: 0 is sure and right.");
    put(
        "scaledExpectedCalibrationError",
        "Expected calibration error after the probabilities were put at that temperature.");
    put(
        "scaledMaximumCalibrationError",
        "Maximum calibration error after the probabilities were put at that temperature.");
    put("scaledBrier", "Brier score after the probabilities were put at that temperature.");
    put(
        "scaledNegativeLogLikelihoodNats",
        "Negative log-likelihood after the probabilities were put at that temperature, in nats.");
    put(
        "labelsAccuracy-K",
        "Share of test rows told right by the nearest mean of K labelled training rows of each fine class.");
    put(
        "labelsR2-K",
        "Share of the number's spread that ridge regression explains, fitted on K labelled training rows of each coarse class.");
    put(
        "labelsMeanSquaredError-K",
        "Squared distance between told and true shares, by ridge regression fitted on K labelled training rows of each coarse class.");
    put(
        "predictionTemperature",
        "What the logits must be divided by to be as sure as they are right; above 1 the network was too sure.");
    put(
        "predictionMutualInformationBits",
        "How much the coarse predictions tell of the rows, in bits: 0 where all rows get the same.");
    put("stability", "How little the coarse probabilities vary over the rows of the test set.");
    put("effectiveRank", "In how many directions the features spread, weak ones counting less.");
    put(
        "neuralCollapse1",
        "Spread of the features inside coarse classes against that between them: 0 where every class is one point.");
    put(
        "effectiveRankWithin",
        "In how many directions the features spread inside a coarse class, weak ones counting less.");
    put(
        "lidarRankWithin",
        "In how many directions rows of a coarse class differ by more than augmentation changes them.");
    put(
        "viewRatioWithin",
        "Share of the spread inside coarse classes that two augmented views of a row agree on.");
    put(
        "instanceRecallWithin",
        "Chance that another augmented view of a row is nearer to it than other rows of its coarse class.");
    put(
        "instanceInformationWithinBits",
        "How well a row of a coarse class is told among others by another augmented view, in bits.");
    put(
        "codebookInformationWithinBits",
        "How much the nearest of 100 fixed anchors tells of a row inside its coarse class, in bits.");
  }

  private MeasureDefinitions() {}

  private static void put(String key, String sentence) {
    KNOWN.put(key, sentence);
  }

  /** The sentence of a key with its readings and parameters; empty for one that is not known. */
  static String of(String key) {
    String known = KNOWN.get(key);
    if (known != null) {
      return known;
    }
    int colon = key.indexOf(':');
    if (colon >= 0) {
      return with(of(key.substring(0, colon)), "Of this one component.");
    }
    if (key.contains(MeasureTable.BALANCED)) {
      return with(
          of(key.replaceFirst(MeasureTable.BALANCED, "")),
          "Mean over classes, so that a rare one counts as much as a frequent one.");
    }
    for (String coarse : new String[] {"True", "Predicted"}) {
      if (key.contains("Within" + coarse)) {
        String base = key.replaceFirst("Within" + coarse, "");
        return with(of(base), inside(base, coarse.equals("True")));
      }
    }
    if (FEW_SHOT.matcher(key).matches()) {
      return of("fewShotAccuracy-W-S");
    }
    String named = PARAMETERS.matcher(key).replaceFirst("-K");
    return named.equals(key) ? "" : KNOWN.getOrDefault(named, "");
  }

  private static String inside(String base, boolean isTrue) {
    String coarse = isTrue ? "true" : "predicted";
    if (SPREAD.matcher(base).matches() || base.startsWith("labelsR2")) {
      return "Here against the mean of the row's %s coarse class: what is explained inside classes."
          .formatted(coarse);
    }
    if (INSIDE_EACH.matcher(base).matches()) {
      return "Here inside each %s coarse class.".formatted(coarse);
    }
    return isTrue
        ? "Only the fine classes of the row's true coarse class compete."
        : "Only the fine classes of the predicted coarse class compete; a row sent to the wrong one is a miss.";
  }

  private static String with(String sentence, String more) {
    return sentence.isEmpty() ? "" : sentence + " " + more;
  }
}

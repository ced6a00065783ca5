package org.fierce.cli;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fierce.stats.Measure;

/** The scores a comparison prints unless all are asked for, and short headings for them. */
final class MainScores {
  /** In the order of the columns; few-shot accuracies come last. */
  private static final Map<String, String> HEADINGS = headings();

  private static final List<String> ORDER = List.copyOf(HEADINGS.keySet());

  private MainScores() {}

  private static Map<String, String> headings() {
    Map<String, String> headings = new LinkedHashMap<>();
    headings.put("coarseAccuracy", "coarse accuracy");
    headings.put("rawMeanSquaredError", "raw squared error");
    headings.put("transferMeanSquaredError", "transfer squared error (converged probe)");
    headings.put("authorsProbeMeanSquaredError", "authors' probe squared error");
    headings.put("probeR2", "R² of the probe");
    headings.put("probeMeanAbsoluteError", "mean absolute error");
    headings.put("probeRootMeanSquaredError", "root mean squared error");
    headings.put("spearman", "rank correlation");
    headings.put("orderAssignMeanSquaredError", "order and assign squared error");
    headings.put("knnAccuracy", "kNN accuracy");
    headings.put("knnAccuracyWithinTrue", "kNN inside true coarse");
    headings.put("probeAccuracy", "probe accuracy");
    headings.put("probeAccuracyWithinTrue", "probe inside true coarse");
    return headings;
  }

  /** The main ones of these keys in the order of the columns; all of them where none is main. */
  static List<String> of(List<String> keys) {
    List<String> main =
        keys.stream()
            .filter(key -> ORDER.contains(key) || isFewShot(key))
            .sorted(Comparator.comparingInt(MainScores::place))
            .toList();
    return main.isEmpty() ? keys : main;
  }

  private static boolean isFewShot(String key) {
    return Measure.of(key).isFewShot() && !key.contains("Within");
  }

  private static int place(String key) {
    return isFewShot(key) ? ORDER.size() : ORDER.indexOf(key);
  }

  /** A heading short enough for a column. */
  static String heading(String key) {
    return isFewShot(key)
        ? Measure.of(key).words().replace(" accuracy", "")
        : HEADINGS.getOrDefault(key, Measure.of(key).words());
  }
}

package org.fierce.experiment;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.fierce.experiment.ComparisonReport.PairedDifference;
import org.fierce.experiment.ComparisonReport.Summary;

/** Says in words what a comparison shows on its primary score. */
final class Verdict {
  private static final double SIGNIFICANCE = 0.05;
  private static final double SMALLEST_SHOWN = 0.001;

  private Verdict() {}

  static List<String> of(String key, List<Summary> rows) {
    List<Summary> methods =
        rows.stream().filter(row -> !row.isRival() && row.scores().containsKey(key)).toList();
    List<String> sentences = new ArrayList<>();
    if (methods.isEmpty()) {
      return sentences;
    }
    for (Summary method : methods) {
      PairedDifference difference = method.pairedDifference().get(key);
      if (difference != null) {
        sentences.add(againstFirst(key, method.name(), difference));
      }
    }
    Comparator<Summary> order = Comparator.comparingDouble(row -> goodness(key, row));
    Summary best = methods.stream().max(order).orElseThrow();
    rows.stream()
        .filter(row -> isFree(row) && row.scores().containsKey(key))
        .max(order)
        .filter(rival -> goodness(key, rival) >= goodness(key, best))
        .ifPresent(
            rival ->
                sentences.add(
                    "Training did not pay: %s reaches %s %s, the best method (%s) %s."
                        .formatted(
                            rival.name(), key, show(rival, key), best.name(), show(best, key))));
    rival(rows, Contender.Rival.FINE_CEILING, key)
        .ifPresent(
            ceiling ->
                sentences.add(
                    "Trained on the fine targets themselves, the same network reaches %s."
                        .formatted(show(ceiling, key))));
    return sentences;
  }

  private static String againstFirst(String key, String name, PairedDifference difference) {
    String size =
        String.format(
            Locale.ROOT,
            "%+.4f [%+.4f, %+.4f]",
            difference.mean(),
            difference.low(),
            difference.high());
    if (Double.isNaN(difference.pHolm())) {
      return String.format(
          Locale.ROOT,
          "%s against %s on %s: %+.4f; one seed cannot tell chance from effect.",
          name,
          difference.to(),
          key,
          difference.mean());
    }
    boolean isBetter = difference.mean() > 0 == ScoreKeys.isLargerBetter(key);
    String p =
        difference.pHolm() < SMALLEST_SHOWN
            ? "p < " + SMALLEST_SHOWN
            : String.format(Locale.ROOT, "p = %.4f", difference.pHolm());
    if (difference.pHolm() >= SIGNIFICANCE) {
      return "%s against %s on %s: cannot tell at this number of seeds, %s (paired t, Holm %s)."
          .formatted(name, difference.to(), key, size, p);
    }
    return "%s is %s than %s on %s by %s (paired t, Holm %s)."
        .formatted(name, isBetter ? "better" : "worse", difference.to(), key, size, p);
  }

  /** Rivals that need no training. */
  private static boolean isFree(Summary row) {
    return row.isRival()
        && !row.name().equals(Contender.Rival.WHITENED.label())
        && !row.name().equals(Contender.Rival.EARLIER_LAYER.label())
        && !row.name().equals(Contender.Rival.FINE_CEILING.label())
        && !row.name().equals(Contender.Rival.COARSE_MEAN.label());
  }

  private static Optional<Summary> rival(List<Summary> rows, Contender.Rival rival, String key) {
    return rows.stream()
        .filter(row -> row.isRival() && row.name().equals(rival.label()))
        .filter(row -> row.scores().containsKey(key))
        .findFirst();
  }

  private static double goodness(String key, Summary row) {
    double mean = row.mean(key);
    return ScoreKeys.isLargerBetter(key) ? mean : -mean;
  }

  private static String show(Summary row, String key) {
    return String.format(Locale.ROOT, "%.4f", row.mean(key));
  }
}

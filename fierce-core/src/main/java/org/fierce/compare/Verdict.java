package org.fierce.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.fierce.compare.ComparisonReport.Summary;
import org.fierce.stats.PairedPower;
import org.jspecify.annotations.Nullable;

/** The sentences that say what a comparison shows on its primary score. */
final class Verdict {
  static final double SIGNIFICANCE = 0.05;
  private static final double SMALLEST_SHOWN = 0.001;

  private Verdict() {}

  static List<String> of(String key, List<Summary> rows, Pairs pairs) {
    List<Summary> shown = rows.stream().filter(row -> row.scores().containsKey(key)).toList();
    List<Summary> methods = shown.stream().filter(row -> !row.isRival()).toList();
    List<String> sentences = new ArrayList<>();
    if (methods.isEmpty()) {
      return sentences;
    }
    int seeds = pairs.values(methods.get(0).name(), key).length;
    boolean isByExamples = false;
    for (Summary method : methods) {
      PairedDifference difference = method.pairedDifference().get(key);
      if (difference != null) {
        sentences.add(againstFirst(key, method.name(), difference, seeds));
        isByExamples |= difference.isByExamples();
      }
    }
    sentences.addAll(new TrainingGain(key, methods, shown, pairs).sentences());
    if (isByExamples) {
      sentences.add(
          "One seed: all this speaks of other test rows under the same trained networks; another training seed may turn it. Run more with --seeds.");
    }
    return sentences;
  }

  private static String againstFirst(
      String key, String name, PairedDifference difference, int seeds) {
    double p = difference.leadingP();
    if (Double.isNaN(p)) {
      return "%s against %s on %s: %s; one seed cannot tell chance from effect."
          .formatted(name, difference.to(), key, signed(difference.mean()));
    }
    PairedDifference.OverExamples rows = difference.examples();
    boolean isByExamples = difference.isByExamples() && rows != null;
    String size =
        isByExamples && rows != null
            ? size(difference.mean(), rows.low(), rows.high())
            : size(difference.mean(), difference.low(), difference.high());
    String test =
        isByExamples && rows != null
            ? "one seed, bootstrap of %d test rows, Holm %s".formatted(rows.rows(), p(p))
            : "%d seeds, paired t, Holm %s".formatted(seeds, p(p));
    PairedDifference.Call call = difference.call();
    if (call == null || call == PairedDifference.Call.CANNOT_TELL) {
      return "%s against %s on %s: cannot tell at this size, %s (%s).%s"
          .formatted(
              name, difference.to(), key, size, test, needed(difference.seedsNeeded(), seeds));
    }
    String other =
        !isByExamples && rows != null && rows.pHolm() >= SIGNIFICANCE
            ? " Other test rows could turn it: over them %s."
                .formatted(interval(difference.mean(), rows.low(), rows.high()))
            : "";
    return "%s is %s than %s on %s by %s (%s).%s"
        .formatted(name, call.words(), difference.to(), key, size, test, other);
  }

  private static String needed(@Nullable SeedsNeeded needed, int seeds) {
    if (needed == null) {
      return seeds == 2 ? " Two seeds do not say how many would be needed; run three." : "";
    }
    return " To tell a difference as large as seen takes about %s, one of %s about %s."
        .formatted(
            range(needed.observed(), " seeds"),
            needed.smallest().shownDifference(),
            range(needed.smallest(), ""));
  }

  /** {@code 12 (5 to 90)}. */
  private static String range(SeedsNeeded.Size size, String unit) {
    return "%s%s (%s to %s)"
        .formatted(count(size.seeds()), unit, count(size.low()), count(size.high()));
  }

  private static String count(int seeds) {
    return seeds >= PairedPower.MOST_SEEDS
        ? "over " + (PairedPower.MOST_SEEDS - 1)
        : Integer.toString(seeds);
  }

  /** {@code p = 0.012} or {@code p < 0.001}. */
  static String p(double p) {
    return p < SMALLEST_SHOWN ? "p < " + SMALLEST_SHOWN : String.format(Locale.ROOT, "p = %.4f", p);
  }

  /** A difference and its interval. */
  static String size(double mean, double low, double high) {
    return signed(mean) + " " + interval(mean, low, high);
  }

  private static String interval(double mean, double low, double high) {
    String format = "[%+." + decimals(mean) + "f, %+." + decimals(mean) + "f]";
    return String.format(Locale.ROOT, format, low, high);
  }

  private static String signed(double value) {
    return String.format(Locale.ROOT, "%+." + decimals(value) + "f", value);
  }

  /** Four decimals, more for small values such as squared errors. */
  static String shown(double value) {
    return String.format(Locale.ROOT, "%." + decimals(value) + "f", value);
  }

  private static int decimals(double value) {
    double size = Math.abs(value);
    return size == 0 || size >= 0.01 ? 4 : size >= 0.001 ? 5 : 6;
  }
}

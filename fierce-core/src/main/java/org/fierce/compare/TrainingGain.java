package org.fierce.compare;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.fierce.compare.ComparisonReport.Summary;
import org.fierce.config.Contender.Rival;
import org.fierce.stats.Measure;
import org.fierce.stats.SeedStatistics;
import org.jspecify.annotations.Nullable;

/**
 * Whether training paid: the best method against raw input, its principal components and the
 * untrained network at its last layer and at all of them, and how far the ceiling is.
 *
 * <p>A rival is beaten where the best method is better at p below 0.05, by the paired t test over
 * seeds or, for one seed, by the bootstrap over test rows. Holm's correction is over the methods,
 * since the best was chosen among them, not over the rivals: training paid only where every one is
 * beaten.
 *
 * @param rows all contenders with the score, the methods among them
 */
record TrainingGain(String key, List<Summary> methods, List<Summary> rows, Pairs pairs) {
  private static final double LEVEL = 0.95;
  private static final List<Rival> FREE =
      List.of(Rival.RAW_INPUT, Rival.RAW_INPUT_PCA, Rival.UNTRAINED, Rival.UNTRAINED_LAYERS);

  /**
   * The best method beside what costs no training.
   *
   * @param best method
   * @param ahead what is as good or better
   * @param untold what it is ahead of, but not beyond chance
   * @param beaten what it is ahead of beyond chance
   * @param largest p-value of those
   */
  record Standing(
      Summary best,
      List<Summary> ahead,
      List<Summary> untold,
      List<Summary> beaten,
      double largest) {
    /** Whether everything that costs no training is beaten, and there is something. */
    boolean paid() {
      return ahead.isEmpty() && untold.isEmpty() && !beaten.isEmpty();
    }
  }

  /** The best method beside what costs no training. */
  Standing standing() {
    Summary best = methods.stream().max(byGoodness(key)).orElseThrow();
    List<Summary> free = free(rows);
    List<Summary> ahead = ahead(key, best, free);
    List<Summary> untold = new ArrayList<>();
    List<Summary> beaten = new ArrayList<>();
    double largest = 0;
    for (Summary rival : free) {
      double p = holm(best, rival);
      if (ahead.contains(rival)) {
        continue;
      }
      if (p < Verdict.SIGNIFICANCE) {
        beaten.add(rival);
        largest = Math.max(largest, p);
      } else {
        untold.add(rival);
      }
    }
    return new Standing(best, ahead, untold, beaten, largest);
  }

  List<String> sentences() {
    Standing standing = standing();
    Summary best = standing.best();
    List<Summary> free = free(rows);
    List<String> sentences = new ArrayList<>(training(standing));
    row(rows, Rival.COARSE_MEAN)
        .filter(mean -> goodness(key, mean) >= goodness(key, best))
        .ifPresent(
            mean ->
                sentences.add(
                    "coarse-mean, which is told the true coarse label and nothing else, reaches %s %s: no method says more than that label."
                        .formatted(key, Verdict.shown(mean.mean(key)))));
    row(rows, Rival.FINE_CEILING).ifPresent(ceiling -> sentences.add(ceiling(ceiling, best, free)));
    return sentences;
  }

  private List<String> training(Standing standing) {
    Summary best = standing.best();
    List<String> sentences = new ArrayList<>();
    if (!standing.ahead().isEmpty()) {
      sentences.add(warning(key, best, standing.ahead()));
    }
    if (!standing.untold().isEmpty()) {
      sentences.add(
          "Whether training paid cannot be told at this size: the best method (%s, %s %s) is ahead of %s, but not beyond chance."
              .formatted(
                  best.name(), key, Verdict.shown(best.mean(key)), named(standing.untold())));
    }
    if (!standing.beaten().isEmpty()) {
      sentences.add(
          "%she best method (%s, %s %s) beats %s (Holm %s%s)."
              .formatted(
                  standing.paid() ? "Training paid: t" : "T",
                  best.name(),
                  key,
                  Verdict.shown(best.mean(key)),
                  named(standing.beaten()),
                  standing.beaten().size() > 1 ? "at most " : "",
                  Verdict.p(standing.largest())));
    }
    return sentences;
  }

  /**
   * Says which rivals that cost no training reach the best method, by their means alone; null where
   * none does.
   */
  static @Nullable String warning(String key, List<Summary> all) {
    List<Summary> rows = all.stream().filter(row -> row.scores().containsKey(key)).toList();
    Optional<Summary> best = rows.stream().filter(row -> !row.isRival()).max(byGoodness(key));
    List<Summary> ahead = best.map(one -> ahead(key, one, free(rows))).orElse(List.of());
    return ahead.isEmpty() ? null : warning(key, best.orElseThrow(), ahead);
  }

  private static String warning(String key, Summary best, List<Summary> ahead) {
    return "Training did not pay: %s %s %s, the best method (%s) %s."
        .formatted(
            names(ahead),
            ahead.size() == 1 ? "reaches" : "reach",
            key + " " + values(key, ahead),
            best.name(),
            Verdict.shown(best.mean(key)));
  }

  private static List<Summary> ahead(String key, Summary best, List<Summary> free) {
    return free.stream().filter(rival -> goodness(key, rival) >= goodness(key, best)).toList();
  }

  private static List<Summary> free(List<Summary> rows) {
    return FREE.stream().flatMap(rival -> row(rows, rival).stream()).toList();
  }

  /** The p-value of the best against a rival, corrected for having been chosen. */
  private double holm(Summary best, Summary rival) {
    double[] p =
        methods.stream()
            .mapToDouble(method -> pairs.leading(method.name(), rival.name(), key).p())
            .toArray();
    return SeedStatistics.holm(p)[methods.indexOf(best)];
  }

  private String ceiling(Summary ceiling, Summary best, List<Summary> free) {
    Summary floor = free.stream().max(byGoodness(key)).orElse(methods.get(0));
    String reached =
        "Trained on the fine targets themselves, the same network reaches %s."
            .formatted(Verdict.shown(ceiling.mean(key)));
    String floorShown = "%s (%s)".formatted(floor.name(), Verdict.shown(floor.mean(key)));
    SeedStatistics.Mean way = pairs.leading(ceiling.name(), floor.name(), key);
    if (goodness(key, ceiling) <= goodness(key, floor)) {
      return reached
          + " That is no better than %s, so it is no ceiling here.".formatted(floorShown);
    }
    if (!(way.p() < Verdict.SIGNIFICANCE)) {
      return reached
          + " That is not told from %s at this size, so no share of the way is stated."
              .formatted(floorShown);
    }
    if (goodness(key, best) >= goodness(key, ceiling)) {
      return reached
          + " The best method (%s, %s) is there already."
              .formatted(best.name(), Verdict.shown(best.mean(key)));
    }
    if (goodness(key, best) <= goodness(key, floor)) {
      return reached
          + (best.equals(floor)
              ? " %s is the best method.".formatted(floorShown)
              : " The best method (%s) has come no part of the way there from %s."
                  .formatted(best.name(), floorShown));
    }
    SeedStatistics.Mean share =
        SeedStatistics.ratio(
            pairs.differences(best.name(), floor.name(), key),
            pairs.differences(ceiling.name(), floor.name(), key),
            LEVEL);
    String interval =
        Double.isNaN(share.low())
            ? ""
            : String.format(
                Locale.ROOT, " [%.0f %%, %.0f %%]", 100 * share.low(), 100 * share.high());
    return reached
        + String.format(
            Locale.ROOT,
            " The best method (%s) has come %.0f %%%s of the way there from %s.",
            best.name(),
            100 * share.mean(),
            interval,
            floorShown);
  }

  static Optional<Summary> row(List<Summary> rows, Rival rival) {
    return rows.stream()
        .filter(row -> row.isRival() && row.name().equals(rival.label()))
        .findFirst();
  }

  static Comparator<Summary> byGoodness(String key) {
    return Comparator.comparingDouble(row -> goodness(key, row));
  }

  static double goodness(String key, Summary row) {
    double mean = row.mean(key);
    return Measure.of(key).isLargerBetter() ? mean : -mean;
  }

  private String named(List<Summary> some) {
    return joined(
        some.stream()
            .map(row -> "%s (%s)".formatted(row.name(), Verdict.shown(row.mean(key))))
            .toList());
  }

  private static String names(List<Summary> some) {
    return joined(some.stream().map(Summary::name).toList());
  }

  private static String values(String key, List<Summary> some) {
    return joined(some.stream().map(row -> Verdict.shown(row.mean(key))).toList());
  }

  private static String joined(List<String> words) {
    return words.size() < 2
        ? String.join("", words)
        : words.stream().limit(words.size() - 1).collect(Collectors.joining(", "))
            + " and "
            + words.get(words.size() - 1);
  }
}

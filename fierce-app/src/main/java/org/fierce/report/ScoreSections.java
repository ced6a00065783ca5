package org.fierce.report;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.fierce.compare.PairedDifference;
import org.fierce.report.Results.Estimate;
import org.fierce.report.Results.Method;
import org.fierce.stats.Measure;
import org.jspecify.annotations.Nullable;

/** The parts of the report that show scores: an overview table, then one table a score. */
final class ScoreSections {
  private static final int OVERVIEW_COLUMNS = 6;

  private ScoreSections() {}

  /** All scores, the ones that matter most first, with what a reader must know of them. */
  static void write(Html page, Results results) {
    List<String> keys = results.keys();
    if (keys.isEmpty()) {
      return;
    }
    boolean isOne = results.methods().size() == 1;
    page.raw("<section id=\"scores\"><h2>").text(isOne ? "All scores" : "Scores").raw("</h2>\n");
    results.verdicts().forEach(verdict -> page.element("p", "class=\"fact\"", verdict).raw("\n"));
    if (isOne) {
      scoresOfOne(page, results, keys);
    } else {
      overview(page, results, keys.subList(0, Math.min(keys.size(), OVERVIEW_COLUMNS)));
    }
    results.notes().forEach(note -> page.element("p", "class=\"aside\"", note).raw("\n"));
    page.raw("</section>\n");
    if (!isOne) {
      scores(page, results, keys);
    }
  }

  /** Every score, a table each. */
  private static void scores(Html page, Results results, List<String> keys) {
    page.raw("<section id=\"score-by-score\"><h2>Score by score</h2>\n");
    page.raw("<p class=\"aside\">Dot: value. Bar: interval. All rows of a table share one scale.");
    results.methods().stream()
        .flatMap(method -> method.differences().values().stream())
        .findFirst()
        .ifPresent(
            difference ->
                page.text(
                    " Below a value: its difference to %s, paired by seed; p after Holm."
                        .formatted(difference.to())));
    page.raw("</p>\n");
    page.raw("<div class=\"scores\">\n");
    keys.forEach(key -> score(page, results, key));
    page.raw("</div></section>\n");
  }

  private static void scoresOfOne(Html page, Results results, List<String> keys) {
    page.element(
        "p",
        "class=\"aside\"",
        capital(results.intervals()) + ". Open a name to read what the score says.");
    page.raw("\n<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"All scores\">")
        .raw("<table class=\"plain\"><tbody>\n");
    Footnotes notes = new Footnotes();
    for (String key : keys) {
      Estimate estimate = Objects.requireNonNull(results.methods().get(0).scores().get(key));
      int decimals = decimals(results, key);
      page.raw("<tr><th scope=\"row\">");
      definition(page, key);
      page.raw("</th>").element("td", "", Numbers.fixed(estimate.value(), decimals)).raw("<td>");
      page.element("small", "", Numbers.interval(estimate, decimals));
      page.element("sup", "", notes.mark(estimate.note())).raw("</td></tr>\n");
    }
    page.raw("</tbody></table></div>\n");
    for (String line : notes.lines()) {
      page.element("p", "class=\"aside\"", line).raw("\n");
    }
  }

  /** The words for a score, which open to say what it is. */
  private static void definition(Html page, String key) {
    String sentence = Measure.of(key).definition();
    if (sentence.isEmpty()) {
      page.text(heading(key)).raw(" ").element("small", "", direction(key));
      return;
    }
    page.raw("<details class=\"what\"><summary>")
        .text(heading(key))
        .raw(" ")
        .element("small", "", direction(key))
        .raw("</summary>")
        .element("p", "", sentence)
        .raw("</details>");
  }

  private static void overview(Html page, Results results, List<String> keys) {
    boolean anyBest = keys.stream().anyMatch(key -> best(results, key) != null);
    page.element(
        "p",
        "class=\"aside\"",
        capital(results.intervals())
            + "."
            + (anyBest
                ? " Bold: ahead of every other method beyond what chance explains; below it, by how much it is ahead of the nearest one."
                : "")
            + " * costs no training of a method and is shown for comparison.");
    page.raw(
        "\n<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"Scores\"><table class=\"overview\"><thead><tr><th scope=\"col\">method</th>");
    for (String key : keys) {
      page.raw("<th scope=\"col\">").text(Measure.of(key).words());
      page.raw("<small>").text(direction(key)).raw("</small></th>");
    }
    page.raw("</tr></thead><tbody>\n");
    for (Method method : results.methods()) {
      page.raw(method.isRival() ? "<tr class=\"free\">" : "<tr>");
      page.raw("<th scope=\"row\">")
          .text(method.markedName())
          .raw(method.isRival() ? "&#8202;*</th>" : "</th>");
      for (String key : keys) {
        Estimate estimate = method.scores().get(key);
        int decimals = decimals(results, key);
        page.raw("<td>");
        if (estimate != null) {
          boolean best = Objects.equals(best(results, key), method);
          page.element(best ? "strong" : "span", "", Numbers.fixed(estimate.value(), decimals));
          page.element("small", "", Numbers.interval(estimate, decimals));
          if (best) {
            ahead(page, results, key, method, decimals);
          }
        }
        page.raw("</td>");
      }
      page.raw("</tr>\n");
    }
    page.raw("</tbody></table></div>\n");
    page.raw("<details><summary>What these scores say</summary><dl>");
    for (String key : keys) {
      String sentence = Measure.of(key).definition();
      if (!sentence.isEmpty()) {
        page.element("dt", "", heading(key)).element("dd", "", sentence);
      }
    }
    page.raw("</dl></details>\n");
  }

  /** By how much the best method is ahead of the nearest of those that it was paired with. */
  private static void ahead(Html page, Results results, String key, Method best, int decimals) {
    Estimate nearest = null;
    String other = "";
    for (Method method : results.methods()) {
      Estimate lead = method.isRival() ? null : lead(best, method, key);
      if (lead != null && (nearest == null || Math.abs(lead.value()) < Math.abs(nearest.value()))) {
        nearest = lead;
        other = method.name();
      }
    }
    if (nearest != null) {
      page.element(
          "small",
          "",
          "%s %s to %s"
              .formatted(
                  Numbers.signed(nearest.value(), decimals),
                  Numbers.interval(nearest, decimals),
                  other));
    }
  }

  /** The paired difference of one method to another; null where they were not paired. */
  private static @Nullable Estimate lead(Method one, Method other, String key) {
    PairedDifference up = one.differences().get(key);
    if (up != null && up.to().equals(other.name())) {
      return Estimate.overSeeds(up);
    }
    PairedDifference down = other.differences().get(key);
    if (down != null && down.to().equals(one.name())) {
      return new Estimate(-down.mean(), -down.high(), -down.low());
    }
    return null;
  }

  private static void score(Html page, Results results, String key) {
    List<Method> rows =
        results.methods().stream().filter(m -> m.scores().containsKey(key)).toList();
    int decimals = decimals(results, key);
    Axis axis = axis(rows, key);
    page.raw("<article><h3>").text(heading(key));
    page.raw(" <small>").text(direction(key)).raw("</small></h3>");
    page.element("p", "class=\"aside\"", Measure.of(key).definition());
    page.raw(
        "<table class=\"score\"><colgroup><col class=\"name\"><col class=\"track\"><col></colgroup><tbody>\n");
    for (Method method : rows) {
      Estimate estimate = Objects.requireNonNull(method.scores().get(key));
      page.raw(method.isRival() ? "<tr class=\"free\">" : "<tr>");
      page.raw("<th scope=\"row\">")
          .text(method.markedName())
          .raw(method.isRival() ? "&#8202;*</th>" : "</th>");
      page.raw("<td class=\"track\">").raw(track(estimate, axis)).raw("</td>");
      page.raw("<td class=\"value\">");
      page.element("span", "", Numbers.fixed(estimate.value(), decimals));
      page.raw(" ").element("small", "", Numbers.interval(estimate, decimals));
      difference(page, method.differences().get(key), decimals);
      page.raw("</td></tr>\n");
    }
    page.raw("</tbody></table></article>\n");
  }

  private static void difference(Html page, @Nullable PairedDifference difference, int decimals) {
    if (difference == null) {
      return;
    }
    Estimate estimate = Estimate.overSeeds(difference);
    page.raw("<div class=\"difference\">");
    page.text(Numbers.signed(estimate.value(), decimals) + " ");
    page.element("small", "", Numbers.interval(estimate, decimals));
    if (Double.isFinite(difference.pHolm())) {
      page.element("small", "", ", " + Numbers.probability(difference.pHolm()));
    }
    page.raw("</div>");
  }

  private static String track(Estimate estimate, Axis axis) {
    if (!Double.isFinite(estimate.value())) {
      return "";
    }
    String bar = "";
    if (estimate.hasInterval()) {
      double low = percent(axis.place(estimate.low()));
      double high = percent(axis.place(estimate.high()));
      bar =
          String.format(Locale.ROOT, "<i style=\"left:%.2f%%;width:%.2f%%\"></i>", low, high - low);
    }
    return String.format(
        Locale.ROOT,
        "<div aria-hidden=\"true\">%s<b style=\"left:%.2f%%\"></b></div>",
        bar,
        percent(axis.place(estimate.value())));
  }

  private static double percent(double place) {
    return 100 * Math.max(0, Math.min(1, place));
  }

  private static Axis axis(List<Method> rows, String key) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (Method method : rows) {
      Estimate estimate = Objects.requireNonNull(method.scores().get(key));
      if (Double.isFinite(estimate.value())) {
        low = Math.min(low, estimate.hasInterval() ? estimate.low() : estimate.value());
        high = Math.max(high, estimate.hasInterval() ? estimate.high() : estimate.value());
      }
    }
    double margin = high > low ? (high - low) * 0.04 : 1;
    return low <= high ? new Axis(low - margin, high + margin, 1) : new Axis(0, 1, 1);
  }

  private static int decimals(Results results, String key) {
    return Numbers.decimals(
        results.methods().stream().map(m -> m.scores().get(key)).filter(Objects::nonNull).toList());
  }

  /**
   * The trained method that is best beyond chance: better than every other trained one, by the
   * interval of their paired difference where there is one, else by intervals that do not meet.
   * Null where no method is, or where the score does not judge.
   */
  private static @Nullable Method best(Results results, String key) {
    List<Method> trained =
        results.methods().stream()
            .filter(m -> !m.isRival() && m.scores().containsKey(key))
            .toList();
    if (!Measure.of(key).isJudged() || trained.size() < 2) {
      return null;
    }
    double sign = Measure.of(key).isLargerBetter() ? 1 : -1;
    return trained.stream()
        .filter(
            one ->
                trained.stream()
                    .allMatch(other -> other.equals(one) || isBetter(one, other, key, sign)))
        .findFirst()
        .orElse(null);
  }

  private static boolean isBetter(Method one, Method other, String key, double sign) {
    Estimate lead = lead(one, other, key);
    if (lead != null) {
      return isPositive(lead, sign);
    }
    Estimate mine = Objects.requireNonNull(one.scores().get(key));
    Estimate others = Objects.requireNonNull(other.scores().get(key));
    return mine.hasInterval()
        && others.hasInterval()
        && (sign > 0 ? mine.low() > others.high() : mine.high() < others.low());
  }

  private static boolean isPositive(Estimate difference, double sign) {
    return difference.hasInterval() && (sign > 0 ? difference.low() > 0 : difference.high() < 0);
  }

  private static String direction(String key) {
    if (!Measure.of(key).isJudged()) {
      return "";
    }
    return Measure.of(key).isLargerBetter() ? "larger is better" : "smaller is better";
  }

  /** With a capital, but "kNN" stays as it is. */
  static String heading(String key) {
    String words = Measure.of(key).words();
    return words.startsWith("kNN") || !Measure.of(key).isKnown() ? words : capital(words);
  }

  static String capital(String words) {
    return words.isEmpty()
        ? words
        : words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }
}

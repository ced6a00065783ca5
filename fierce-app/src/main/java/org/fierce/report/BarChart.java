package org.fierce.report;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.fierce.config.Contender.Rival;
import org.fierce.evaluate.LabelCurve;
import org.fierce.report.Results.Estimate;
import org.fierce.run.Answer;
import org.fierce.stats.Measure;

/**
 * One score of several features or methods as inline SVG: a bar each, with its interval as a line
 * across its end, and its number as text. What was trained is filled, what costs nothing is hollow,
 * what was told the fine labels is dashed, so that no colour is needed.
 *
 * @param key of the score
 * @param bars at least one
 */
record BarChart(String key, List<Answer.Bar> bars) {
  private static final double WIDTH = 440;
  private static final double RIGHT = 12;
  private static final double ROW = 40;
  private static final double THICK = 12;
  private static final double AXIS = 22;
  private static final int LONGEST_LABEL = 42;

  /** An R² far below 0 says no more than that the answer is useless. */
  private static final double LEAST = -0.5;

  private static final Set<String> FREE =
      Set.of(
          Rival.RAW_INPUT.label(),
          Rival.RAW_INPUT_PCA.label(),
          Rival.UNTRAINED.label(),
          Rival.UNTRAINED_LAYERS.label(),
          Rival.COARSE_MEAN.label(),
          LabelCurve.COARSE_CLASS,
          "commonest-class",
          "raw-linear");

  void write(Html page) {
    Measure measure = Measure.of(key);
    Axis axis = axis();
    double height = bars.size() * ROW + AXIS;
    page.raw("<figure class=\"answer-bars\"><figcaption>").text(ScoreSections.heading(key));
    if (measure.isJudged()) {
      page.raw(" ")
          .element(
              "small", "", measure.isLargerBetter() ? "larger is better" : "smaller is better");
    }
    page.raw("</figcaption>")
        .raw(svg("<svg viewBox=\"0 0 440 %.0f\" role=\"img\"><title>", height))
        .text(measure.words())
        .raw("</title><desc>")
        .text(description())
        .raw("</desc>");
    for (double tick : axis.ticks()) {
      double x = across(axis, tick);
      page.raw(svg("<path class=\"grid\" d=\"M%.1f 0V%.1f\"/>", x, height - AXIS + 4));
      page.raw(
              svg(
                  "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">",
                  x, height - 4, tick == axis.low() ? "start" : "middle"))
          .text(Numbers.brief(tick))
          .raw("</text>");
    }
    for (int i = 0; i < bars.size(); i++) {
      bar(page, bars.get(i), axis, i * ROW);
    }
    page.raw("</svg></figure>\n");
  }

  private void bar(Html page, Answer.Bar bar, Axis axis, double top) {
    page.raw(svg("<text class=\"label\" x=\"0\" y=\"%.1f\">", top + 13))
        .text(label(bar))
        .raw("</text>");
    page.raw(svg("<text x=\"440\" y=\"%.1f\" text-anchor=\"end\">", top + 13))
        .text(number(bar))
        .raw("</text>");
    double from = across(axis, Math.max(axis.low(), 0));
    double to = across(axis, bar.value());
    double middle = top + 19 + THICK / 2;
    page.raw(
        svg(
            "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>",
            kind(bar), Math.min(from, to), top + 19, Math.max(Math.abs(to - from), 0.5), THICK));
    if (Double.isFinite(bar.low()) && Double.isFinite(bar.high())) {
      double low = across(axis, bar.low());
      double high = across(axis, bar.high());
      page.raw(
          svg(
              "<path class=\"whisker\" d=\"M%.1f %.1fH%.1fM%.1f %.1fv8M%.1f %.1fv8\"/>",
              low, middle, high, low, middle - 4, high, middle - 4));
    }
  }

  private static String kind(Answer.Bar bar) {
    return bar.name().equals(Rival.FINE_CEILING.label())
        ? "answer-bar ceiling"
        : FREE.contains(bar.name()) ? "answer-bar free" : "answer-bar";
  }

  private static String label(Answer.Bar bar) {
    String words = VisibleText.of(bar.words());
    return words.length() <= LONGEST_LABEL
        ? words
        : words.substring(0, words.offsetByCodePoints(0, LONGEST_LABEL - 1)).strip() + "…";
  }

  private String number(Answer.Bar bar) {
    Estimate estimate = new Estimate(bar.value(), bar.low(), bar.high());
    int decimals = decimals();
    return (Numbers.fixed(bar.value(), decimals) + " " + Numbers.interval(estimate, decimals))
        .strip();
  }

  private int decimals() {
    return Numbers.decimals(
        bars.stream().map(bar -> new Estimate(bar.value(), bar.low(), bar.high())).toList());
  }

  private String description() {
    return bars.stream()
        .map(bar -> "%s: %s.".formatted(bar.words(), number(bar)))
        .collect(Collectors.joining(" "));
  }

  /** From 0, or from what lies below, to what lies highest. */
  private Axis axis() {
    double low = 0;
    double high = 0;
    for (Answer.Bar bar : bars) {
      low = Math.min(low, Math.min(bar.value(), finite(bar.low(), bar.value())));
      high = Math.max(high, Math.max(bar.value(), finite(bar.high(), bar.value())));
    }
    Measure measure = Measure.of(key);
    boolean endsAtOne =
        measure.isLargerBetter() && measure.unit() == Measure.Unit.FRACTION && measure.isKnown();
    return Axis.covering(
        measure.isLargerBetter() ? Math.max(low, LEAST) : low,
        endsAtOne ? Math.min(high, 1) : high,
        4);
  }

  private static double finite(double end, double value) {
    return Double.isFinite(end) ? end : value;
  }

  private static double across(Axis axis, double value) {
    return (WIDTH - RIGHT) * Math.max(0, Math.min(1, axis.place(value)));
  }

  private static String svg(String form, Object... values) {
    return String.format(Locale.ROOT, form, values);
  }
}

package org.fierce.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.fierce.loss.TermHealth;
import org.fierce.report.Results.Curve;
import org.fierce.report.Results.Method;

/** The part of the report that shows training epoch by epoch. */
final class CurveSection {
  private static final Map<String, String> TITLES =
      Map.of(
          "coarseAccuracy", "Coarse accuracy in training",
          "lossNats", "Loss",
          "crossEntropyNats", "Cross-entropy, nats",
          "entropyBits", "Entropy of the features, bits",
          "rate", "Learning rate",
          "entropyShare", "Entropy, share of its range",
          "gradientRatio", "Ratio of gradients, as a power of 10",
          "saturation", "Share of the range when collapsed");

  /** What is drawn, in this order. */
  private static final List<String> QUANTITIES =
      List.of("coarseAccuracy", "lossNats", "crossEntropyNats", "entropyBits", "rate");

  /** What is drawn of an entropy term's health, in this order. */
  private static final List<String> HEALTH = List.of("entropyShare", "gradientRatio", "saturation");

  private static final int STYLES = 8;

  private CurveSection() {}

  static void write(Html page, Results results) {
    if (results.curves().isEmpty()) {
      return;
    }
    page.raw("<section><h2>Training</h2>\n");
    legend(page, results, of(results, QUANTITIES));
    charts(page, results, QUANTITIES);
    if (results.curves().stream().anyMatch(curve -> HEALTH.contains(curve.quantity()))) {
      page.element("h3", "", "Health of the entropy term");
      page.element(
          "p",
          "class=\"aside\"",
          "On the last full batch of each epoch. Ratio of gradients: the term's, weight included, over cross-entropy's, both at the features; 0 on its scale is balance. Collapsed share: how much of its range the term gives to features without any spread. A term is called saturated where that is above %s, dead where the ratio is below %s, overwhelming where it is above %s while less than %s of the training rows are right."
              .formatted(
                  Numbers.brief(TermHealth.SATURATED),
                  Numbers.brief(TermHealth.DEAD),
                  Numbers.brief(TermHealth.OVERWHELMING),
                  Numbers.brief(TermHealth.SOLVED)));
      legend(page, results, of(results, HEALTH));
      charts(page, results, HEALTH);
    }
    page.raw("</section>\n");
  }

  private static List<Curve> of(Results results, List<String> quantities) {
    return results.curves().stream()
        .filter(curve -> quantities.contains(curve.quantity()))
        .toList();
  }

  /** Colour and dashes of each method that has one of the curves. */
  static void legend(Html page, Results results, List<Curve> curves) {
    if (!results.comparison()) {
      return;
    }
    page.raw(
        "<p class=\"aside\">Thick: mean over seeds. Thin: each seed.</p>\n<ul class=\"legend\">");
    for (int i = 0; i < results.methods().size(); i++) {
      Method method = results.methods().get(i);
      if (curves.stream().anyMatch(curve -> curve.method().equals(method.name()))) {
        page.raw(
            "<li><svg viewBox=\"0 0 30 8\" aria-hidden=\"true\"><path class=\"mean s%d\" d=\"M0 4H30\"/></svg>"
                .formatted(i % STYLES));
        page.text(method.name()).raw("</li>");
      }
    }
    page.raw("</ul>\n");
  }

  private static void charts(Html page, Results results, List<String> quantities) {
    page.raw("<div class=\"charts\">\n");
    for (String quantity : quantities) {
      List<LineChart.Line> lines = lines(results, all(results, quantity));
      if (!lines.isEmpty()) {
        new LineChart(TITLES.getOrDefault(quantity, quantity), lines).write(page);
      }
    }
    page.raw("</div>\n");
  }

  private static List<Curve> all(Results results, String quantity) {
    return of(results, List.of(quantity)).stream()
        .map(curve -> quantity.equals("gradientRatio") ? logarithms(curve) : curve)
        .filter(curve -> curve.values().length > 0)
        .toList();
  }

  /** A line a method; a single one where all runs went exactly alike, as rates do. */
  static List<LineChart.Line> lines(Results results, List<Curve> all) {
    if (all.size() > 1 && all.stream().allMatch(curve -> isSame(curve, all.get(0)))) {
      return List.of(new LineChart.Line("all runs", STYLES, all.subList(0, 1)));
    }
    List<LineChart.Line> lines = new ArrayList<>();
    for (int i = 0; i < results.methods().size(); i++) {
      String name = results.methods().get(i).name();
      List<Curve> seeds = all.stream().filter(curve -> curve.method().equals(name)).toList();
      if (!seeds.isEmpty()) {
        lines.add(new LineChart.Line(name, i % STYLES, seeds));
      }
    }
    return lines;
  }

  /** Powers of ten, since ratios run over many of them; a ratio of 0 has none and is left out. */
  private static Curve logarithms(Curve curve) {
    int[] kept =
        IntStream.range(0, curve.values().length).filter(i -> curve.values()[i] > 0).toArray();
    return new Curve(
        curve.method(),
        curve.seed(),
        curve.quantity(),
        IntStream.of(kept).mapToDouble(i -> curve.epochs()[i]).toArray(),
        IntStream.of(kept).mapToDouble(i -> Math.log10(curve.values()[i])).toArray());
  }

  private static boolean isSame(Curve one, Curve other) {
    return Arrays.equals(one.epochs(), other.epochs())
        && Arrays.equals(one.values(), other.values());
  }
}

package org.fierce.app.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.fierce.app.report.Results.Curve;
import org.fierce.app.report.Results.Method;

/** The part of the report that shows training epoch by epoch. */
final class CurveSection {
  private static final Map<String, String> TITLES =
      Map.of(
          "coarseAccuracy", "Coarse accuracy in training",
          "lossNats", "Loss",
          "crossEntropyNats", "Cross-entropy, nats",
          "entropyBits", "Entropy of the features, bits",
          "rate", "Learning rate");
  private static final int STYLES = 8;

  private CurveSection() {}

  static void write(Html page, Results results) {
    if (results.curves().isEmpty()) {
      return;
    }
    page.raw("<section><h2>Training</h2>\n");
    boolean several = results.comparison();
    if (several) {
      page.raw(
          "<p class=\"aside\">Thick: mean over seeds. Thin: each seed.</p>\n<ul class=\"legend\">");
      for (int i = 0; i < results.methods().size(); i++) {
        Method method = results.methods().get(i);
        if (results.curves().stream().anyMatch(curve -> curve.method().equals(method.name()))) {
          page.raw(
              "<li><svg viewBox=\"0 0 30 8\" aria-hidden=\"true\"><path class=\"mean s%d\" d=\"M0 4H30\"/></svg>"
                  .formatted(i % STYLES));
          page.text(method.name()).raw("</li>");
        }
      }
      page.raw("</ul>\n");
    }
    page.raw("<div class=\"charts\">\n");
    for (String quantity : Metrics.QUANTITIES) {
      List<LineChart.Line> lines = lines(results, quantity);
      if (!lines.isEmpty()) {
        new LineChart(TITLES.getOrDefault(quantity, quantity), lines).write(page);
      }
    }
    page.raw("</div></section>\n");
  }

  /** A line a method; a single one where all runs went exactly alike, as rates do. */
  private static List<LineChart.Line> lines(Results results, String quantity) {
    List<Curve> all =
        results.curves().stream().filter(curve -> curve.quantity().equals(quantity)).toList();
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

  private static boolean isSame(Curve one, Curve other) {
    return Arrays.equals(one.epochs(), other.epochs())
        && Arrays.equals(one.values(), other.values());
  }
}

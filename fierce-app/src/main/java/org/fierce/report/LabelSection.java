package org.fierce.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.fierce.evaluate.LabelCurve;
import org.fierce.report.Results.Estimate;

/**
 * The part of the report that says how many fine labels are needed: of the first seed of each
 * method, in one chart, with the raw input and the coarse class alone, which are the same for all.
 */
final class LabelSection {
  private static final int STYLES = 8;
  private static final double LEAST = -0.5;
  private static final double MANIFOLD = 1.5;

  private LabelSection() {}

  static void write(Html page, Details details) {
    List<Details.Method> methods =
        details.methods().stream()
            .filter(method -> !method.isRival() && method.labelCurve() != null)
            .toList();
    if (methods.isEmpty()) {
      return;
    }
    LabelCurve first = curve(methods.get(0));
    page.raw("<section id=\"labels\"><h2>How many labels do I need?</h2>\n");
    if (methods.size() == 1) {
      page.element("p", "class=\"verdict\"", first.answer());
    } else {
      page.raw("<details><summary>In words, method by method</summary>\n");
      methods.forEach(
          method ->
              page.element("p", "class=\"fact\"", method.name() + ": " + curve(method).answer()));
      page.raw("</details>\n");
    }
    List<LabelChart.Line> lines = lines(methods);
    page.raw("\n<ul class=\"legend\">");
    for (LabelChart.Line line : lines) {
      page.raw(
          "<li><svg viewBox=\"0 0 30 8\" aria-hidden=\"true\"><path class=\"%s\" d=\"M0 4H30\"/></svg>"
              .formatted(line.style()));
      page.text(line.name()).raw("</li>");
    }
    page.raw("</ul>\n<div class=\"charts\">\n");
    chart(first, lines).write(page);
    page.raw("</div>\n");
    page.element(
        "p",
        "class=\"aside\"",
        LabelWords.measured(first, "bars show")
            + (methods.size() == 1 ? "" : " Of the first seed of each method.")
            + chart(first, lines).cut());
    first.notes().forEach(note -> page.element("p", "class=\"aside\"", note).raw("\n"));
    table(page, lines, LabelWords.decimals(first));
    page.raw("</section>\n");
  }

  /**
   * The chart. An R² far below 0 and an error far above that of the coarse class alone say no more
   * than that the answer is useless, and would leave no room for the others.
   */
  private static LabelChart chart(LabelCurve curve, List<LabelChart.Line> lines) {
    boolean isLargerBetter = curve.measureAt(1).isLargerBetter();
    double worst =
        curve.line(LabelCurve.COARSE_CLASS).stream()
            .flatMap(line -> line.points().stream())
            .mapToDouble(LabelCurve.Point::value)
            .max()
            .orElse(Double.POSITIVE_INFINITY);
    return new LabelChart(
        LabelWords.quantity(curve),
        lines,
        isLargerBetter ? LEAST : 0,
        isLargerBetter ? Double.POSITIVE_INFINITY : MANIFOLD * worst);
  }

  private static LabelCurve curve(Details.Method method) {
    return Objects.requireNonNull(method.labelCurve());
  }

  /** The features of each method, then what does not depend on the method. */
  private static List<LabelChart.Line> lines(List<Details.Method> methods) {
    List<LabelChart.Line> lines = new ArrayList<>();
    for (Details.Method method : methods) {
      String name = methods.size() == 1 ? LabelWords.line(LabelCurve.FEATURES) : method.name();
      curve(method)
          .line(LabelCurve.FEATURES)
          .ifPresent(line -> lines.add(line(name, "mean s" + method.place() % STYLES, line)));
    }
    LabelCurve first = curve(methods.get(0));
    first
        .line(LabelCurve.RAW_INPUT)
        .ifPresent(
            line ->
                lines.add(
                    line(
                        LabelWords.line(line.name()),
                        methods.size() == 1 ? "mean s1" : "mean s8",
                        line)));
    first
        .line(LabelCurve.COARSE_CLASS)
        .ifPresent(line -> lines.add(line(LabelWords.line(line.name()), "edge", line)));
    return lines;
  }

  private static LabelChart.Line line(String name, String style, LabelCurve.Line line) {
    return new LabelChart.Line(name, style, line.points());
  }

  private static void table(Html page, List<LabelChart.Line> lines, int decimals) {
    page.raw("<details><summary>As a table</summary>\n");
    page.raw(
        "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"Labels, as a table\"><table class=\"overview\"><thead><tr><th scope=\"col\">labels a class</th>");
    for (LabelChart.Line line : lines) {
      page.raw("<th scope=\"col\">").text(line.name()).raw("</th>");
    }
    page.raw("</tr></thead><tbody>\n");
    for (int i = 0; i < lines.get(0).points().size(); i++) {
      page.raw("<tr><th scope=\"row\">")
          .text(Integer.toString(lines.get(0).points().get(i).labels()))
          .raw("</th>");
      for (LabelChart.Line line : lines) {
        page.raw("<td>");
        if (i < line.points().size()) {
          LabelCurve.Point point = line.points().get(i);
          page.text(Numbers.fixed(point.value(), decimals));
          page.element(
              "small",
              "",
              Numbers.interval(new Estimate(point.value(), point.low(), point.high()), decimals));
        }
        page.raw("</td>");
      }
      page.raw("</tr>\n");
    }
    page.raw("</tbody></table></div></details>\n");
  }
}

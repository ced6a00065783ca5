package org.fierce.report;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.fierce.evaluate.BinErrors;
import org.fierce.labels.BinEdges;
import org.jspecify.annotations.Nullable;

/** The part of the report that draws predicted numbers against true ones, with the bins' edges. */
final class NumberSection {
  private static final int POINTS = 1000;
  private static final int MOST_BINS = 40;
  private static final double LEFT = 44;
  private static final double TOP = 8;
  private static final double SIDE = 200;

  private final Axis axis;
  private final List<Double> edges;

  private NumberSection(Axis axis, List<Double> edges) {
    this.axis = axis;
    this.edges = edges;
  }

  static void write(Html page, Details details) {
    List<Details.Method> methods =
        details.withRows().stream().filter(m -> m.runs().get(0).predicted().length > 0).toList();
    if (methods.isEmpty()) {
      return;
    }
    double[] range = range(methods.get(0).runs().get(0).value());
    Axis axis = Axis.covering(range[0], range[1], 4);
    NumberSection section = new NumberSection(axis, edges(details.edges()));
    page.raw("<section id=\"numbers\"><h2>Predicted against true</h2>\n<p class=\"aside\">")
        .text(
            "The probe's number (up) by the true one (across) for %s of the first seed; on the diagonal both agree.%s Predictions outside the range of the true numbers lie on the frame."
                .formatted(
                    Details.some(POINTS, methods.get(0).runs().get(0).size()),
                    section.edges.isEmpty()
                        ? ""
                        : " Dashed: edges of the coarse bins, at "
                            + String.join(", ", section.edges.stream().map(Numbers::brief).toList())
                            + "."))
        .raw("</p>\n<div class=\"small-charts\">\n");
    methods.forEach(method -> section.chart(page, method));
    page.raw("</div>\n");
    insideBins(page, methods, details.coarse().names());
    page.raw("</section>\n");
  }

  /** What is told of the number inside each coarse class, where its mean over all says least. */
  private static void insideBins(Html page, List<Details.Method> methods, List<String> names) {
    page.raw("<details><summary>Inside each coarse class, as a table</summary>")
        .element(
            "p",
            "class=\"aside\"",
            "Share of the spread inside the class that the probe explains (R²; 0 is the class's own mean), the rank correlation ρ and the mean absolute error there.")
        .raw("<div class=\"wide\" tabindex=\"0\" role=\"region\" ")
        .raw("aria-label=\"Errors inside each coarse class\"><table class=\"overview\"><thead><tr>")
        .raw("<th scope=\"col\">method</th>");
    int shown = Math.min(names.size(), MOST_BINS);
    names.subList(0, shown).forEach(name -> page.element("th", "scope=\"col\"", name));
    page.raw("</tr></thead><tbody>\n");
    for (Details.Method method : methods) {
      TestRows run = method.runs().get(0);
      page.raw("<tr>").element("th", "scope=\"row\"", method.name());
      for (BinErrors bin :
          BinErrors.of(run.predicted(), run.value(), run.coarse(), names.size())
              .subList(0, shown)) {
        page.raw("<td>").element("span", "", "R² " + Numbers.fixed(bin.r2(), 3));
        page.element("small", "", "ρ " + Numbers.fixed(bin.spearman(), 2));
        page.element("small", "", "error " + Numbers.plain(bin.meanAbsoluteError())).raw("</td>");
      }
      page.raw("</tr>\n");
    }
    page.raw("</tbody></table></div>");
    if (shown < names.size()) {
      page.element(
          "p", "class=\"aside\"", "The first %d of %,d classes.".formatted(shown, names.size()));
    }
    page.raw("</details>\n");
  }

  private static List<Double> edges(@Nullable BinEdges edges) {
    return edges == null ? List.of() : Arrays.stream(edges.interior()).boxed().toList();
  }

  private static double[] range(double[] values) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (double value : values) {
      if (Double.isFinite(value)) {
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }
    return low <= high ? new double[] {low, high} : new double[] {0, 1};
  }

  private void chart(Html page, Details.Method method) {
    TestRows run = method.runs().get(0);
    int size = run.size();
    int shown = Math.min(size, POINTS);
    StringBuilder dots = new StringBuilder();
    double sum = 0;
    for (int row = 0; row < size; row++) {
      sum += Math.abs(run.predicted()[row] - run.value()[row]);
    }
    for (int i = 0; i < shown; i++) {
      int row = (int) ((long) i * size / shown);
      dots.append(svg("M%.1f %.1fh0", across(run.value()[row]), up(run.predicted()[row])));
    }
    String error = "mean absolute error " + Numbers.brief(sum / size);
    page.raw("<figure class=\"numbers\"><figcaption>").text(method.name());
    page.raw(" <small>").text(error).raw("</small></figcaption>");
    page.raw("<svg viewBox=\"0 0 256 246\" role=\"img\"><title>")
        .text("Predicted against true numbers of " + method.name())
        .raw("</title><desc>")
        .text("%,d test rows, %s.".formatted(size, error))
        .raw("</desc>");
    for (double tick : axis.ticks()) {
      String label = Numbers.brief(tick);
      page.raw(svg("<path class=\"grid\" d=\"M%.1f %.1fh%.1f\"/>", LEFT, up(tick), SIDE));
      page.raw(
          svg(
              "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"end\">%s</text>",
              LEFT - 5, up(tick) + 4, label));
      page.raw(
          svg(
              "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">%s</text>",
              across(tick), TOP + SIDE + 16, label));
    }
    page.raw(svg("<text x=\"%.1f\" y=\"242\" text-anchor=\"middle\">true</text>", LEFT + SIDE / 2));
    page.raw("<path class=\"points s" + Mark.style(method) + "\" d=\"" + dots + "\"/>");
    for (double edge : edges) {
      page.raw(svg("<path class=\"edge\" d=\"M%.1f %.1fv%.1f\"/>", across(edge), TOP, SIDE));
      page.raw(svg("<path class=\"edge\" d=\"M%.1f %.1fh%.1f\"/>", LEFT, up(edge), SIDE));
    }
    page.raw(
        svg(
            "<path class=\"diagonal\" d=\"M%.1f %.1fl%.1f -%.1f\"/>",
            LEFT, TOP + SIDE, SIDE, SIDE));
    page.raw("</svg></figure>\n");
  }

  private double across(double value) {
    return LEFT + SIDE * inside(value);
  }

  private double up(double value) {
    return TOP + SIDE * (1 - inside(value));
  }

  private double inside(double value) {
    return Math.max(0, Math.min(1, axis.place(value)));
  }

  private static String svg(String form, Object... values) {
    return String.format(Locale.ROOT, form, values);
  }
}

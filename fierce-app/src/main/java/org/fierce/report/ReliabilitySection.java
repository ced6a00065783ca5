package org.fierce.report;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.fierce.evaluate.Reliability;

/**
 * The part of the report that sets the confidence of coarse predictions beside their accuracy, in
 * the bins of the expected calibration error.
 */
final class ReliabilitySection {
  private static final int BINS = Reliability.BINS;
  private static final double LEFT = 34;
  private static final double TOP = 8;
  private static final double SIDE = 200;

  private ReliabilitySection() {}

  /** The bins of a method's runs, taken together. */
  static Reliability of(List<TestRows> runs) {
    int most = runs.stream().mapToInt(run -> run.predictedCoarse().length).sum();
    double[] confidence = new double[most];
    boolean[] isHit = new boolean[most];
    int rows = 0;
    for (TestRows run : runs) {
      for (int row = 0; row < run.predictedCoarse().length; row++) {
        if (!Double.isNaN(run.confidence()[row])) {
          confidence[rows] = run.confidence()[row];
          isHit[rows++] = run.predictedCoarse()[row] == run.coarse()[row];
        }
      }
    }
    return Reliability.of(
        Arrays.copyOf(confidence, rows), Arrays.copyOf(isHit, rows), Reliability.BINS);
  }

  static void write(Html page, Details details) {
    Map<String, Reliability> byMethod = new LinkedHashMap<>();
    for (Details.Method method : details.methods()) {
      Reliability reliability = of(method.runs());
      if (reliability.bins().stream().anyMatch(bin -> bin.rows() > 0)) {
        byMethod.put(method.name(), reliability);
      }
    }
    if (byMethod.isEmpty()) {
      return;
    }
    page.raw("<section id=\"reliability\"><h2>Is the confidence right?</h2>\n<p class=\"aside\">")
        .raw(
            "Accuracy of the coarse prediction (bar) by its confidence, in 10 bins of equal width, seeds ")
        .raw(
            "taken together. On the line, confidence and accuracy agree; bars below it are overconfident. ")
        .raw("The fainter a bar, the fewer rows it holds.</p>\n<div class=\"small-charts\">\n");
    byMethod.forEach((name, reliability) -> chart(page, name, reliability));
    page.raw("</div>\n");
    table(page, byMethod);
    page.raw("</section>\n");
  }

  private static void chart(Html page, String name, Reliability reliability) {
    List<Reliability.Bin> bins = reliability.bins();
    double error = reliability.expectedError();
    String caption = "Calibration error " + Numbers.fixed(error, 3);
    page.raw("<figure class=\"reliability\"><figcaption>").text(name);
    page.raw(" <small>").text(caption).raw("</small></figcaption>");
    page.raw("<svg viewBox=\"0 0 244 246\" role=\"img\"><title>").text("Reliability of " + name);
    page.raw("</title><desc>").text(description(bins)).raw("</desc>");
    long most = bins.stream().mapToLong(Reliability.Bin::rows).max().orElse(1);
    for (int tick = 0; tick <= 4; tick++) {
      double y = TOP + SIDE * (1 - tick / 4.0);
      double x = LEFT + SIDE * tick / 4.0;
      page.raw(svg("<path class=\"grid\" d=\"M%.1f %.1fh%.1f\"/>", LEFT, y, SIDE));
      String label = Numbers.brief(tick / 4.0);
      page.raw(
          svg("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"end\">%s</text>", LEFT - 5, y + 4, label));
      page.raw(
          svg(
              "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">%s</text>",
              x, TOP + SIDE + 16, label));
    }
    page.raw(
        svg(
            "<text x=\"%.1f\" y=\"242\" text-anchor=\"middle\">confidence</text>",
            LEFT + SIDE / 2));
    for (int b = 0; b < BINS; b++) {
      Reliability.Bin bin = bins.get(b);
      if (bin.rows() > 0) {
        double height = SIDE * bin.accuracy();
        page.raw(
            svg(
                "<rect class=\"bar\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill-opacity=\"%.2f\"/>",
                LEFT + SIDE * b / BINS + 1,
                TOP + SIDE - height,
                SIDE / BINS - 2,
                height,
                0.25 + 0.75 * Math.sqrt((double) bin.rows() / most)));
      }
    }
    page.raw(
        svg(
            "<path class=\"diagonal\" d=\"M%.1f %.1fl%.1f -%.1f\"/>",
            LEFT, TOP + SIDE, SIDE, SIDE));
    page.raw("</svg></figure>\n");
  }

  private static String description(List<Reliability.Bin> bins) {
    StringBuilder words = new StringBuilder();
    for (int b = 0; b < BINS; b++) {
      Reliability.Bin bin = bins.get(b);
      if (bin.rows() > 0) {
        words.append(
            svg(
                "Confidence %.1f to %.1f: %d rows, accuracy %.2f. ",
                b / 10.0, (b + 1) / 10.0, bin.rows(), bin.accuracy()));
      }
    }
    return words.toString().strip();
  }

  private static void table(Html page, Map<String, Reliability> byMethod) {
    page.raw(
            "<details><summary>As a table</summary><div class=\"wide\" tabindex=\"0\" role=\"region\" ")
        .raw("aria-label=\"Reliability as a table\"><table class=\"overview\"><thead><tr>")
        .raw("<th scope=\"col\">confidence</th>");
    byMethod.keySet().forEach(name -> page.element("th", "scope=\"col\"", name));
    page.raw("</tr></thead><tbody>\n");
    for (int b = 0; b < BINS; b++) {
      page.raw("<tr>");
      page.element("th", "scope=\"row\"", svg("%.1f to %.1f", b / 10.0, (b + 1) / 10.0));
      for (Reliability reliability : byMethod.values()) {
        Reliability.Bin bin = reliability.bins().get(b);
        page.raw("<td>");
        if (bin.rows() > 0) {
          page.element("span", "", Numbers.fixed(bin.accuracy(), 3));
          page.element("small", "", "%,d rows".formatted(bin.rows()));
        }
        page.raw("</td>");
      }
      page.raw("</tr>\n");
    }
    page.raw("</tbody></table></div></details>\n");
  }

  private static String svg(String form, Object... values) {
    return String.format(Locale.ROOT, form, values);
  }
}

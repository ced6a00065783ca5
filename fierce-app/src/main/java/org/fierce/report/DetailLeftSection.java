package org.fierce.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fierce.run.DetailReport;
import org.fierce.run.DetailVerdict;

/**
 * The part of the report that tells, without fine labels, in which coarse classes fine detail is
 * left: of the first seed, the worst class first.
 */
final class DetailLeftSection {
  private DetailLeftSection() {}

  static void write(Html page, Details details) {
    List<Details.Method> methods = new ArrayList<>();
    Map<String, Map<String, DetailReport.Entry>> byClass = new LinkedHashMap<>();
    for (Details.Method method : details.methods()) {
      DetailReport report = method.detail();
      if (report != null) {
        methods.add(method);
        for (DetailReport.Entry entry : report.classes()) {
          byClass
              .computeIfAbsent(entry.detail().coarse(), name -> new LinkedHashMap<>())
              .put(method.name(), entry);
        }
      }
    }
    if (methods.isEmpty()) {
      return;
    }
    page.raw("<section id=\"detail-left\"><h2>Fine detail left, told without fine labels</h2>\n")
        .raw("<p class=\"aside\">")
        .text(
            "LiDAR rank inside each coarse class (in how many directions its rows stand out of what augmentation changes) over that of the untrained network; kept from %s, lost below %s; worst class first%s. A hint where to look, no more: research/detail-left/README.md."
                .formatted(
                    DetailVerdict.KEPT_FROM,
                    DetailVerdict.LOST_BELOW,
                    methods.size() > 1 ? ", first seed" : ""))
        .raw("</p>\n<div class=\"scroll\"><table class=\"overview\"><thead><tr>")
        .raw("<th scope=\"col\">coarse class</th>");
    for (Details.Method method : methods) {
      page.raw(method.isRival() ? "<th scope=\"col\" class=\"free\">" : "<th scope=\"col\">")
          .text(method.name())
          .raw(method.isRival() ? "&#8202;*</th>" : "</th>");
    }
    page.raw("</tr></thead><tbody>\n");
    byClass.entrySet().stream()
        .sorted(Comparator.comparingDouble(line -> mean(line.getValue())))
        .forEach(line -> line(page, line.getKey(), line.getValue(), methods));
    page.raw("</tbody></table></div></section>\n");
  }

  private static double mean(Map<String, DetailReport.Entry> entries) {
    return entries.values().stream()
        .mapToDouble(DetailReport.Entry::share)
        .filter(share -> !Double.isNaN(share))
        .average()
        .orElse(Double.POSITIVE_INFINITY);
  }

  private static void line(
      Html page,
      String coarse,
      Map<String, DetailReport.Entry> entries,
      List<Details.Method> methods) {
    page.raw("<tr><th scope=\"row\">").text(coarse).raw("</th>");
    for (Details.Method method : methods) {
      DetailReport.Entry entry = entries.get(method.name());
      page.raw("<td>");
      if (entry != null) {
        boolean isLost = entry.verdict() == DetailVerdict.LOST;
        page.text(Double.isNaN(entry.share()) ? "" : Numbers.fixed(entry.share(), 2) + " ")
            .element(isLost ? "strong" : "small", "", entry.verdict().key());
      }
      page.raw("</td>");
    }
    page.raw("</tr>\n");
  }
}

package org.fierce.report;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.fierce.compare.ComparisonReport.SeedScore;
import org.fierce.run.RepeatCommand;
import org.fierce.tune.Criterion;
import org.fierce.tune.TuningReport;
import org.fierce.tune.TuningReport.Candidate;

/**
 * The report of a tuning: the choice and why, each criterion against coarse accuracy as inline SVG,
 * and the numbers. A candidate has the same number in the drawings and in the table.
 */
final class TuningPage {
  private static final double WIDTH = 440;
  private static final double HEIGHT = 270;
  private static final double LEFT = 52;
  private static final double RIGHT = 24;
  private static final double TOP = 12;
  private static final double BOTTOM = 40;
  private static final String COARSE = Criterion.COARSE.key();

  private TuningPage() {}

  /** What was asked, with the name of the data set. */
  static String question(String name, String configuration) {
    return KnownAnswer.dataSet(configuration, name) + ": which method keeps the most fine detail?";
  }

  /**
   * Writes the page.
   *
   * @param folder of the tuning, as commands name it
   */
  static void write(Html page, Path folder, TuningReport report, String configuration) {
    String name = Results.name(folder);
    AnswerSection.head(
        page,
        "Fierce tuning: " + name,
        question(name, configuration),
        "Chosen: %s. %s".formatted(report.chosen(), String.join(" ", report.reason())),
        report.remarks());
    drawings(page, report);
    page.raw("<section id=\"next\">\n");
    AnswerSection.next(
        page,
        List.of(
            RepeatCommand.line(List.of("train", folder.resolve(TuningReport.TUNED).toString()))));
    page.raw("</section>\n");
    table(page, report);
    groups(page, report.setting().groups());
    if (!configuration.isEmpty()) {
      page.raw("<section id=\"provenance\"><h2>Where the numbers come from</h2>\n")
          .raw(
              "<p class=\"aside\">The folders coarse and groups hold the comparisons that were run")
          .raw(" for this; fierce report makes their reports.</p>\n")
          .raw("<details><summary>Configuration with all candidates</summary>")
          .element("pre", "tabindex=\"0\"", configuration)
          .raw("</details></section>\n");
    }
  }

  private static void drawings(Html page, TuningReport report) {
    List<String> keys = report.keys().stream().filter(key -> !key.equals(COARSE)).toList();
    if (keys.isEmpty()) {
      return;
    }
    page.raw("<section><h2>What coarse accuracy buys</h2>\n");
    page.element(
        "p",
        "class=\"aside\"",
        "Filled: the chosen one. Hollow: others within the budget, right of the dashed line. Grey: beyond it. Numbers as in the table.");
    page.raw("<div class=\"charts\">\n");
    keys.forEach(key -> drawing(page, report, key));
    page.raw("</div></section>\n");
  }

  private static void drawing(Html page, TuningReport report, String key) {
    List<Candidate> drawn =
        report.candidates().stream()
            .filter(each -> Double.isFinite(each.mean(key)) && Double.isFinite(each.mean(COARSE)))
            .toList();
    if (drawn.isEmpty()) {
      return;
    }
    Axis across =
        Axis.covering(
            Math.min(report.least(), least(drawn, COARSE)), most(drawn, COARSE, report.least()), 4);
    Axis up = Axis.covering(least(drawn, key), most(drawn, key, Double.NEGATIVE_INFINITY), 4);
    String title = TuningWords.heading(key);
    page.raw("<figure><figcaption>").text(title).raw("</figcaption>");
    page.raw("<svg viewBox=\"0 0 440 270\" role=\"img\"><title>")
        .text(title + " against coarse accuracy")
        .raw("</title><desc>");
    for (Candidate each : drawn) {
      page.text(
          "%s: %s at coarse accuracy %s. "
              .formatted(
                  each.name(), Numbers.brief(each.mean(key)), Numbers.brief(each.mean(COARSE))));
    }
    page.raw("</desc>");
    for (double tick : up.ticks()) {
      page.raw(
          "<path class=\"grid\" d=\"M%s %sH%s\"/>"
              .formatted(number(LEFT), number(y(up, tick)), number(WIDTH - RIGHT)));
      label(page, LEFT - 8, y(up, tick) + 4, "end", Numbers.brief(tick));
    }
    for (double tick : across.ticks()) {
      label(page, x(across, tick), HEIGHT - BOTTOM + 18, "middle", Numbers.brief(tick));
    }
    label(page, (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 4, "middle", "coarse accuracy, held-out rows");
    page.raw(
        "<path class=\"edge\" d=\"M%s %sV%s\"/>"
            .formatted(number(x(across, report.least())), number(TOP), number(HEIGHT - BOTTOM)));
    for (Candidate each : drawn) {
      double x = x(across, each.mean(COARSE));
      double y = y(up, each.mean(key));
      String style =
          each.name().equals(report.chosen())
              ? "s0"
              : each.withinBudget() ? "s0 hollow" : "s8 hollow";
      page.raw(
          "<path class=\"mark %s\" d=\"M%s %sm-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z\"/>"
              .formatted(style, number(x), number(y)));
      label(page, x + 6, y - 5, "start", Integer.toString(1 + report.candidates().indexOf(each)));
    }
    page.raw("</svg></figure>\n");
  }

  private static void table(Html page, TuningReport report) {
    page.raw("<section><h2>Candidates</h2>\n");
    page.element("p", "class=\"aside\"", TuningWords.origin(report) + " Grey: beyond the budget.");
    page.raw(
        "\n<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"Candidates\"><table class=\"overview\"><thead><tr><th scope=\"col\">candidate</th>");
    for (String key : report.keys()) {
      page.element("th", "scope=\"col\"", TuningWords.heading(key));
    }
    page.raw("<th scope=\"col\">within budget</th></tr></thead><tbody>\n");
    for (int i = 0; i < report.candidates().size(); i++) {
      Candidate each = report.candidates().get(i);
      page.raw(each.withinBudget() ? "<tr>" : "<tr class=\"free\">").raw("<th scope=\"row\">");
      page.text((i + 1) + "  " + each.name()).raw("</th>");
      boolean isChosen = each.name().equals(report.chosen());
      for (String key : report.keys()) {
        SeedScore score = each.scores().get(key);
        page.raw("<td>");
        if (score != null) {
          boolean isReason = isChosen && key.equals(report.by().key());
          page.element(isReason ? "strong" : "span", "", Numbers.fixed(score.mean(), 3));
          page.element("small", "", Numbers.interval(Results.Estimate.of(score), 3));
        }
        page.raw("</td>");
      }
      page.element("td", "", each.withinBudget() ? "yes" : "no").raw("</tr>\n");
    }
    page.raw("</tbody></table></div></section>\n");
  }

  private static void groups(Html page, List<List<String>> groups) {
    if (groups.isEmpty()) {
      return;
    }
    page.raw("<section><h2>Coarse classes as they were merged</h2>\n<ul>\n");
    groups.forEach(group -> page.element("li", "", String.join(", ", group)).raw("\n"));
    page.raw("</ul></section>\n");
  }

  private static double least(List<Candidate> drawn, String key) {
    return drawn.stream().mapToDouble(each -> each.mean(key)).min().orElse(0);
  }

  private static double most(List<Candidate> drawn, String key, double atLeast) {
    return Math.max(atLeast, drawn.stream().mapToDouble(each -> each.mean(key)).max().orElse(1));
  }

  private static double x(Axis across, double value) {
    return LEFT + across.place(value) * (WIDTH - LEFT - RIGHT);
  }

  private static double y(Axis up, double value) {
    return TOP + (1 - up.place(value)) * (HEIGHT - TOP - BOTTOM);
  }

  private static void label(Html page, double x, double y, String anchor, String text) {
    page.raw("<text x=\"%s\" y=\"%s\" text-anchor=\"%s\">".formatted(number(x), number(y), anchor));
    page.text(text).raw("</text>");
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}

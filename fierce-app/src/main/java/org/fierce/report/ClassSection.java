package org.fierce.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.fierce.report.Results.Estimate;
import org.jspecify.annotations.Nullable;

/** The part of the report that tells the fine score of each coarse class, the worst first. */
final class ClassSection {
  private static final int FIRST = 12;

  /** Lines of the page, of data with more classes than anybody reads. */
  private static final int MOST = 300;

  /** The 0.975 quantile of the standard normal distribution. */
  private static final double NORMAL = 1.959963984540054;

  private final Details details;
  private final List<Details.Method> methods;
  private final String reading;
  private final boolean isError;

  private ClassSection(Details details, List<Details.Method> methods, String reading) {
    this.details = details;
    this.methods = methods;
    this.reading = reading;
    this.isError = reading.isEmpty();
  }

  /**
   * A line of the table.
   *
   * @param label coarse class
   * @param rows test rows with a score
   * @param fineClasses fine classes among them; 0 where the target is none
   * @param scores by method; null where it has none
   */
  private record Line(String label, int rows, int fineClasses, List<@Nullable Estimate> scores) {
    /** Mean over the methods that are trained for it, or over all where none is. */
    double mean(List<Details.Method> methods) {
      double sum = 0;
      int count = 0;
      boolean anyTrained = methods.stream().anyMatch(method -> !method.isRival());
      for (int m = 0; m < scores.size(); m++) {
        Estimate score = scores.get(m);
        if (score != null && !(anyTrained && methods.get(m).isRival())) {
          sum += score.value();
          count++;
        }
      }
      return count == 0 ? Double.NaN : sum / count;
    }
  }

  static void write(Html page, Details details) {
    String reading = details.reading();
    List<Details.Method> methods =
        details.withRows().stream()
            .filter(method -> method.runs().stream().anyMatch(run -> tells(run, reading)))
            .toList();
    if (!methods.isEmpty()) {
      new ClassSection(details, methods, reading).write(page);
    }
  }

  private static boolean tells(TestRows run, String reading) {
    return reading.isEmpty()
        ? run.predicted().length > 0 || !run.predictedShares().isEmpty()
        : run.decisions().containsKey(reading);
  }

  private void write(Html page) {
    List<Line> lines = lines();
    if (lines.isEmpty()) {
      return;
    }
    page.raw("<section id=\"classes\"><h2>").text(title()).raw("</h2>\n");
    page.element("p", "class=\"aside\"", note());
    legend(page);
    Axis axis = axis(lines);
    table(page, lines.subList(0, Math.min(FIRST, lines.size())), axis);
    if (lines.size() > FIRST) {
      int shown = Math.min(lines.size(), MOST);
      page.raw("<details><summary>")
          .text(
              shown == lines.size()
                  ? "The other %d coarse classes".formatted(lines.size() - FIRST)
                  : "The next %d of %,d coarse classes; examples.csv holds what was said of the others"
                      .formatted(shown - FIRST, lines.size()))
          .raw("</summary>");
      table(page, lines.subList(FIRST, shown), axis);
      page.raw("</details>\n");
    }
    page.raw("</section>\n");
  }

  private String title() {
    return isError
        ? "Error by coarse class, largest first"
        : "Fine scores by coarse class, worst first";
  }

  private String note() {
    TestRows any = methods.get(0).runs().get(0);
    String measure =
        !isError
            ? "Share of fine classes told right by " + Details.words(reading)
            : any.value().length > 0
                ? "Mean absolute error of the probe"
                : "Squared error of the probe, summed over the components";
    String interval =
        isError ? "normal interval of the mean over the rows" : "Wilson interval over the rows";
    boolean several = methods.stream().anyMatch(method -> method.runs().size() > 1);
    return "%s%s; in brackets the 95 %% %s. Rows: of the first seed.%s"
        .formatted(
            measure,
            several ? ", mean over seeds" : "",
            interval,
            isError ? "" : " Chance: one in the number of fine classes.");
  }

  private List<Line> lines() {
    List<Line> lines = new ArrayList<>();
    for (int c = 0; c < details.coarse().size(); c++) {
      Line line = line(c);
      if (line.rows() > 0) {
        lines.add(line);
      }
    }
    Comparator<Line> byMean = Comparator.comparingDouble(line -> line.mean(methods));
    lines.sort(isError ? byMean.reversed() : byMean);
    return lines;
  }

  private Line line(int coarseClass) {
    List<@Nullable Estimate> scores = new ArrayList<>();
    int rows = 0;
    Set<Integer> fineClasses = new TreeSet<>();
    for (Details.Method method : methods) {
      double sum = 0;
      double variance = 0;
      int seeds = 0;
      int first = 0;
      for (TestRows run : method.runs()) {
        double[] moments = moments(run, coarseClass, fineClasses);
        if (moments[0] > 0) {
          first = first == 0 ? (int) moments[0] : first;
          sum += moments[1];
          variance += moments[2];
          seeds++;
        }
      }
      rows = Math.max(rows, first);
      scores.add(seeds == 0 ? null : estimate(sum / seeds, variance / seeds, first));
    }
    return new Line(details.coarse().name(coarseClass), rows, fineClasses.size(), scores);
  }

  private Estimate estimate(double mean, double variance, int rows) {
    if (!isError) {
      return Wilson.of(mean, rows);
    }
    double half = rows > 1 ? NORMAL * Math.sqrt(variance / rows) : Double.NaN;
    return new Estimate(mean, Math.max(0, mean - half), mean + half);
  }

  /** Number, mean and variance of the outcomes in a coarse class. */
  private double[] moments(TestRows run, int coarseClass, Set<Integer> fineClasses) {
    double count = 0;
    double mean = 0;
    double squares = 0;
    for (int row = 0; row < run.size(); row++) {
      double outcome = run.coarse()[row] == coarseClass ? run.outcome(row, reading) : Double.NaN;
      if (!Double.isNaN(outcome)) {
        count++;
        double gap = outcome - mean;
        mean += gap / count;
        squares += gap * (outcome - mean);
        if (run.fine().length > 0) {
          fineClasses.add(run.fine()[row]);
        }
      }
    }
    return new double[] {count, mean, count > 1 ? squares / (count - 1) : 0};
  }

  private static Axis axis(List<Line> lines) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (Line line : lines) {
      for (Estimate score : line.scores()) {
        if (score != null) {
          low = Math.min(low, score.value());
          high = Math.max(high, score.value());
        }
      }
    }
    return Axis.covering(low, high, 4);
  }

  private void legend(Html page) {
    page.raw("<ul class=\"legend\">");
    for (Details.Method method : methods) {
      page.raw("<li><svg viewBox=\"0 0 12 12\" aria-hidden=\"true\">")
          .raw(Mark.of(method, 6, 6))
          .raw("</svg>")
          .text(method.name())
          .raw("</li>");
    }
    page.raw("</ul>\n");
  }

  private void table(Html page, List<Line> lines, Axis axis) {
    page.raw("<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"")
        .text(title())
        .raw("\"><table class=\"overview classes\"><thead><tr><th scope=\"col\">coarse class</th>")
        .raw("<th scope=\"col\" class=\"dots\">")
        .text(Numbers.brief(axis.low()) + " to " + Numbers.brief(axis.high()))
        .raw("</th>");
    for (Details.Method method : methods) {
      page.raw(method.isRival() ? "<th scope=\"col\" class=\"free\">" : "<th scope=\"col\">")
          .text(method.name())
          .raw(method.isRival() ? "&#8202;*</th>" : "</th>");
    }
    page.raw("</tr></thead><tbody>\n");
    for (Line line : lines) {
      page.raw("<tr><th scope=\"row\">").text(line.label());
      page.element("small", "", counts(line)).raw("</th><td class=\"dots\">");
      dots(page, line, axis);
      page.raw("</td>");
      for (Estimate score : line.scores()) {
        page.raw("<td>");
        if (score != null) {
          int decimals = Numbers.decimals(List.of(score));
          page.element("span", "", Numbers.fixed(score.value(), decimals));
          page.element("small", "", Numbers.interval(score, decimals));
        }
        page.raw("</td>");
      }
      page.raw("</tr>\n");
    }
    page.raw("</tbody></table></div>\n");
  }

  private String counts(Line line) {
    return line.fineClasses() == 0
        ? "%,d rows".formatted(line.rows())
        : String.format(
            Locale.ROOT,
            "%,d rows, %d fine, chance %.2f",
            line.rows(),
            line.fineClasses(),
            1.0 / line.fineClasses());
  }

  private void dots(Html page, Line line, Axis axis) {
    page.raw(
        "<svg viewBox=\"0 0 200 24\" aria-hidden=\"true\"><path class=\"grid\" d=\"M6 12H194\"/>");
    for (boolean isRival : new boolean[] {true, false}) {
      for (int m = 0; m < methods.size(); m++) {
        Estimate score = line.scores().get(m);
        if (score != null && methods.get(m).isRival() == isRival) {
          page.raw(Mark.of(methods.get(m), 6 + 188 * axis.place(score.value()), 12));
        }
      }
    }
    page.raw("</svg>");
  }
}

package org.fierce.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.fierce.evaluate.LabelCurve.Point;

/**
 * A score over the number of labels a class as inline SVG, the numbers on a scale of equal ratios:
 * a line through the values, and a bar for each interval. It needs no script and carries its
 * numbers as text for those who do not see it.
 *
 * @param title what is drawn
 * @param lines at least one, all with the same numbers of labels
 * @param least what lies below is drawn there
 * @param most what lies above is drawn there
 */
record LabelChart(String title, List<Line> lines, double least, double most) {
  private static final double WIDTH = 440;
  private static final double HEIGHT = 280;
  private static final double LEFT = 52;
  private static final double RIGHT = 16;
  private static final double TOP = 10;
  private static final double BOTTOM = 34;

  /** Bars of different lines stand so far beside each other. */
  private static final double BESIDE = 3;

  /**
   * One line.
   *
   * @param style class of its colour and dashes, as {@code mean s0}
   */
  record Line(String name, String style, List<Point> points) {}

  void write(Html page) {
    List<Point> points = lines.stream().flatMap(line -> line.points().stream()).toList();
    Axis up =
        Axis.covering(
            points.stream().mapToDouble(this::low).min().orElse(0),
            points.stream().mapToDouble(this::high).max().orElse(1),
            4);
    double first = lines.get(0).points().get(0).labels();
    double last = Math.max(first * 2, points.stream().mapToInt(Point::labels).max().orElse(1));
    page.raw("<figure><figcaption>").text(title).raw("</figcaption>");
    page.raw("<svg viewBox=\"0 0 440 280\" role=\"img\"><title>")
        .text(title + " by labels a class")
        .raw("</title><desc>")
        .text(description())
        .raw("</desc>");
    for (double tick : up.ticks()) {
      page.raw(
          "<path class=\"grid\" d=\"M%s %sH%s\"/>"
              .formatted(number(LEFT), number(height(up, tick)), number(WIDTH - RIGHT)));
      label(page, LEFT - 8, height(up, tick) + 4, "end", Numbers.brief(tick));
    }
    for (Point point : lines.get(0).points()) {
      double at = across(point.labels(), first, last);
      label(page, at, HEIGHT - BOTTOM + 18, "middle", Integer.toString(point.labels()));
    }
    label(page, (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 2, "middle", "labels a class");
    for (int i = 0; i < lines.size(); i++) {
      write(page, lines.get(i), (i - (lines.size() - 1) / 2.0) * BESIDE, up, first, last);
    }
    page.raw("</svg></figure>\n");
  }

  private void write(Html page, Line line, double beside, Axis up, double first, double last) {
    StringBuilder steps = new StringBuilder();
    StringBuilder bars = new StringBuilder();
    for (Point point : line.points()) {
      double x = across(point.labels(), first, last) + beside;
      steps.append(steps.isEmpty() ? 'M' : 'L').append(number(x)).append(' ');
      steps.append(number(height(up, cut(point.value()))));
      if (low(point) < high(point)) {
        bars.append('M').append(number(x)).append(' ').append(number(height(up, low(point))));
        bars.append('V').append(number(height(up, high(point))));
      }
    }
    if (line.points().size() == 1) {
      steps.append("h0.01");
    }
    page.raw("<path class=\"%s\" d=\"%s\"/>".formatted(line.style(), steps));
    if (!bars.isEmpty()) {
      page.raw("<path class=\"%s interval\" d=\"%s\"/>".formatted(line.style(), bars));
    }
  }

  private double low(Point point) {
    return cut(Double.isFinite(point.low()) ? point.low() : point.value());
  }

  private double high(Point point) {
    return cut(Double.isFinite(point.high()) ? point.high() : point.value());
  }

  /** What a reader must know of values that are not drawn where they are; empty for nothing. */
  String cut() {
    double[] values =
        lines.stream()
            .flatMap(line -> line.points().stream())
            .flatMapToDouble(point -> DoubleStream.of(point.value(), point.low(), point.high()))
            .toArray();
    return (DoubleStream.of(values).anyMatch(value -> value < least)
            ? " What lies below %s is drawn there.".formatted(Numbers.brief(least))
            : "")
        + (DoubleStream.of(values).anyMatch(value -> value > most)
            ? " What lies above %s is drawn there.".formatted(Numbers.brief(most))
            : "");
  }

  private double cut(double value) {
    return Math.max(least, Math.min(most, value));
  }

  private static double across(double labels, double first, double last) {
    double share = Math.log(labels / first) / Math.log(last / first);
    return LEFT + BESIDE * 2 + share * (WIDTH - LEFT - RIGHT - BESIDE * 4);
  }

  private static double height(Axis up, double value) {
    return TOP + (1 - up.place(value)) * (HEIGHT - TOP - BOTTOM);
  }

  private String description() {
    return lines.stream()
        .map(
            line ->
                line.points().stream()
                    .map(
                        point -> "%s at %d".formatted(Numbers.brief(point.value()), point.labels()))
                    .collect(Collectors.joining(", ", line.name() + ": ", ".")))
        .collect(Collectors.joining(" "));
  }

  private static void label(Html page, double x, double y, String anchor, String text) {
    page.raw("<text x=\"%s\" y=\"%s\" text-anchor=\"%s\">".formatted(number(x), number(y), anchor));
    page.text(text).raw("</text>");
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}

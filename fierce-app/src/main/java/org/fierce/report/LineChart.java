package org.fierce.report;

import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/**
 * One quantity over the epochs as inline SVG: a thick line for the mean over seeds, a thin one for
 * each seed. It needs no script and carries its numbers as text for those who do not see it.
 *
 * @param title what is drawn
 * @param lines one a method
 */
record LineChart(String title, List<Line> lines) {
  private static final double WIDTH = 440;
  private static final double HEIGHT = 250;
  private static final double LEFT = 52;
  private static final double RIGHT = 12;
  private static final double TOP = 10;
  private static final double BOTTOM = 34;

  /**
   * The runs of one method.
   *
   * @param name the method
   * @param style number of its colour and dashes
   * @param seeds its runs
   */
  record Line(String name, int style, List<Results.Curve> seeds) {
    /** Mean over the seeds that reached an epoch, by epoch. */
    TreeMap<Double, Double> mean() {
      TreeMap<Double, double[]> sums = new TreeMap<>();
      for (Results.Curve seed : seeds) {
        for (int i = 0; i < seed.epochs().length; i++) {
          double[] sum = sums.computeIfAbsent(seed.epochs()[i], epoch -> new double[2]);
          sum[0] += seed.values()[i];
          sum[1]++;
        }
      }
      TreeMap<Double, Double> means = new TreeMap<>();
      sums.forEach((epoch, sum) -> means.put(epoch, sum[0] / sum[1]));
      return means;
    }
  }

  void write(Html page) {
    double[] x = range(true);
    double[] y = range(false);
    Axis across = new Axis(x[0], Math.max(x[1], x[0] + 1), Math.max(x[1] - x[0], 1));
    Axis up = Axis.covering(y[0], y[1], 4);
    page.raw("<figure><figcaption>").text(title).raw("</figcaption>");
    page.raw("<svg viewBox=\"0 0 440 250\" role=\"img\"><title>").text(title + " by epoch");
    page.raw("</title><desc>").text(description()).raw("</desc>");
    for (double tick : up.ticks()) {
      double at = TOP + (1 - up.place(tick)) * (HEIGHT - TOP - BOTTOM);
      page.raw(
          "<path class=\"grid\" d=\"M%s %sH%s\"/>"
              .formatted(number(LEFT), number(at), number(WIDTH - RIGHT)));
      label(page, LEFT - 8, at + 4, "end", Numbers.brief(tick));
    }
    for (double epoch : epochTicks(x[0], x[1])) {
      double at = LEFT + across.place(epoch) * (WIDTH - LEFT - RIGHT);
      label(page, at, HEIGHT - BOTTOM + 18, "middle", Numbers.brief(epoch));
    }
    label(page, (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 2, "middle", "epoch");
    for (Line line : lines) {
      if (line.seeds().size() > 1) {
        for (Results.Curve seed : line.seeds()) {
          path(page, "seed", line.style(), seed.epochs(), seed.values(), across, up);
        }
      }
    }
    for (Line line : lines) {
      TreeMap<Double, Double> mean = line.mean();
      double[] epochs = mean.keySet().stream().mapToDouble(Double::doubleValue).toArray();
      double[] values = mean.values().stream().mapToDouble(Double::doubleValue).toArray();
      path(page, "mean", line.style(), epochs, values, across, up);
    }
    page.raw("</svg></figure>\n");
  }

  private String description() {
    StringBuilder words = new StringBuilder();
    for (Line line : lines) {
      TreeMap<Double, Double> mean = line.mean();
      words.append(
          "%s: from %s at epoch %s to %s at epoch %s. "
              .formatted(
                  line.name(),
                  Numbers.brief(mean.firstEntry().getValue()),
                  Numbers.brief(mean.firstKey()),
                  Numbers.brief(mean.lastEntry().getValue()),
                  Numbers.brief(mean.lastKey())));
    }
    return words.toString().strip();
  }

  private double[] range(boolean epochs) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (Line line : lines) {
      for (Results.Curve seed : line.seeds()) {
        for (double value : epochs ? seed.epochs() : seed.values()) {
          low = Math.min(low, value);
          high = Math.max(high, value);
        }
      }
    }
    return new double[] {low, high};
  }

  /** Whole epochs, the first and the last among them. */
  private static List<Double> epochTicks(double first, double last) {
    if (last <= first) {
      return List.of(first);
    }
    double middle = Math.round((first + last) / 2);
    return middle > first && middle < last ? List.of(first, middle, last) : List.of(first, last);
  }

  private static void path(
      Html page, String kind, int style, double[] epochs, double[] values, Axis across, Axis up) {
    StringBuilder steps = new StringBuilder();
    for (int i = 0; i < epochs.length; i++) {
      double x = LEFT + across.place(epochs[i]) * (WIDTH - LEFT - RIGHT);
      double y = TOP + (1 - up.place(values[i])) * (HEIGHT - TOP - BOTTOM);
      steps.append(i == 0 ? 'M' : 'L').append(number(x)).append(' ').append(number(y));
    }
    if (epochs.length == 1) {
      steps.append("h0.01");
    }
    page.raw("<path class=\"%s s%d\" d=\"%s\"/>".formatted(kind, style, steps));
  }

  private static void label(Html page, double x, double y, String anchor, String text) {
    page.raw("<text x=\"%s\" y=\"%s\" text-anchor=\"%s\">".formatted(number(x), number(y), anchor));
    page.text(text).raw("</text>");
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}

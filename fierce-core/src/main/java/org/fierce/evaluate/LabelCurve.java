package org.fierce.evaluate;

import java.util.List;
import java.util.Optional;
import org.fierce.stats.Measure;

/**
 * How well test rows are answered by heads that were fitted on so many fine labels a class: one
 * line for the features, one for the input they were made from, one for knowing only the coarse
 * class.
 *
 * <p>Intervals mean 95 %. They speak of the chance in which training rows get the labels and in the
 * test rows, not of the chance in training the network. A difference has an interval of its own:
 * both its sides were measured with the same labelled rows and the same test rows.
 *
 * @param measure key of the score without its number, as {@code labelsAccuracyWithinTrue}
 * @param classes of what a label is counted, as {@code fine class}
 * @param draws how often the rows that get labels were drawn
 * @param rows test rows that were answered
 * @param lines the features first
 * @param differences what was compared
 * @param notes what a reader must know, in sentences
 */
public record LabelCurve(
    String measure,
    String classes,
    int draws,
    int rows,
    List<Line> lines,
    List<Difference> differences,
    List<String> notes) {
  /** The line of the features. */
  public static final String FEATURES = "features";

  /** The line of the normalised input. */
  public static final String RAW_INPUT = "raw-input";

  /** The line of the best answer that knows nothing but the coarse class. */
  public static final String COARSE_CLASS = "coarse-class";

  /** Labels a class at which features and input are set side by side, where the curve has it. */
  private static final int COMMON = 5;

  /**
   * One line.
   *
   * @param points by rising number of labels
   */
  public record Line(String name, List<Point> points) {
    /** Copies the points. */
    public Line {
      points = List.copyOf(points);
    }

    private boolean isEmpty() {
      return points.isEmpty();
    }

    private List<Integer> labels() {
      return points.stream().map(Point::labels).toList();
    }
  }

  /**
   * A number of labels a class and what it gives.
   *
   * @param low end of the interval, NaN where there is none
   * @param high end of the interval, NaN where there is none
   */
  public record Point(int labels, double value, double low, double high) {}

  /**
   * The value of one point less that of another.
   *
   * @param line of the first point
   * @param labels of the first point
   * @param from line of the point that is taken off
   * @param fromLabels its labels
   */
  public record Difference(
      String line,
      int labels,
      String from,
      int fromLabels,
      double value,
      double low,
      double high) {}

  /**
   * Copies the lists and checks that they belong together.
   *
   * @throws IllegalArgumentException if the measure is missing, the first line is not that of the
   *     features or has no point, another has other numbers of labels, or a point that was compared
   *     is on no line
   */
  public LabelCurve {
    lines = List.copyOf(lines);
    differences = List.copyOf(differences);
    notes = List.copyOf(notes);
    if (measure == null || classes == null) {
      throw new IllegalArgumentException("measure or classes is missing");
    }
    if (lines.isEmpty() || !FEATURES.equals(lines.get(0).name()) || lines.get(0).isEmpty()) {
      throw new IllegalArgumentException(
          "lines is %s, must begin with one of points named %s"
              .formatted(lines.stream().map(Line::name).toList(), FEATURES));
    }
    List<Integer> numbers = lines.get(0).labels();
    for (Line line : lines) {
      if (!line.labels().equals(numbers)) {
        throw new IllegalArgumentException(
            "the line %s is at %s labels, the features at %s"
                .formatted(line.name(), line.labels(), numbers));
      }
    }
    List<String> names = lines.stream().map(Line::name).toList();
    for (Difference each : differences) {
      if (!names.contains(each.line())
          || !names.contains(each.from())
          || !numbers.contains(each.labels())
          || !numbers.contains(each.fromLabels())) {
        throw new IllegalArgumentException("%s is of points on no line".formatted(each));
      }
    }
  }

  /** A line by its name. */
  public Optional<Line> line(String name) {
    return lines.stream().filter(line -> line.name().equals(name)).findFirst();
  }

  /** Numbers of labels a class, rising. */
  public List<Integer> labels() {
    return lines.get(0).labels();
  }

  /** The score at a number of labels, in words. */
  public Measure measureAt(int labels) {
    return Measure.of(measure + "-" + labels);
  }

  /**
   * The number of labels at which features and input are set side by side: 5, or the nearest below
   * that the curve has, or its first.
   *
   * @param labels rising, at least one
   */
  public static int common(List<Integer> labels) {
    return labels.stream().filter(n -> n <= COMMON).reduce((a, b) -> b).orElse(labels.get(0));
  }

  /** A comparison that was made; none where it was not. */
  public Optional<Difference> difference(String line, int labels, String from, int fromLabels) {
    return differences.stream()
        .filter(
            d ->
                d.line().equals(line)
                    && d.labels() == labels
                    && d.from().equals(from)
                    && d.fromLabels() == fromLabels)
        .findFirst();
  }

  /**
   * How many labels are needed, in sentences. Nothing is claimed that an interval does not bear
   * out; each claim is reached by walking from one number of labels to the next as long as the
   * interval allows, which needs no correction for the steps.
   */
  public String answer() {
    return new LabelAnswer(this).text();
  }
}

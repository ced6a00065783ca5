package org.fierce.report;

import java.util.List;
import java.util.Map;
import org.fierce.evaluate.LabelCurve;
import org.fierce.report.Results.Estimate;

/** The curve of labels in words, the same in tables and reports. */
public final class LabelWords {
  private static final Map<String, String> LINES =
      Map.of(
          LabelCurve.FEATURES, "features",
          LabelCurve.RAW_INPUT, "raw input",
          LabelCurve.COARSE_CLASS, "coarse class alone");

  private LabelWords() {}

  /** What a line shows. */
  public static String line(String name) {
    return LINES.getOrDefault(name, name);
  }

  /** A number of labels. */
  public static String labels(int n) {
    return n == 1 ? "1 label" : n + " labels";
  }

  /**
   * What was measured and what the intervals mean, in a sentence.
   *
   * @param place where the intervals stand, as {@code in brackets}
   */
  public static String measured(LabelCurve curve, String place) {
    return "%s of heads fitted on so many labels a %s; %s the 95 %% interval over %d draws of the labelled rows and %d test rows."
        .formatted(quantity(curve), curve.classes(), place, curve.draws(), curve.rows());
  }

  /** What is measured, as the name of an axis. */
  static String quantity(LabelCurve curve) {
    String words = curve.measureAt(1).words().replaceFirst(" with 1 label a class", "");
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }

  /** As many decimals as the values of the curve need. */
  public static int decimals(LabelCurve curve) {
    List<Estimate> values =
        curve.lines().stream()
            .flatMap(line -> line.points().stream())
            .map(point -> new Estimate(point.value(), point.low(), point.high()))
            .toList();
    return Numbers.decimals(values);
  }
}

package org.fierce.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.fierce.evaluate.LabelCurve.Difference;
import org.fierce.evaluate.LabelCurve.Line;
import org.fierce.evaluate.LabelCurve.Point;
import org.junit.jupiter.api.Test;

/**
 * What is said of constructed curves. Every interval reaches so far to either side of its value.
 */
class LabelAnswerTest {
  private static final int[] LABELS = {1, 2, 5, 10, 20, 50};

  private static LabelCurve curve(
      String measure, double reach, double[] features, double[] input, double[] coarse) {
    List<Line> lines = new ArrayList<>();
    lines.add(line(LabelCurve.FEATURES, features));
    if (input.length > 0) {
      lines.add(line(LabelCurve.RAW_INPUT, input));
    }
    lines.add(line(LabelCurve.COARSE_CLASS, coarse));
    List<Difference> differences = new ArrayList<>();
    for (Line line : lines) {
      for (Line other : lines) {
        for (Point point : line.points()) {
          for (Point from : other.points()) {
            double value = point.value() - from.value();
            differences.add(
                new Difference(
                    line.name(),
                    point.labels(),
                    other.name(),
                    from.labels(),
                    value,
                    value - reach,
                    value + reach));
          }
        }
      }
    }
    return new LabelCurve(measure, "fine class", 10, 1000, lines, differences, List.of());
  }

  private static Line line(String name, double... values) {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      points.add(new Point(LABELS[i], values[i], values[i] - 0.02, values[i] + 0.02));
    }
    return new Line(name, points);
  }

  private static double[] all(double value) {
    return new double[] {value, value, value, value, value, value};
  }

  private static String accuracy(double reach, double[] features, double... input) {
    return curve("labelsAccuracyWithinTrue", reach, features, input, all(0.2)).answer();
  }

  @Test
  void aCurveThatFlattensSaysFromWhereOnAndWhatTheInputNeeds() {
    // From 10 to 20 it is 0.006 a doubling, from 20 to 50 0.01 / log2(2.5) = 0.0076.
    assertThat(
            accuracy(
                0.002,
                new double[] {0.5, 0.6, 0.7, 0.81, 0.816, 0.826},
                0.3,
                0.4,
                0.5,
                0.6,
                0.65,
                0.75))
        .isEqualTo(
            "From about 10 labels a class on, twice as many bring less than 1 point: accuracy 0.81 at 10, 0.83 at 50."
                + " The raw input needs more than 20 labels a class for what the features give with 5 (0.70).");
  }

  @Test
  void aStepCountsByTheDoublingsItTakes() {
    // 0.012 from 20 to 50 is 0.0091 for each of 1.32 doublings, and 0.0015 beside it is too much.
    double[] features = {0.5, 0.6, 0.7, 0.75, 0.8, 0.812};

    assertThat(accuracy(0.001, features))
        .startsWith("From about 20 labels a class on, twice as many bring less than 1 point");
    assertThat(accuracy(0.0015, features))
        .isEqualTo(
            "Whether more than 20 labels a class pay cannot be told from these rows: accuracy 0.80 at 20, 0.81 at 50.");
  }

  @Test
  void aFlatPieceBeforeARiseIsNotWhereItEnds() {
    assertThat(accuracy(0.001, new double[] {0.5, 0.6, 0.7, 0.701, 0.702, 0.8}))
        .isEqualTo(
            "More labels pay up to the 50 that were tried: accuracy 0.70 at 20, 0.80 at 50.");
  }

  @Test
  void nothingIsClaimedInsideTheNoise() {
    double[] flat = {0.7, 0.701, 0.702, 0.703, 0.704, 0.705};

    assertThat(accuracy(0.05, flat, all(0.69)))
        .isEqualTo(
            "Whether more than 20 labels a class pay cannot be told from these rows: accuracy 0.70 at 20, 0.71 at 50."
                + " With 5 labels a class features and raw input cannot be told apart (0.70 and 0.69).");
    assertThat(accuracy(0.005, flat, all(0.69)))
        .isEqualTo(
            "From about 1 label a class on, twice as many bring less than 1 point: accuracy 0.70 at 1, 0.71 at 50."
                + " The raw input is worse with 50 labels a class (0.69) than the features with 5 (0.70).");
  }

  @Test
  void inputThatIsBetterIsSaidToBeBetter() {
    assertThat(
            accuracy(
                0.01,
                new double[] {0.3, 0.4, 0.5, 0.6, 0.7, 0.8},
                0.5,
                0.55,
                0.65,
                0.7,
                0.75,
                0.82))
        .endsWith(
            "The features need more than 10 labels a class for what the raw input gives with 5 (0.65).");
    assertThat(accuracy(0.01, all(0.5), all(0.9)))
        .endsWith(
            "The features are worse with 50 labels a class (0.50) than the raw input with 5 (0.90).");
    assertThat(
            accuracy(
                0.04, new double[] {0.3, 0.4, 0.5, 0.6, 0.7, 0.8}, 0.2, 0.3, 0.44, 0.5, 0.6, 0.7))
        .endsWith(
            "The raw input is worse with 5 labels a class (0.44) than the features with as many (0.50).");
  }

  @Test
  void theCoarseClassAloneIsTheBetterAnswerWhileItIs() {
    double[] features = {0.3, 0.4, 0.5, 0.6, 0.7, 0.8};

    assertThat(curve("labelsAccuracyWithinTrue", 0.01, features, new double[0], all(0.45)).answer())
        .startsWith(
            "Up to 2 labels a class it is better to answer the commonest fine class of the coarse class (0.45, against 0.40 of the features).");
    assertThat(curve("labelsR2", 0.01, features, new double[0], all(0.45)).answer())
        .startsWith("Up to 2 labels a class it is better to answer the mean of the coarse class");
    assertThat(curve("labelsR2", 0.01, all(0.45), new double[0], all(0.45)).answer())
        .isEqualTo(
            "With 50 labels a class the features are no better than knowing the coarse class alone, as far as these rows can tell (0.45 and 0.45)."
                + " From about 20 labels a class on, twice as many bring less than 0.01: R² 0.45 at 20, 0.45 at 50.");
  }

  @Test
  void errorsAreBetterSmallAndLittleIsATwentiethOfThem() {
    // 0.0200 to 0.0195 is a fortieth.
    assertThat(
            curve(
                    "labelsMeanSquaredError",
                    0.0001,
                    new double[] {0.08, 0.06, 0.04, 0.03, 0.02, 0.0195},
                    new double[] {0.2, 0.15, 0.1, 0.08, 0.06, 0.05},
                    all(0.5))
                .answer())
        .isEqualTo(
            "From about 20 labels a class on, twice as many lower the error by less than a twentieth: squared error 0.0200 at 20, 0.0195 at 50."
                + " The raw input is worse with 50 labels a class (0.0500) than the features with 5 (0.0400).");
  }

  @Test
  void oneNumberOfLabelsIsNoCurve() {
    LabelCurve curve =
        curve("labelsR2", 0.01, new double[] {0.3}, new double[0], new double[] {0.1});

    assertThat(curve.answer())
        .isEqualTo("There are too few labelled rows for a curve: 1 label a class give R² 0.30.");
  }

  @Test
  void aValueBelowZeroHasATrueMinusAndZeroHasNone() {
    double[] features = {-0.3, -0.2, -0.004, 0.1, 0.2, 0.3};
    LabelCurve curve = curve("labelsR2", 0.01, features, all(-0.5), all(-1));

    assertThat(curve.answer())
        .endsWith(
            "The raw input is worse with 50 labels a class (−0.50) than the features with 5 (0.00).");
  }

  @Test
  void withoutIntervalsNothingIsClaimed() {
    assertThat(accuracy(Double.NaN, new double[] {0.5, 0.6, 0.7, 0.8, 0.9, 0.9}))
        .isEqualTo(
            "With 50 labels a class the features are no better than knowing the coarse class alone, as far as these rows can tell (0.90 and 0.20)."
                + " Whether more than 20 labels a class pay cannot be told from these rows: accuracy 0.90 at 20, 0.90 at 50.");
  }

  @Test
  void featuresAndInputMeetAtFiveLabelsOrTheNearestBelow() {
    assertThat(LabelCurve.common(List.of(1, 2, 5, 10))).isEqualTo(5);
    assertThat(LabelCurve.common(List.of(1, 3, 8))).isEqualTo(3);
    assertThat(LabelCurve.common(List.of(10, 20))).isEqualTo(10);
  }
}

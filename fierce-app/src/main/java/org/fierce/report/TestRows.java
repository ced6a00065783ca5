package org.fierce.report;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fierce.evaluate.ExampleColumn;
import org.fierce.run.Examples;
import org.jspecify.annotations.Nullable;

/**
 * What one run said of the test rows, as {@code examples.csv} holds it, in small.
 *
 * @param ids name of each row; empty where another run has them
 * @param coarse coarse class of each row
 * @param fine fine class of each row; empty where the target is none
 * @param value fine number of each row; empty where the target is none
 * @param shares fine shares by component, row by row; empty where the target is none
 * @param predictedCoarse predicted coarse class, -1 where none; empty where the run predicts none
 * @param confidence of that prediction, NaN where none; as long as it
 * @param decisions fine classes decided, by column, -1 where none; of the clearest reading alone
 * @param predicted the probe's number; empty where there is none
 * @param predictedShares the probe's shares by component; empty where there are none
 */
record TestRows(
    List<String> ids,
    int[] coarse,
    int[] fine,
    double[] value,
    Map<String, double[]> shares,
    int[] predictedCoarse,
    double[] confidence,
    Map<String, int[]> decisions,
    double[] predicted,
    Map<String, double[]> predictedShares) {
  /** Takes what is needed; classes get numbers from the indices. */
  static TestRows of(Examples examples, ClassIndex coarse, ClassIndex fine) {
    int[] coarseClasses = places(examples.classes("coarse"), coarse);
    int[] fineClasses = places(examples.classes("fine"), fine);
    // One reading is shown; the others would take most of the memory.
    Map<String, int[]> decisions = new LinkedHashMap<>();
    List<String> readings =
        examples.columns().stream().map(ExampleColumn::name).filter(Examples::isDecision).toList();
    for (String reading : Details.clearest(readings).stream().limit(1).toList()) {
      decisions.put(reading, places(examples.classes(reading), fine));
    }
    double[] confidence = examples.numbers("confidence");
    ExampleColumn.Classes predicted = examples.classes("predictedCoarse");
    double[] numbers = examples.numbers("fine");
    double[] probe = numbers == null ? null : examples.numbers("probe");
    return new TestRows(
        examples.ids(),
        coarseClasses,
        fineClasses,
        numbers == null ? new double[0] : numbers,
        examples.shares("fine"),
        confidence == null ? new int[0] : places(predicted, coarse),
        predicted == null || confidence == null ? new double[0] : checked(confidence),
        decisions,
        probe == null ? new double[0] : probe,
        examples.shares("probe"));
  }

  /** The numbers of classes, of which those that have none yet get the next ones. */
  private static int[] places(ExampleColumn.@Nullable Classes classes, ClassIndex index) {
    if (classes == null) {
      return new int[0];
    }
    index.add(classes.names());
    int[] places = index.of(classes.names());
    return Arrays.stream(classes.labels()).map(label -> label < 0 ? -1 : places[label]).toArray();
  }

  private static double[] checked(double[] confidence) {
    for (int row = 0; row < confidence.length; row++) {
      if (confidence[row] < 0 || confidence[row] > 1) {
        throw new IllegalArgumentException(
            "confidence of row %d is %s, expected 0 to 1".formatted(row, confidence[row]));
      }
    }
    return confidence;
  }

  /** The same rows without names. */
  TestRows withoutIds() {
    return new TestRows(
        List.of(),
        coarse,
        fine,
        value,
        shares,
        predictedCoarse,
        confidence,
        decisions,
        predicted,
        predictedShares);
  }

  int size() {
    return coarse.length;
  }

  /** Whether it says anything beside the labels. */
  boolean saysSomething() {
    return predictedCoarse.length > 0
        || !decisions.isEmpty()
        || predicted.length > 0
        || !predictedShares.isEmpty();
  }

  /**
   * How well the fine target of a row is told: 1 or 0 for classes (right or not), the absolute
   * error of a number, the squared error of shares summed over the components; NaN where nothing is
   * said.
   *
   * @param reading the column of decisions, for classes
   */
  double outcome(int row, String reading) {
    int[] decided = decisions.get(reading);
    if (decided != null && fine.length > 0) {
      return decided[row] < 0 ? Double.NaN : decided[row] == fine[row] ? 1 : 0;
    }
    if (predicted.length > 0) {
      return Math.abs(predicted[row] - value[row]);
    }
    double error = predictedShares.isEmpty() ? Double.NaN : 0;
    for (Map.Entry<String, double[]> component : predictedShares.entrySet()) {
      double[] truth = shares.get(component.getKey());
      double gap = truth == null ? Double.NaN : component.getValue()[row] - truth[row];
      error += gap * gap;
    }
    return error;
  }
}

package org.fierce.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fierce.run.Examples;

/**
 * What one run said of the test rows, as {@code examples.csv} holds it, in small.
 *
 * @param ids name of each row
 * @param coarse coarse class of each row
 * @param fine fine class of each row; empty where the target is none
 * @param value fine number of each row; empty where the target is none
 * @param shares fine shares by component, row by row; empty where the target is none
 * @param predictedCoarse predicted coarse class, -1 where none; empty where the run predicts none
 * @param confidence of that prediction, NaN where none; as long as it
 * @param decisions fine classes decided, by column, -1 where none
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
  private static final String SHARE = "fine:";
  private static final String PROBE_SHARE = "probe:";

  /** Takes what is needed; classes get numbers from the indices. */
  static TestRows of(Examples examples, ClassIndex coarse, ClassIndex fine) {
    coarse.add(examples.column("coarse"));
    boolean hasFine = examples.has("fine");
    boolean isNumber = hasFine && isNumber(examples);
    if (hasFine && !isNumber) {
      fine.add(examples.column("fine"));
    }
    Map<String, int[]> decisions = new LinkedHashMap<>();
    Map<String, double[]> shares = new LinkedHashMap<>();
    Map<String, double[]> predictedShares = new LinkedHashMap<>();
    for (String column : examples.columns()) {
      if (isDecision(column)) {
        decisions.put(column, fine.of(examples.column(column)));
      } else if (column.startsWith(SHARE)) {
        shares.put(column.substring(SHARE.length()), examples.numbers(column));
      } else if (column.startsWith(PROBE_SHARE)) {
        predictedShares.put(column.substring(PROBE_SHARE.length()), examples.numbers(column));
      }
    }
    boolean predicts = examples.has("predictedCoarse") && examples.has("confidence");
    return new TestRows(
        examples.has("id") ? examples.column("id") : new ArrayList<>(),
        coarse.of(examples.column("coarse")),
        hasFine && !isNumber ? fine.of(examples.column("fine")) : new int[0],
        isNumber ? examples.numbers("fine") : new double[0],
        shares,
        predicts ? coarse.of(examples.column("predictedCoarse")) : new int[0],
        predicts ? confidence(examples) : new double[0],
        decisions,
        isNumber && examples.has("probe") ? examples.numbers("probe") : new double[0],
        predictedShares);
  }

  private static double[] confidence(Examples examples) {
    double[] confidence = examples.numbers("confidence");
    for (int row = 0; row < confidence.length; row++) {
      if (confidence[row] < 0 || confidence[row] > 1) {
        throw new IllegalArgumentException(
            "confidence of row %d is %s, expected 0 to 1".formatted(row, confidence[row]));
      }
    }
    return confidence;
  }

  /** Numbers are written with a point or an exponent, so a class named 7 is none. */
  private static boolean isNumber(Examples examples) {
    return examples.columns().stream().noneMatch(TestRows::isDecision)
        && examples.column("fine").stream()
            .allMatch(cell -> cell.isEmpty() || cell.matches("-?\\d+\\.\\d+(E-?\\d+)?"));
  }

  private static boolean isDecision(String column) {
    return column.startsWith("knnFine") || column.startsWith("probeFine");
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

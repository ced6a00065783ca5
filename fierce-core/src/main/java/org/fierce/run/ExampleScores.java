package org.fierce.run;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import org.fierce.evaluate.ExampleColumn;
import org.fierce.stats.PairedBootstrap.Mean;
import org.fierce.stats.PairedBootstrap.RSquared;
import org.fierce.stats.PairedBootstrap.RowScore;
import org.jspecify.annotations.Nullable;

/**
 * The scores of a run that can be made again of any sample of its test rows, by what its evaluators
 * said of each row. A score that does not come out as the run's own is left out.
 *
 * @param ids of the test rows
 * @param byKey the scores
 */
public record ExampleScores(List<String> ids, Map<String, RowScore> byKey) {
  private static final double TOLERANCE = 1e-4;
  private static final List<String> READINGS = List.of("", "WithinTrue", "WithinPredicted");

  public static ExampleScores of(Examples examples, Scores scores) {
    Map<String, RowScore> byKey = new LinkedHashMap<>();
    hits(examples, "predictedCoarse", "coarse", null, "coarseAccuracy", byKey);
    for (String measure : List.of("knn", "probe")) {
      for (String reading : READINGS) {
        // Rows without a choice inside their coarse class have no decision there.
        String counted = reading.isEmpty() ? null : measure + "FineWithinTrue";
        String said = measure + "Fine" + reading;
        hits(examples, said, "fine", counted, measure + "Accuracy" + reading, byKey);
      }
    }
    double[] predicted = examples.numbers("probe");
    double[] targets = examples.numbers("fine");
    if (predicted != null && targets != null) {
      byKey.put("probeR2", new RSquared(squares(predicted, targets), targets));
    }
    shares(examples, byKey);
    byKey
        .entrySet()
        .removeIf(entry -> !isThatOf(scores.value(entry.getKey()), entry.getValue()::ofAll));
    return new ExampleScores(examples.ids(), byKey);
  }

  private static boolean isThatOf(double score, DoubleSupplier again) {
    return Math.abs(score - again.getAsDouble()) <= TOLERANCE * Math.max(1e-3, Math.abs(score));
  }

  /**
   * One where a decision is right, zero where it is wrong or none.
   *
   * @param counted column without a class in the rows that are not counted; null for none
   */
  private static void hits(
      Examples examples,
      String said,
      String truth,
      @Nullable String counted,
      String key,
      Map<String, RowScore> byKey) {
    ExampleColumn.Classes decisions = examples.classes(said);
    ExampleColumn.Classes labels = examples.classes(truth);
    if (decisions == null || labels == null) {
      return;
    }
    ExampleColumn.Classes marks = counted == null ? null : examples.classes(counted);
    int[] right = indices(decisions.names(), labels.names());
    double[] hits = new double[labels.size()];
    for (int row = 0; row < hits.length; row++) {
      int decision = decisions.labels()[row];
      hits[row] = (decision < 0 ? -1 : right[decision]) == labels.labels()[row] ? 1 : 0;
      if (marks != null && marks.labels()[row] < 0) {
        hits[row] = Double.NaN;
      }
    }
    byKey.put(key, new Mean(hits));
  }

  /** Where each of some classes stands among others; -2 where it does not. */
  private static int[] indices(List<String> names, List<String> among) {
    Map<String, Integer> places = new HashMap<>();
    among.forEach(name -> places.putIfAbsent(name, places.size()));
    return names.stream().mapToInt(name -> places.getOrDefault(name, -2)).toArray();
  }

  private static void shares(Examples examples, Map<String, RowScore> byKey) {
    double[] errors = null;
    for (Map.Entry<String, double[]> said : examples.shares("probe").entrySet()) {
      double[] truth = examples.numbers("fine:" + said.getKey());
      if (truth == null) {
        return;
      }
      double[] squares = squares(said.getValue(), truth);
      errors = errors == null ? new double[squares.length] : errors;
      for (int row = 0; row < squares.length; row++) {
        errors[row] += squares[row];
      }
    }
    if (errors != null) {
      byKey.put("transferMeanSquaredError", new Mean(errors));
    }
  }

  private static double[] squares(double[] predicted, double[] targets) {
    double[] squares = new double[targets.length];
    for (int row = 0; row < squares.length; row++) {
      squares[row] = (predicted[row] - targets[row]) * (predicted[row] - targets[row]);
    }
    return squares;
  }
}

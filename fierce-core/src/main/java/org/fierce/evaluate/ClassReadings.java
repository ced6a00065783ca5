package org.fierce.evaluate;

import java.util.List;
import org.fierce.labels.CoarseLabels;
import org.fierce.labels.FineTargets;
import org.jspecify.annotations.Nullable;

/**
 * Accuracies of decisions between fine classes: over all rows, or over the rows whose coarse class
 * has a choice, with the decisions themselves as {@code examples.csv} gets them.
 *
 * @param rows with a choice inside their coarse class
 */
record ClassReadings(Evaluation evaluation, FineTargets.Classes fine, int[] rows) {
  static ClassReadings of(
      Evaluation evaluation, FineTargets.Classes referenceFine, FineTargets.Classes queryFine) {
    CoarseLabels coarse = evaluation.queryCoarse();
    return new ClassReadings(
        evaluation,
        queryFine,
        new FineWithinCoarse(evaluation.referenceCoarse(), referenceFine).rowsWithChoice(coarse));
  }

  /** {@code knnAccuracy} and the column {@code knnFine}. */
  Findings overall(String measure, int[] decisions, @Nullable String note) {
    double[] hits = new double[decisions.length];
    for (int row = 0; row < hits.length; row++) {
      hits[row] = decisions[row] == fine.labels()[row] ? 1 : 0;
    }
    return new Findings(
        List.of(Bootstrap.mean(measure + "Accuracy", hits, evaluation.seed()).withNote(note)),
        List.of(new ExampleColumn.Classes(measure + "Fine", decisions, fine.names())));
  }

  /**
   * {@code knnAccuracyWithinTrue} and the column {@code knnFineWithinTrue}; nothing where no row
   * has a choice.
   *
   * @param reading {@code WithinTrue} or {@code WithinPredicted}
   */
  Findings within(String measure, String reading, int[] decisions, @Nullable String note) {
    if (rows.length == 0) {
      return Findings.NONE;
    }
    double[] hits = new double[rows.length];
    int[] shown = new int[decisions.length];
    java.util.Arrays.fill(shown, -1);
    for (int i = 0; i < rows.length; i++) {
      int row = rows[i];
      hits[i] = decisions[row] == fine.labels()[row] ? 1 : 0;
      shown[row] = decisions[row];
    }
    return new Findings(
        List.of(
            Bootstrap.mean(measure + "Accuracy" + reading, hits, evaluation.seed())
                .withNote(note)
                .withNote(FineWithinCoarse.leftOut(decisions.length, rows.length))),
        List.of(new ExampleColumn.Classes(measure + "Fine" + reading, shown, fine.names())));
  }
}

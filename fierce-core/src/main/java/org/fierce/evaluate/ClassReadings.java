package org.fierce.evaluate;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.fierce.labels.CoarseLabels;
import org.fierce.labels.FineTargets;
import org.jspecify.annotations.Nullable;

/**
 * Accuracies of decisions between fine classes: over all rows, or over the rows whose coarse class
 * has a choice, with the decisions themselves as {@code examples.csv} gets them.
 *
 * @param rows with a choice inside their coarse class
 * @param leftOut how many rows and coarse classes have none, in words
 */
record ClassReadings(Evaluation evaluation, FineTargets.Classes fine, int[] rows, String leftOut) {
  static ClassReadings of(
      Evaluation evaluation, FineTargets.Classes referenceFine, FineTargets.Classes queryFine) {
    CoarseLabels coarse = evaluation.queryCoarse();
    FineWithinCoarse within = new FineWithinCoarse(evaluation.referenceCoarse(), referenceFine);
    return new ClassReadings(
        evaluation, queryFine, within.rowsWithChoice(coarse), within.leftOut(coarse.labels()));
  }

  /** {@code knnAccuracy}, {@code knnAccuracyBalanced} and the column {@code knnFine}. */
  Findings overall(String measure, int[] decisions, @Nullable String note) {
    double[] hits = new double[decisions.length];
    for (int row = 0; row < hits.length; row++) {
      hits[row] = decisions[row] == fine.labels()[row] ? 1 : 0;
    }
    return new Findings(
        scores(measure + "Accuracy", "", hits, fine.labels(), note, ""),
        List.of(new ExampleColumn.Classes(measure + "Fine", decisions, fine.names())));
  }

  /**
   * {@code knnAccuracyWithinTrue}, {@code knnAccuracyWithinTrueBalanced} and the column {@code
   * knnFineWithinTrue}; nothing where no row has a choice.
   *
   * @param reading {@code WithinTrue} or {@code WithinPredicted}
   */
  Findings within(String measure, String reading, int[] decisions, @Nullable String note) {
    if (rows.length == 0) {
      return Findings.NONE;
    }
    double[] hits = new double[rows.length];
    int[] shown = new int[decisions.length];
    Arrays.fill(shown, -1);
    for (int i = 0; i < rows.length; i++) {
      int row = rows[i];
      hits[i] = decisions[row] == fine.labels()[row] ? 1 : 0;
      shown[row] = decisions[row];
    }
    return new Findings(
        scores(
            measure + "Accuracy" + reading,
            "",
            hits,
            HeldOut.select(fine.labels(), rows),
            note,
            leftOut),
        List.of(new ExampleColumn.Classes(measure + "Fine" + reading, shown, fine.names())));
  }

  /** A share of rows with a choice inside their coarse class, and the mean over fine classes. */
  List<Score> inside(String key, String suffix, double[] hits) {
    return scores(key, suffix, hits, HeldOut.select(fine.labels(), rows), null, leftOut);
  }

  /** A share of all rows, and the mean over fine classes. */
  List<Score> all(String key, String suffix, double[] hits) {
    return scores(key, suffix, hits, fine.labels(), null, "");
  }

  private List<Score> scores(
      String key,
      String suffix,
      double[] hits,
      int[] classes,
      @Nullable String note,
      String leftOut) {
    return Stream.of(
            Bootstrap.share(key + suffix, hits, evaluation.seed()),
            Bootstrap.balancedMean(key + "Balanced" + suffix, hits, classes, evaluation.seed()))
        .map(score -> score.withNote(note).withNote(leftOut))
        .toList();
  }
}

package org.fierce.evaluate;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.fierce.labels.CoarseLabels;
import org.fierce.labels.FineTargets;
import org.fierce.stats.Bootstrap;
import org.fierce.stats.Score;
import org.jspecify.annotations.Nullable;

/**
 * Accuracies of decisions between fine classes: over all rows, or over the rows whose coarse class
 * has a choice, with the decisions themselves as {@code examples.csv} gets them.
 *
 * <p>A row of a fine class that no reference row has (inside: no reference row of its coarse class)
 * cannot be answered rightly: it counts as a miss and the note tells how many there are; where all
 * rows are such the score is not defined.
 *
 * @param rows with a choice inside their coarse class
 * @param leftOut how many rows and coarse classes have none, in words
 * @param isKnown whether a reference row has the fine class of each row
 * @param isKnownInside whether one of the same coarse class has it
 * @param isChoice whether the reference rows have two fine classes at all
 */
public record ClassReadings(
    Evaluation evaluation,
    FineTargets.Classes fine,
    int[] rows,
    String leftOut,
    boolean[] isKnown,
    boolean[] isKnownInside,
    boolean isChoice) {
  public static ClassReadings of(
      Evaluation evaluation, FineTargets.Classes referenceFine, FineTargets.Classes queryFine) {
    CoarseLabels coarse = evaluation.queryCoarse();
    FineWithinCoarse within = new FineWithinCoarse(evaluation.referenceCoarse(), referenceFine);
    boolean[] has = new boolean[queryFine.names().size()];
    for (int label : referenceFine.labels()) {
      has[label] = true;
    }
    boolean[] isKnown = new boolean[queryFine.size()];
    boolean[] isKnownInside = new boolean[queryFine.size()];
    for (int row = 0; row < isKnown.length; row++) {
      int label = queryFine.labels()[row];
      isKnown[row] = has[label];
      isKnownInside[row] = within.has(coarse.labels()[row], label);
    }
    return new ClassReadings(
        evaluation,
        queryFine,
        within.rowsWithChoice(coarse),
        within.leftOut(coarse.labels()),
        isKnown,
        isKnownInside,
        Arrays.stream(referenceFine.labels()).distinct().count() > 1);
  }

  /** {@code knnAccuracy}, {@code knnAccuracyBalanced} and the column {@code knnFine}. */
  public Findings overall(String measure, int[] decisions, @Nullable String note) {
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
   * knnFineWithinTrue}; the scores are not defined where no row has a choice.
   *
   * @param reading {@code WithinTrue} or {@code WithinPredicted}
   */
  public Findings within(String measure, String reading, int[] decisions, @Nullable String note) {
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
  public List<Score> inside(String key, String suffix, double[] hits) {
    return scores(key, suffix, hits, HeldOut.select(fine.labels(), rows), null, leftOut);
  }

  /** A share of all rows, and the mean over fine classes. */
  public List<Score> all(String key, String suffix, double[] hits) {
    return scores(key, suffix, hits, fine.labels(), null, "");
  }

  private List<Score> scores(
      String key,
      String suffix,
      double[] hits,
      int[] classes,
      @Nullable String note,
      String leftOut) {
    String balanced = key + "Balanced" + suffix;
    boolean isInside = key.contains("Within");
    int unknown = 0;
    for (int i = 0; i < hits.length; i++) {
      unknown += (isInside ? isKnownInside[rows[i]] : isKnown[i]) ? 0 : 1;
    }
    if (unknown == hits.length || !isChoice) {
      String why =
          hits.length == 0
              ? leftOut
              : !isChoice
                  ? "the training rows are of a single fine class"
                  : "no training row%s has the fine class of a test row"
                      .formatted(isInside ? " of their coarse class" : "");
      return List.of(
          Score.undefined(key + suffix, hits.length, why),
          Score.undefined(balanced, hits.length, why));
    }
    String missed =
        unknown == 0
            ? ""
            : "%d of %d test rows count as misses: no training row%s has their fine class"
                .formatted(unknown, hits.length, isInside ? " of their coarse class" : "");
    return Stream.of(
            Bootstrap.share(key + suffix, hits, evaluation.seed()),
            Bootstrap.balancedMean(balanced, hits, classes, evaluation.seed()))
        .map(score -> score.withNote(note).withNote(missed).withNote(leftOut))
        .toList();
  }
}

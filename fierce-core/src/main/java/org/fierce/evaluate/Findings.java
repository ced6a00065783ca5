package org.fierce.evaluate;

import java.util.ArrayList;
import java.util.List;
import org.fierce.stats.Score;
import org.jspecify.annotations.Nullable;

/**
 * What evaluators found; {@code findings.value("knnAccuracy")} is one of its numbers.
 *
 * @param scores one number each over all test rows
 * @param examples what was said of each test row
 * @param classes what was measured inside each coarse class without fine labels
 * @param labelCurve what so many fine labels a class give, or null
 */
public record Findings(
    List<Score> scores,
    List<ExampleColumn> examples,
    List<ClassDetail> classes,
    @Nullable LabelCurve labelCurve) {
  /** Nothing. */
  public static final Findings NONE = new Findings(List.of(), List.of());

  /** Copies the lists. */
  public Findings {
    scores = List.copyOf(scores);
    examples = List.copyOf(examples);
    classes = List.copyOf(classes);
  }

  /** Scores and what was said of each test row. */
  public Findings(List<Score> scores, List<ExampleColumn> examples) {
    this(scores, examples, List.of());
  }

  /** Without a curve of labels. */
  public Findings(List<Score> scores, List<ExampleColumn> examples, List<ClassDetail> classes) {
    this(scores, examples, classes, null);
  }

  /** Scores of which nothing is said row by row. */
  public static Findings of(List<Score> scores) {
    return new Findings(scores, List.of());
  }

  /** Scores of which nothing is said row by row. */
  public static Findings of(Score... scores) {
    return of(List.of(scores));
  }

  /**
   * The score of a key, as {@code knnAccuracyWithinTrue}.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Score score(String key) {
    return scores.stream()
        .filter(score -> score.key().equals(key))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no score %s was found; there are %s"
                        .formatted(key, scores.stream().map(Score::key).toList())));
  }

  /**
   * The value of a score; NaN where it is not defined on these rows.
   *
   * @throws IllegalArgumentException if there is none
   */
  public double value(String key) {
    return score(key).value();
  }

  /** The same with a note at every score; null or empty for none. */
  public Findings withNote(@Nullable String note) {
    return new Findings(
        scores.stream().map(score -> score.withNote(note)).toList(), examples, classes, labelCurve);
  }

  /** These and then others. */
  public Findings and(Findings others) {
    List<Score> allScores = new ArrayList<>(scores);
    allScores.addAll(others.scores);
    List<ExampleColumn> allExamples = new ArrayList<>(examples);
    allExamples.addAll(others.examples);
    List<ClassDetail> allClasses = new ArrayList<>(classes);
    allClasses.addAll(others.classes);
    return new Findings(
        allScores,
        allExamples,
        allClasses,
        others.labelCurve == null ? labelCurve : others.labelCurve);
  }
}

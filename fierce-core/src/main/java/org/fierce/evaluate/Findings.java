package org.fierce.evaluate;

import java.util.ArrayList;
import java.util.List;
import org.fierce.stats.Score;

/**
 * What evaluators found.
 *
 * @param scores one number each over all test rows
 * @param examples what was said of each test row
 * @param classes what was measured inside each coarse class without fine labels
 */
public record Findings(
    List<Score> scores, List<ExampleColumn> examples, List<ClassDetail> classes) {
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

  /** Scores of which nothing is said row by row. */
  public static Findings of(List<Score> scores) {
    return new Findings(scores, List.of());
  }

  /** The same with a note at every score; empty for none. */
  public Findings withNote(String note) {
    return new Findings(
        scores.stream().map(score -> score.withNote(note)).toList(), examples, classes);
  }

  /** These and then others. */
  public Findings and(Findings others) {
    List<Score> allScores = new ArrayList<>(scores);
    allScores.addAll(others.scores);
    List<ExampleColumn> allExamples = new ArrayList<>(examples);
    allExamples.addAll(others.examples);
    List<ClassDetail> allClasses = new ArrayList<>(classes);
    allClasses.addAll(others.classes);
    return new Findings(allScores, allExamples, allClasses);
  }
}

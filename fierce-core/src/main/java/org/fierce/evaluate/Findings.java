package org.fierce.evaluate;

import java.util.ArrayList;
import java.util.List;

/**
 * What evaluators found.
 *
 * @param scores one number each over all test rows
 * @param examples what was said of each test row
 */
public record Findings(List<Score> scores, List<ExampleColumn> examples) {
  /** Nothing. */
  public static final Findings NONE = new Findings(List.of(), List.of());

  /** Copies the lists. */
  public Findings {
    scores = List.copyOf(scores);
    examples = List.copyOf(examples);
  }

  /** Scores of which nothing is said row by row. */
  public static Findings of(List<Score> scores) {
    return new Findings(scores, List.of());
  }

  /** These and then others. */
  public Findings and(Findings others) {
    List<Score> allScores = new ArrayList<>(scores);
    allScores.addAll(others.scores);
    List<ExampleColumn> allExamples = new ArrayList<>(examples);
    allExamples.addAll(others.examples);
    return new Findings(allScores, allExamples);
  }
}

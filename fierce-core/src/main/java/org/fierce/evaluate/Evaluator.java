package org.fierce.evaluate;

import java.util.List;

/** Scores frozen embeddings. Implementations are records of their options. */
public interface Evaluator {
  /**
   * The scores; none where this evaluator does not apply to the kind of fine target.
   *
   * @throws IllegalArgumentException if an option does not fit the data, as more ways than classes
   */
  List<Score> evaluate(Evaluation evaluation);
}

package org.fierce.evaluate;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Set;
import org.fierce.labels.CoarseLabels;
import org.fierce.labels.FineTargets;
import org.fierce.stats.Score;

/**
 * Scores frozen embeddings. Implementations are records of their options, told apart in a
 * configuration by {@code kind}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
public interface Evaluator {
  /**
   * The scores; none where this evaluator does not apply to the kind of fine target.
   *
   * @throws IllegalArgumentException if an option does not fit the data, as more ways than classes
   */
  List<Score> evaluate(Evaluation evaluation);

  /**
   * The scores of {@link #evaluate}, and what is said of each test row where the scores are made of
   * that.
   */
  default Findings examine(Evaluation evaluation) {
    return Findings.of(evaluate(evaluation));
  }

  /**
   * Refuses options that cannot fit the test rows, before anything is trained.
   *
   * @throws IllegalArgumentException naming the option and the number it does not fit
   */
  default void check(CoarseLabels queryCoarse, FineTargets queryFine) {}

  /**
   * The score keys that no other evaluator of the same configuration may give as well; where an
   * evaluator has none of its own to tell, it gives none here.
   */
  default Set<String> exclusiveKeys() {
    return Set.of();
  }

  /** Whether the scores need fine targets; others can be had without. */
  default boolean needsFineTargets() {
    return true;
  }

  /** Whether there is no score at all without coarse logits. */
  default boolean needsLogits() {
    return false;
  }
}

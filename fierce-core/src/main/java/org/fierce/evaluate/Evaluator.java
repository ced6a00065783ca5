package org.fierce.evaluate;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Set;
import org.fierce.labels.CoarseLabels;
import org.fierce.labels.FineTargets;
import org.jspecify.annotations.Nullable;

/**
 * Scores frozen embeddings. An implementation is a record of its options; only {@link #evaluate}
 * has to be written, the other methods say what it needs. One that scores a single kind of fine
 * target implements {@link FineEvaluator}. A configuration names it once a {@link
 * org.fierce.kinds.KindProvider} gives it a name.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
public interface Evaluator {
  /**
   * The scores, and what is said of each test row where the scores are made of that. The same
   * evaluation gives the same findings, to the bit.
   *
   * @return nothing where this evaluator does not apply to these fine targets, or has no logits or
   *     no augmented copies that it needs
   * @throws IllegalArgumentException if an option does not fit the data, as more ways than classes
   */
  Findings evaluate(Evaluation evaluation);

  /**
   * Refuses options that cannot fit the test rows, before anything is trained.
   *
   * @throws IllegalArgumentException naming the option and the number it does not fit
   */
  default void check(CoarseLabels queryCoarse, FineTargets queryFine) {}

  /**
   * What a reader of the scores must know of options that are lowered to what the test rows allow,
   * in a sentence; null where they are used as they are.
   */
  default @Nullable String note(FineTargets queryFine) {
    return null;
  }

  /** Whether there are scores for fine targets of this kind. */
  default boolean appliesTo(FineTargets fine) {
    return true;
  }

  /** Whether fine targets are looked at; other scores can be had where nobody knows any. */
  default boolean needsFineTargets() {
    return true;
  }

  /** Whether there is no score at all without coarse logits. */
  default boolean needsLogits() {
    return false;
  }

  /**
   * Number of augmented copies of each test row without which there is no score; 0 where there are
   * scores without any.
   */
  default int copies() {
    return 0;
  }

  /**
   * Whether rows of classes that no training row has are scored instead of the test rows, where the
   * data have such rows. Nothing of the reference rows but their features may be used then.
   */
  default boolean prefersNovelRows() {
    return false;
  }

  /**
   * The score keys that no other evaluator of the same configuration may give as well; empty where
   * two of this kind cannot clash.
   */
  default Set<String> exclusiveKeys() {
    return Set.of();
  }
}

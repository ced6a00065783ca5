package org.fierce.evaluate;

import org.fierce.labels.FineTargets;

/**
 * An evaluator of one kind of fine target; of other kinds it finds nothing. An evaluator of several
 * kinds joins one of these for each.
 *
 * @param <T> the kind
 */
public interface FineEvaluator<T extends FineTargets> extends Evaluator {
  /** The kind of fine target it scores. */
  Class<T> target();

  /**
   * The findings.
   *
   * @param reference fine targets of the training rows
   * @param query fine targets of the test rows
   * @throws IllegalArgumentException if an option does not fit the data
   */
  Findings evaluate(Evaluation evaluation, T reference, T query);

  @Override
  default Findings evaluate(Evaluation evaluation) {
    return appliesTo(evaluation.queryFine())
        ? evaluate(
            evaluation,
            target().cast(evaluation.referenceFine()),
            target().cast(evaluation.queryFine()))
        : Findings.NONE;
  }

  @Override
  default boolean appliesTo(FineTargets fine) {
    return target().isInstance(fine);
  }
}

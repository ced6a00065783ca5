package org.fierce.evaluate;

import java.util.List;

/**
 * Share of test rows whose largest logit is that of their coarse label, first of ties: {@code
 * coarseAccuracy}, between 0 and 1. No score where the embeddings come without logits.
 */
public record CoarseAccuracy() implements Evaluator {
  @Override
  public boolean needsLogits() {
    return true;
  }

  @Override
  public boolean needsFineTargets() {
    return false;
  }

  @Override
  public List<Score> evaluate(Evaluation evaluation) {
    int[] decisions =
        Softmax.coarseDecisions(evaluation.query().logits(), evaluation.queryCoarse());
    if (decisions == null) {
      return List.of();
    }
    int[] labels = evaluation.queryCoarse().labels();
    double[] hits = new double[labels.length];
    for (int row = 0; row < labels.length; row++) {
      hits[row] = decisions[row] == labels[row] ? 1 : 0;
    }
    return List.of(Bootstrap.mean("coarseAccuracy", hits, evaluation.seed()));
  }
}

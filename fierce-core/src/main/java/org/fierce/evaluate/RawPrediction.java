package org.fierce.evaluate;

import org.fierce.data.FloatMatrix;
import org.fierce.labels.FineTargets;

/**
 * The network's own softmax output against the shares, {@code rawMeanSquaredError}: squared error
 * summed over the components, averaged over test rows; 0 to 2, smaller is better. Baena et al.
 * 2022, "raw MSE". Beside it {@code rawMeanAbsoluteError}, {@code rawR2}, both inner readings of
 * the latter, and all three of each component, as {@code rawR2:NAME}. No score for other fine
 * targets or without logits.
 */
public record RawPrediction() implements FineEvaluator<FineTargets.Shares> {
  @Override
  public Class<FineTargets.Shares> target() {
    return FineTargets.Shares.class;
  }

  @Override
  public boolean needsLogits() {
    return true;
  }

  /**
   * The score.
   *
   * @throws IllegalArgumentException if there are not as many logits as components
   */
  @Override
  public Findings evaluate(
      Evaluation evaluation, FineTargets.Shares reference, FineTargets.Shares shares) {
    FloatMatrix logits = evaluation.query().logits();
    if (logits == null) {
      return Findings.NONE;
    }
    if (logits.columns() != shares.components()) {
      throw new IllegalArgumentException(
          "%d logits a row, but shares of %d components"
              .formatted(logits.columns(), shares.components()));
    }
    return Findings.of(ShareScores.of("raw", Softmax.probabilities(logits), shares, evaluation));
  }

  /** Squared error of each row, summed over the components. */
  public static double[] squaredErrors(double[] predicted, FineTargets.Shares shares) {
    int components = shares.components();
    double[] errors = new double[shares.size()];
    for (int i = 0; i < predicted.length; i++) {
      double error = predicted[i] - shares.values()[i];
      errors[i / components] += error * error;
    }
    return errors;
  }
}

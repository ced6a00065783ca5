package org.fierce.evaluate;

import java.util.List;
import org.fierce.data.FloatMatrix;
import org.fierce.labels.FineTargets;
import org.fierce.stats.Score;

/**
 * The network's own softmax output against the shares, {@code rawMeanSquaredError}: squared error
 * summed over the components, averaged over test rows; 0 to 2, smaller is better. Baena et al.
 * 2022, "raw MSE". Beside it {@code rawMeanAbsoluteError}, {@code rawR2}, both inner readings of
 * the latter, and all three of each component, as {@code rawR2:NAME}. No score for other fine
 * targets or without logits.
 */
public record RawPrediction() implements Evaluator {
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
  public List<Score> evaluate(Evaluation evaluation) {
    FloatMatrix logits = evaluation.query().logits();
    if (logits == null || !(evaluation.queryFine() instanceof FineTargets.Shares shares)) {
      return List.of();
    }
    if (logits.columns() != shares.components()) {
      throw new IllegalArgumentException(
          "%d logits a row, but shares of %d components"
              .formatted(logits.columns(), shares.components()));
    }
    return ShareScores.of("raw", Softmax.probabilities(logits), shares, evaluation);
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

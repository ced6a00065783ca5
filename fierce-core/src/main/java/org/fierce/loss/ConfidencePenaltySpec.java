package org.fierce.loss;

/**
 * Cross-entropy less {@code weight} times the entropy of each prediction, all in nats: {@code CE -
 * weight mean_i H(softmax(logits_i))} (Pereyra et al. 2017, arXiv 1701.06548). It speaks of the
 * predictions, not of the features.
 *
 * @param weight beta, at least 0; 0.1 is the paper's for images
 */
public record ConfidencePenaltySpec(double weight) implements LossSpec {
  /**
   * Checks the weight.
   *
   * @throws IllegalArgumentException if it is below 0 or not finite
   */
  public ConfidencePenaltySpec {
    Checks.weight("weight", weight);
  }

  @Override
  public Loss build(int featureWidth, int classes, long seed) {
    return new ConfidencePenalty(weight);
  }
}

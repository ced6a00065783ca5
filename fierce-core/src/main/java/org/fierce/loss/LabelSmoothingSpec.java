package org.fierce.loss;

/**
 * Cross-entropy, in nats, with the target {@code (1 - epsilon) onehot + epsilon / K}: smoothed over
 * all K classes, the true one included, as PyTorch does (Szegedy et al. 2016).
 *
 * @param epsilon share given to the uniform distribution, in [0, 1)
 */
public record LabelSmoothingSpec(double epsilon) implements LossSpec {
  /**
   * Checks the share.
   *
   * @throws IllegalArgumentException if it is outside [0, 1)
   */
  public LabelSmoothingSpec {
    Checks.epsilon(epsilon);
  }

  @Override
  public Loss build(int featureWidth, int classes, long seed) {
    return new SmoothedCrossEntropy(epsilon);
  }
}

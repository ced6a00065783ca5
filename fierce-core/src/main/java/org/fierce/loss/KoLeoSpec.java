package org.fierce.loss;

import org.fierce.entropy.KoLeo;

/**
 * Cross-entropy with smoothed labels less {@code weight} times {@link KoLeo}, all in nats.
 *
 * @param weight at least 0
 * @param epsilon label smoothing as in {@link LabelSmoothingSpec}, in [0, 1); 0 for none
 */
public record KoLeoSpec(double weight, double epsilon) implements LossSpec {
  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public KoLeoSpec {
    Checks.weight("weight", weight);
    Checks.epsilon(epsilon);
  }

  @Override
  public Loss build(int featureWidth, int classes, long seed) {
    return new EntropyRegularised(new SmoothedCrossEntropy(epsilon), new KoLeo(), 1, weight, 0);
  }
}

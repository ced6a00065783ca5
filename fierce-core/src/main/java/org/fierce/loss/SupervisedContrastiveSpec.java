package org.fierce.loss;

/**
 * Supervised contrastive learning on the coarse labels (Khosla et al. 2020, arXiv 2004.11362,
 * equation 2): two views of every example, all rows of the same coarse class are drawn together.
 * {@code L = -1/(2n) sum_i 1/|P(i)| sum_{p in P(i)} log(exp(z_i z_p / t) / sum_{a != i} exp(z_i z_a
 * / t))} in nats.
 *
 * <p>The head learns beside it by cross-entropy on features held fixed: the paper's second stage, a
 * linear classifier on a frozen network, done at the same time. So the features are shaped by L
 * alone, and coarse accuracy can be read at any epoch.
 *
 * @param temperature t, above 0; 0.1 in the paper
 * @param projection width of a perceptron between features and z, whose hidden layer is as wide as
 *     the features; 0 for none: then z are the features themselves
 */
public record SupervisedContrastiveSpec(double temperature, int projection) implements LossSpec {
  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public SupervisedContrastiveSpec {
    Checks.temperature("temperature", temperature);
    Checks.projection(projection);
  }

  @Override
  public int views() {
    return 2;
  }

  @Override
  public Loss build(int featureWidth, int classes, long seed) {
    return ContrastiveLoss.alone(
        (z, coarse) -> Contrast.supervised(z, coarse, temperature), featureWidth, projection, seed);
  }
}

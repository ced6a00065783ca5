package org.fierce.loss;

/**
 * A network trained without labels: each view must find the other view of its example among the
 * batch (NT-Xent; Chen et al. 2020, arXiv 2002.05709, equation 1). {@code L = -1/(2n) sum_i
 * log(exp(z_i z_p(i) / t) / sum_{a != i} exp(z_i z_a / t))} in nats, p(i) the other view.
 *
 * <p>The head learns beside it by cross-entropy with the coarse labels on features held fixed, so
 * that coarse accuracy can be read; the features never see a label.
 *
 * @param temperature t, above 0; 0.5 is the paper's for small images (appendix B.9)
 * @param projection as {@link SupervisedContrastiveSpec}'s
 */
public record InfoNceSpec(double temperature, int projection) implements LossSpec {
  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public InfoNceSpec {
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
        (z, coarse) -> Contrast.infoNce(z, temperature), featureWidth, projection, seed);
  }
}

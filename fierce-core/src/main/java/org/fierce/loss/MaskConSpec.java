package org.fierce.loss;

/**
 * Masked contrastive learning for coarse labels, after the idea of Feng and Patras (2023, arXiv
 * 2303.12756): a view is drawn to the other view of its example and, less, to those examples of its
 * coarse class that are already near. Built from the description; the paper's momentum encoder and
 * queue of keys are not built: keys are the batch's other views.
 *
 * <p>Exactly: q_i and k_i are the two views of example i on the sphere. Soft labels, without
 * gradient: {@code s_ii = 1, s_ij = exp((k_i k_j - m_i) / u)} for j of the same class with {@code
 * m_i = max_{j != i} k_i k_j} among them (so that the nearest counts as much as the own view), 0
 * for other classes; each row divided by its sum. {@code L = -1/n sum_i sum_j (w s_ij + (1 - w) [i
 * = j]) log(exp(q_i k_j / t) / sum_l exp(q_i k_l / t))} in nats, mean of both views as q; the
 * gradient flows through queries and keys. w = 0 is InfoNCE across views; a large u with w = 1 is
 * supervised contrast across views.
 *
 * <p>The head learns beside it on features held fixed, as in {@link SupervisedContrastiveSpec}.
 *
 * @param temperature t, above 0
 * @param softTemperature u, above 0
 * @param weight w, from 0 to 1
 * @param projection as {@link SupervisedContrastiveSpec}'s
 */
public record MaskConSpec(double temperature, double softTemperature, double weight, int projection)
    implements LossSpec {
  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public MaskConSpec {
    Checks.temperature("temperature", temperature);
    Checks.temperature("softTemperature", softTemperature);
    if (!(weight >= 0 && weight <= 1)) {
      throw new IllegalArgumentException("weight must be from 0 to 1, found " + weight);
    }
    Checks.projection(projection);
  }

  @Override
  public int views() {
    return 2;
  }

  @Override
  public Loss build(int featureWidth, int classes, long seed) {
    return ContrastiveLoss.alone(
        (z, coarse) -> Contrast.masked(z, coarse, temperature, softTemperature, weight),
        featureWidth,
        projection,
        seed);
  }
}

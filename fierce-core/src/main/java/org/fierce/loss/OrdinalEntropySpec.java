package org.fierce.loss;

/**
 * Cross-entropy over bins of a number plus ordinal entropy (Zhang et al. 2023, arXiv 2301.08915):
 * the centres of the bins are driven apart, the more the further apart the bins, and rows are held
 * near their centre.
 *
 * <p>{@code CE - diversity / (M (M - 1)) sum_{b != c} |b - c| / (K - 1) |m_b - m_c| + tightness 1/n
 * sum_i |z_i - m_{y_i}|}: z the features on the unit sphere, m_b the mean of the rows of bin b in
 * the batch, M the number of bins in the batch, K of all. The first sum is 0 where M = 1. The paper
 * adds the two terms to a regression loss; here the target is the bin. Classes must stand in the
 * order of their numbers, as {@code bins(...)} makes them; for others the term means nothing.
 *
 * @param diversity lambda of the first term, at least 0
 * @param tightness lambda of the second term, at least 0
 */
public record OrdinalEntropySpec(double diversity, double tightness) implements LossSpec {
  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is below 0 or not finite
   */
  public OrdinalEntropySpec {
    Checks.weight("diversity", diversity);
    Checks.weight("tightness", tightness);
  }

  @Override
  public Loss build(int featureWidth, int classes, long seed) {
    return new OrdinalEntropy(diversity, tightness, classes);
  }
}

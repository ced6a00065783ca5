package org.fierce.algebra;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Eigenvalues of symmetric matrices, and how many directions they amount to. */
public final class Spectrum {
  private Spectrum() {}

  /** Eigenvalues, rising; those that are no more than rounding are 0. */
  public static double[] eigenvalues(Tensor symmetric) {
    int size = (int) symmetric.size(0);
    double[] values = new double[size];
    Matrices.read(torch.linalg_eigvalsh(symmetric), values, 0, size);
    double largest = values[size - 1];
    for (int i = 0; i < size; i++) {
      // What is left of rounding must not count as a direction.
      values[i] = values[i] > 1e-14 * largest ? values[i] : 0;
    }
    return values;
  }

  /**
   * exp of the entropy of some weights, each divided by their sum: 1 to their number; 0 where all
   * are 0.
   */
  public static double effectiveRank(double[] weights) {
    double sum = 0;
    for (double weight : weights) {
      sum += weight;
    }
    double entropy = 0;
    for (double weight : weights) {
      entropy -= weight > 0 ? weight / sum * Math.log(weight / sum) : 0;
    }
    return sum > 0 ? Math.exp(entropy) : 0;
  }

  /** The same of the square roots, which of second moments are the singular values of the rows. */
  public static double effectiveRankOfRoots(double[] weights) {
    double[] roots = new double[weights.length];
    for (int i = 0; i < roots.length; i++) {
      roots[i] = Math.sqrt(weights[i]);
    }
    return effectiveRank(roots);
  }
}

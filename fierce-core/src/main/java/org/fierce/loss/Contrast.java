package org.fierce.loss;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * The contrastive losses of a batch of two views: cross-entropy, in nats, of a softmax over
 * similarities with a target distribution, mean over the rows that ask.
 *
 * <p>Here n is the number of examples; z, [2n, d], are points of the unit sphere, row i and row n +
 * i the two views of an example; labels are [2n].
 */
final class Contrast {
  /** Logit of a pair that is left out: far below any other, finite so that 0 times it is 0. */
  private static final double LEFT_OUT = -1e9;

  private Contrast() {}

  /**
   * {@code -1/(2n) sum_i 1/|P(i)| sum_{p in P(i)} log(exp(z_i z_p / t) / sum_{a != i} exp(z_i z_a /
   * t))}, P(i) all other rows of the same label (Khosla et al. 2020, equation 2).
   */
  static Tensor supervised(Tensor z, Tensor coarse, double temperature) {
    Tensor self = identity(z);
    Tensor positives = sameClass(coarse).logical_and(self.logical_not()).to(z.scalar_type());
    return crossEntropy(z, z, share(positives), self, temperature);
  }

  /**
   * NT-Xent: {@code -1/(2n) sum_i log(exp(z_i z_p / t) / sum_{a != i} exp(z_i z_a / t))}, p the
   * other view of the same example (Chen et al. 2020, equation 1).
   */
  static Tensor infoNce(Tensor z, double temperature) {
    return crossEntropy(z, z, otherView(z), identity(z), temperature);
  }

  /**
   * As {@link #infoNce}, with the sum over rows of the same coarse label only. A row alone in its
   * class gives 0 and no gradient.
   */
  static Tensor infoNceWithinClass(Tensor z, Tensor coarse, double temperature) {
    Tensor hidden = identity(z).logical_or(sameClass(coarse).logical_not());
    return crossEntropy(z, z, otherView(z), hidden, temperature);
  }

  /** {@link MaskConSpec}'s, both views asking. */
  static Tensor masked(
      Tensor z, Tensor coarse, double temperature, double softTemperature, double weight) {
    long n = z.size(0) / 2;
    Tensor first = z.narrow(0, 0, n);
    Tensor second = z.narrow(0, n, n);
    Tensor labels = coarse.narrow(0, 0, n);
    Tensor one = maskedOneWay(first, second, labels, temperature, softTemperature, weight);
    Tensor other = maskedOneWay(second, first, labels, temperature, softTemperature, weight);
    return one.add(other).mul(new Scalar(0.5));
  }

  private static Tensor maskedOneWay(
      Tensor queries,
      Tensor keys,
      Tensor coarse,
      double temperature,
      double softTemperature,
      double weight) {
    Tensor own = identity(keys);
    Tensor target =
        softLabels(keys.detach(), coarse, softTemperature)
            .mul(new Scalar(weight))
            .add(own.to(keys.scalar_type()), new Scalar(1 - weight));
    return crossEntropy(queries, keys, target, null, temperature);
  }

  /**
   * Soft labels [n, n]: for each example 1 for itself, for others of its class {@code exp((k_i k_j
   * - m_i) / t)} with m_i the largest k_i k_j among them, 0 for the rest; then divided by their
   * sum.
   */
  static Tensor softLabels(Tensor keys, Tensor coarse, double temperature) {
    Tensor own = identity(keys);
    Tensor others = sameClass(coarse).logical_and(own.logical_not());
    Tensor similarity =
        torch
            .mm(keys, keys.t())
            .div(new Scalar(temperature))
            .masked_fill(others.logical_not(), new Scalar(LEFT_OUT));
    Tensor largest = similarity.amax(new long[] {1}, true);
    Tensor relation = similarity.sub(largest).exp().mul(others.to(keys.scalar_type()));
    return share(relation.add(own.to(keys.scalar_type())));
  }

  private static Tensor crossEntropy(
      Tensor queries, Tensor keys, Tensor target, @Nullable Tensor hidden, double temperature) {
    Tensor logits = torch.mm(queries, keys.t()).div(new Scalar(temperature));
    Tensor shown = hidden == null ? logits : logits.masked_fill(hidden, new Scalar(LEFT_OUT));
    return torch.log_softmax(shown, 1).mul(target).sum(1L).mean().neg();
  }

  /** Rows divided by their sums. */
  private static Tensor share(Tensor weights) {
    return weights.div(weights.sum(new long[] {1}, true, new ScalarTypeOptional()));
  }

  /** Which rows are the same, [m, m] truths. */
  private static Tensor identity(Tensor like) {
    return torch.eye(like.size(0), like.options()).to(ScalarType.Bool);
  }

  /** One at the other view of each row, [2n, 2n]. */
  private static Tensor otherView(Tensor like) {
    long rows = like.size(0);
    return torch.eye(rows, like.options()).roll(new long[] {rows / 2}, 0);
  }

  /** Which rows have one label, [m, m] truths. */
  private static Tensor sameClass(Tensor coarse) {
    return coarse.unsqueeze(1).eq(coarse.unsqueeze(0));
  }
}

package org.fierce.loss;

import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The loss of one batch; the tensors belong to the scope it was computed in.
 *
 * @param total what to minimise, a scalar that carries gradients
 * @param crossEntropy plain cross-entropy in nats, mean over the batch, without smoothing or
 *     entropy term: the same quantity under every loss
 * @param reward the entropy term's value, a scalar; null where the loss has none
 * @param bitsPerUnit what the reward is multiplied by to be in bits: 1 for bits, 1 / ln 2 for nats;
 *     NaN where there is none
 */
public record LossValue(
    Tensor total, Tensor crossEntropy, @Nullable Tensor reward, double bitsPerUnit) {
  /** The entropy term's value in bits, NaN where there is none. */
  public double rewardBits() {
    return reward == null ? Double.NaN : reward.item_double() * bitsPerUnit;
  }
}

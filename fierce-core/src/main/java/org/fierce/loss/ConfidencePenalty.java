package org.fierce.loss;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.fierce.backbone.Backbone;

/** {@link ConfidencePenaltySpec} as a loss. */
final class ConfidencePenalty implements Loss {
  private final double weight;
  private boolean closed;

  ConfidencePenalty(double weight) {
    this.weight = weight;
  }

  @Override
  public LossValue compute(Backbone.Output output, Tensor coarse, long step) {
    if (closed) {
      throw new IllegalStateException("the loss is closed");
    }
    Tensor logProbabilities = torch.log_softmax(output.logits(), 1);
    Tensor crossEntropy = torch.nll_loss(logProbabilities, coarse);
    Tensor negativeEntropy = logProbabilities.exp().mul(logProbabilities).sum(1L).mean();
    Tensor total = crossEntropy.add(negativeEntropy, new Scalar(weight));
    return new LossValue(total, crossEntropy, null, Double.NaN);
  }

  @Override
  public void close() {
    closed = true;
  }
}

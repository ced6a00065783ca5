package org.fierce.loss;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.fierce.backbone.Backbone;

/**
 * Cross-entropy with labels smoothed over all K classes, the true one included: targets are {@code
 * (1 - epsilon) onehot + epsilon / K}.
 */
final class SmoothedCrossEntropy implements Loss {
  private final double epsilon;
  private boolean closed;

  SmoothedCrossEntropy(double epsilon) {
    this.epsilon = epsilon;
  }

  @Override
  public LossValue compute(Backbone.Output output, Tensor coarse, long step) {
    if (closed) {
      throw new IllegalStateException("the loss is closed");
    }
    Tensor logProbabilities = torch.log_softmax(output.logits(), 1);
    Tensor crossEntropy = torch.nll_loss(logProbabilities, coarse);
    Tensor total =
        epsilon == 0
            ? crossEntropy
            : crossEntropy
                .mul(new Scalar(1 - epsilon))
                .sub(logProbabilities.mean(), new Scalar(epsilon));
    return new LossValue(total, crossEntropy, null, Double.NaN);
  }

  @Override
  public void close() {
    closed = true;
  }
}

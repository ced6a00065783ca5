package org.fierce.extension;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.fierce.backbone.Backbone;
import org.fierce.loss.Loss;
import org.fierce.loss.LossSpec;
import org.fierce.loss.LossValue;

/**
 * Cross-entropy (nats) plus {@code weight} times the mean square of the logits.
 *
 * @param weight at least 0
 */
record LogitDecay(double weight) implements LossSpec {
  @Override
  public Loss build(int featureWidth, int classes, long seed) {
    return new Decay(weight);
  }

  private static final class Decay implements Loss {
    private final double weight;
    private boolean closed;

    Decay(double weight) {
      this.weight = weight;
    }

    @Override
    public LossValue compute(Backbone.Output output, Tensor coarse, long step) {
      if (closed) {
        throw new IllegalStateException("the loss is closed");
      }
      Tensor crossEntropy = torch.nll_loss(torch.log_softmax(output.logits(), 1), coarse);
      Tensor total = crossEntropy.add(output.logits().square().mean(), new Scalar(weight));
      return new LossValue(total, crossEntropy, null, Double.NaN);
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}

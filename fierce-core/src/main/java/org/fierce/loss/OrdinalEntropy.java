package org.fierce.loss;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.fierce.backbone.Backbone;
import org.fierce.engine.Tensors;

/** {@link OrdinalEntropySpec} as a loss. */
final class OrdinalEntropy implements Loss {
  private final SmoothedCrossEntropy crossEntropy = new SmoothedCrossEntropy(0);
  private final double diversity;
  private final double tightness;
  private final int bins;

  OrdinalEntropy(double diversity, double tightness, int bins) {
    this.diversity = diversity;
    this.tightness = tightness;
    this.bins = bins;
  }

  @Override
  public LossValue compute(Backbone.Output output, Tensor coarse, long step) {
    LossValue value = crossEntropy.compute(output, coarse, step);
    Tensor z = Tensors.onSphere(output.features());
    Tensor numbers = torch.arange(new Scalar(bins), coarse.options());
    // [n, bins], one where a row is of a bin.
    Tensor members = coarse.unsqueeze(1).eq(numbers).to(z.scalar_type());
    Tensor counts = members.sum(0L);
    Tensor centres = torch.mm(members.t(), z).div(counts.clamp_min(new Scalar(1.0)).unsqueeze(1));
    Tensor tight = Tensors.norms(z.sub(torch.mm(members, centres))).mean();
    Tensor spread = spread(centres, counts, numbers.to(z.scalar_type()));
    Tensor total =
        value.total().sub(spread, new Scalar(diversity)).add(tight, new Scalar(tightness));
    return new LossValue(total, value.crossEntropy(), null, Double.NaN);
  }

  /** Mean over pairs of bins in the batch of the distance of centres times that of the bins. */
  private Tensor spread(Tensor centres, Tensor counts, Tensor numbers) {
    Tensor differences = centres.unsqueeze(1).sub(centres.unsqueeze(0));
    Tensor distances =
        torch.linalg_vector_norm(
            differences, new Scalar(2.0), new long[] {2}, false, new ScalarTypeOptional());
    Tensor apart =
        numbers
            .unsqueeze(1)
            .sub(numbers.unsqueeze(0))
            .abs()
            .div(new Scalar((double) Math.max(1, bins - 1)));
    Tensor present = counts.clamp_max(new Scalar(1.0));
    Tensor pairs = present.unsqueeze(1).mul(present.unsqueeze(0));
    Tensor found = present.sum();
    Tensor number = found.mul(found.sub(new Scalar(1.0))).clamp_min(new Scalar(1.0));
    return distances.mul(apart).mul(pairs).sum().div(number);
  }

  @Override
  public void close() {
    crossEntropy.close();
  }
}

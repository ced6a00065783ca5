package org.fierce.extension;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.fierce.engine.Tensors;
import org.fierce.entropy.EntropySpec;
import org.fierce.entropy.EntropyTerm;
import org.fierce.entropy.FeatureGate;

/**
 * {@code ln(1 + v / floor)}, in nats, where v is the mean squared distance on the unit sphere from
 * the mean of the batch.
 *
 * @param floor above 0
 */
record LogSpread(double floor) implements EntropySpec {
  @Override
  public EntropyTerm build(int featureWidth, long seed) {
    return new Term(floor);
  }

  private static final class Term implements EntropyTerm {
    private final FeatureGate gate = new FeatureGate();
    private final double floor;

    Term(double floor) {
      this.floor = floor;
    }

    @Override
    public Tensor reward(Tensor features, Tensor coarse, long step) {
      if (gate.pass(features).size(0) == 1) {
        return FeatureGate.zeroOf(features);
      }
      Tensor rows = Tensors.onSphere(features);
      Tensor centre = rows.mean(new long[] {0}, true, new ScalarTypeOptional());
      return rows.sub(centre)
          .square()
          .sum(1L)
          .mean()
          .div(new Scalar(floor))
          .add(new Scalar(1.0))
          .log();
    }

    @Override
    public double minimum(int rows) {
      return 0;
    }

    @Override
    public double maximum(int rows) {
      return Math.log1p(1 / floor);
    }

    @Override
    public void close() {
      gate.close();
    }
  }
}

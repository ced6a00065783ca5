package org.fierce.entropy;

import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.fierce.engine.Tensors;

/**
 * Kozachenko and Leonenko's estimate of differential entropy on the unit sphere, up to constants,
 * in nats: {@code mean_i ln min_{j != i} |z_i - z_j|}, z the features divided by their norms
 * (Sablayrolles et al. 2019).
 *
 * <p>A distance below {@value #SMALLEST_DISTANCE} counts as that and has no gradient, so that equal
 * rows, and rows equal up to rounding, leave value and gradient finite: each row's gradient is at
 * most 1e4 / n per unit of z and pair. Between ln 1e-4 (every row has a twin) and ln 2 (two
 * opposite rows).
 */
public final class KoLeo implements EntropyTerm {
  /** Distances below this count as this. */
  public static final double SMALLEST_DISTANCE = 1e-4;

  private final FeatureGate gate = new FeatureGate();

  /** Options of this term: none. */
  public record Options() implements EntropySpec {
    @Override
    public EntropyTerm build(int featureWidth, long seed) {
      return new KoLeo();
    }
  }

  @Override
  public Tensor reward(Tensor features, Tensor coarse, long step) {
    if (gate.pass(features).size(0) == 1) {
      return FeatureGate.zeroOf(features).add(new Scalar(minimum(1)));
    }
    Tensor sphere = Tensors.onSphere(features);
    Tensor neighbours = sphere.index_select(0, nearest(sphere));
    return Tensors.norms(sphere.sub(neighbours))
        .clamp_min(new Scalar(SMALLEST_DISTANCE))
        .log()
        .mean();
  }

  /** Index of the nearest other row, by the largest inner product. */
  private static Tensor nearest(Tensor sphere) {
    try (NoGradGuard guard = new NoGradGuard()) {
      Tensor fixed = sphere.detach();
      Tensor products = torch.mm(fixed, fixed.t()).fill_diagonal_(new Scalar(-2.0));
      return products.argmax(new LongOptional(1), false);
    }
  }

  @Override
  public double minimum(int rows) {
    return Math.log(SMALLEST_DISTANCE);
  }

  @Override
  public double maximum(int rows) {
    return Math.log(2);
  }

  @Override
  public void close() {
    gate.close();
  }
}

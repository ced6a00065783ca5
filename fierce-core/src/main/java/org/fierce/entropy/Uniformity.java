package org.fierce.entropy;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.fierce.engine.Tensors;

/**
 * Renyi's entropy of order 2 by a Gaussian kernel on the unit sphere, up to a constant, in nats:
 * {@code -ln mean_{i != j} exp(-t |z_i - z_j|^2)}, z the features divided by their norms (Wang and
 * Isola 2020, arXiv 2005.10242, with the sign of a reward).
 *
 * <p>Between 0 (all rows point one way) and {@code 2 t n / (n - 1)} (the corners of a regular
 * simplex, which needs d at least n - 1). Blind to dimensional collapse: rows spread over a plane
 * are worth nearly as much. The same for any order of the rows, rotation, and length of a row. The
 * gradient per unit of z is at most 8 t.
 */
public final class Uniformity implements EntropyTerm {
  private final Options options;
  private final FeatureGate gate = new FeatureGate();

  /**
   * The options of the estimate.
   *
   * @param sharpness t of the kernel, above 0; 2 in the source
   */
  public record Options(double sharpness) implements EntropySpec {
    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException if it is not above 0
     */
    public Options {
      FeatureGate.above("sharpness", sharpness, 0);
    }

    /** The source's: t = 2. */
    public static Options standard() {
      return new Options(2);
    }

    @Override
    public EntropyTerm build(int featureWidth, long seed) {
      FeatureGate.widthForSphere("uniformity", featureWidth);
      return new Uniformity(this);
    }
  }

  /** With the given kernel. */
  public Uniformity(Options options) {
    this.options = options;
  }

  @Override
  public Tensor reward(Tensor features, Tensor coarse, long step) {
    long rows = gate.pass(features).size(0);
    if (rows == 1) {
      return FeatureGate.zeroOf(features);
    }
    Tensor exponents = squaredDistances(Tensors.onSphere(features));
    return exponents
        .mul(new Scalar(-options.sharpness()))
        .fill_diagonal_(new Scalar(Double.NEGATIVE_INFINITY))
        .logsumexp(0, 1)
        .neg()
        .add(new Scalar(Math.log((double) rows * (rows - 1))));
  }

  /** Squared distances of all pairs, [n, n]; never below 0. */
  static Tensor squaredDistances(Tensor rows) {
    Tensor squares = rows.square().sum(1L).unsqueeze(1);
    return torch
        .addmm(squares.add(squares.t()), rows, rows.t(), new Scalar(1.0), new Scalar(-2.0))
        .clamp_min(new Scalar(0.0));
  }

  @Override
  public double minimum(int rows) {
    return 0;
  }

  @Override
  public double maximum(int rows) {
    return 2 * options.sharpness() * rows / Math.max(1, rows - 1);
  }

  @Override
  public void close() {
    gate.close();
  }
}

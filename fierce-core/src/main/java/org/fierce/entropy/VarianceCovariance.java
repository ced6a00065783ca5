package org.fierce.entropy;

import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * VICReg's stand-in for entropy, without its invariance part: {@code -(mean_j max(0, g - s_j) + w/d
 * sum_{j != k} C_jk^2)}, C the covariance of the features (divisor n - 1), {@code s_j = sqrt(C_jj +
 * 1e-4)} (Bardes, Ponce, LeCun 2022, arXiv 2105.04906, equations 1 to 4). It has no unit; it is
 * counted as nats.
 *
 * <p>At most 0 (every feature spread by g at least, none correlated). Equal rows are worth {@code
 * -(g - 0.01)}, the floor of the range; correlated features fall under it. Second order only. The
 * same for any order of rows and features, shift and mirroring of a feature; not for rotation or
 * scale.
 *
 * <p>A feature that deviates by more than {@value #LARGEST_DEVIATION} enters C as if by that, so
 * that huge features leave the squares and their gradient finite.
 */
public final class VarianceCovariance implements EntropyTerm {
  /** Deviations above this count as this in the covariance. */
  public static final double LARGEST_DEVIATION = 100;

  private static final double VARIANCE_FLOOR = 1e-4;

  private final Options options;
  private final FeatureGate gate = new FeatureGate();

  /**
   * How the parts are set.
   *
   * @param deviation g, the deviation asked of every feature, above 0; 1 in the source
   * @param covariance w, weight of the second part against the first, at least 0; 1/25 in the
   *     source
   */
  public record Options(double deviation, double covariance) implements EntropySpec {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public Options {
      FeatureGate.above("deviation", deviation, Math.sqrt(VARIANCE_FLOOR));
      FeatureGate.atLeast("covariance", covariance, 0);
    }

    /** The source's: 1 and 1/25. */
    public static Options standard() {
      return new Options(1, 0.04);
    }

    @Override
    public EntropyTerm build(int featureWidth, long seed) {
      return new VarianceCovariance(this);
    }
  }

  /** With the given parts. */
  public VarianceCovariance(Options options) {
    this.options = options;
  }

  @Override
  public Tensor reward(Tensor features, Tensor coarse, long step) {
    gate.pass(features);
    double degrees = Math.max(1, features.size(0) - 1);
    Tensor centred = centred(features);
    // Columns are brought to at most 1 before squaring; the scale is put back outside the root.
    Tensor scale = largest(centred);
    Tensor unit = centred.div(scale);
    Tensor variance = unit.square().sum(0L).div(new Scalar(degrees));
    Tensor root = variance.add(floor(scale)).sqrt();
    Tensor hinge = root.mul(scale).neg().add(new Scalar(options.deviation())).relu().mean();
    Tensor bounded =
        unit.mul(torch.minimum(scale, root.reciprocal().mul(new Scalar(LARGEST_DEVIATION))));
    Tensor covariance = torch.mm(bounded.t(), bounded).div(new Scalar(degrees));
    Tensor correlated = covariance.square().sum().sub(covariance.diagonal().square().sum());
    double share = options.covariance() / features.size(1);
    return hinge.add(correlated, new Scalar(share)).neg();
  }

  /** The features less their mean over the rows. */
  static Tensor centred(Tensor features) {
    return features.sub(features.mean(new long[] {0}, true, new ScalarTypeOptional()));
  }

  private static Tensor largest(Tensor centred) {
    try (NoGradGuard guard = new NoGradGuard()) {
      return centred.detach().abs().amax(new long[] {0}, false).clamp_min(new Scalar(1.0));
    }
  }

  private static Tensor floor(Tensor scale) {
    return scale.reciprocal().square().mul(new Scalar(VARIANCE_FLOOR));
  }

  @Override
  public double minimum(int rows) {
    return Math.sqrt(VARIANCE_FLOOR) - options.deviation();
  }

  @Override
  public double maximum(int rows) {
    return 0;
  }

  @Override
  public void close() {
    gate.close();
  }
}

package org.fierce.entropy;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.fierce.engine.Tensors;

/**
 * Rate at which Gaussian features can be coded to a precision, in nats: {@code 1/2 ln det(I + d /
 * (n eps^2) Z^T Z)}, Z the n features divided by their norms (Yu et al. 2020, arXiv 2006.08558,
 * equation 1). Sees second moments only.
 *
 * <p>Between {@code 1/2 ln(1 + d / eps^2)}, where all rows point one way, and {@code r/2 ln(1 + d /
 * (r eps^2))}, r = min(n, d), where the rows are orthogonal or their second moments those of the
 * uniform distribution on the sphere. The range counts from 0, so that a precision too coarse to
 * tell the two shows as saturation. The same for any order of the rows, rotation, length and sign
 * of a row. Computed in double precision, the smaller of the two Gram matrices factored.
 */
public final class CodingRate implements EntropyTerm {
  private static final double SMALLEST_EPSILON = 1e-3;

  private final Options options;
  private final int featureWidth;
  private final FeatureGate gate = new FeatureGate();

  /**
   * The options of the estimate.
   *
   * @param epsilon the precision, at least 0.001; the source takes eps^2 = 0.5
   */
  public record Options(double epsilon) implements EntropySpec {
    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException if it is below 0.001
     */
    public Options {
      FeatureGate.atLeast("epsilon", epsilon, SMALLEST_EPSILON);
    }

    /** Near the source's: 0.7. */
    public static Options standard() {
      return new Options(0.7);
    }

    @Override
    public EntropyTerm build(int featureWidth, long seed) {
      FeatureGate.widthForSphere("coding-rate", featureWidth);
      return new CodingRate(this, featureWidth);
    }
  }

  /** For features of the given width. */
  public CodingRate(Options options, int featureWidth) {
    this.options = options;
    this.featureWidth = featureWidth;
  }

  @Override
  public Tensor reward(Tensor features, Tensor coarse, long step) {
    int rows = Math.toIntExact(gate.pass(features, featureWidth).size(0));
    Tensor sphere = Tensors.onSphere(features).to(ScalarType.Double);
    Tensor gram = rows < featureWidth ? torch.mm(sphere, sphere.t()) : torch.mm(sphere.t(), sphere);
    Tensor one = torch.ones_like(gram.diagonal()).diag();
    Tensor scaled = one.add(gram, new Scalar(scale(rows)));
    // The unchecked form: features that are NaN already give NaN, which training tells by name.
    Tensor factor = torch.linalg_cholesky_ex(scaled).get0();
    return factor.diagonal().log().sum().to(features.scalar_type());
  }

  private double scale(int count) {
    return featureWidth / (count * options.epsilon() * options.epsilon());
  }

  @Override
  public double minimum(int rows) {
    return 0;
  }

  @Override
  public double maximum(int rows) {
    int rank = Math.min(rows, featureWidth);
    return 0.5 * rank * Math.log1p(scale(rank));
  }

  @Override
  public void close() {
    gate.close();
  }
}

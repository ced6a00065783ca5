package org.fierce.entropy;

import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.fierce.engine.Tensors;

/**
 * Renyi's entropy of order 2 of a kernel matrix, in nats: {@code -ln ||K||_F^2}, {@code K_ij =
 * exp(-|x_i - x_j|^2 / (2 b^2)) / n}, which has trace 1 (Sanchez Giraldo, Rao, Principe 2012, arXiv
 * 1211.2459). x are the features divided by their norms, or as they are.
 *
 * <p>Between 0 (all rows equal) and ln n (no two rows within a few b of each other). The same for
 * any order of the rows and rotation; divided by norms, for any length of a row; as they are, for
 * any shift. Undivided features can buy it by length alone, which a cosine head never resists; for
 * a backbone of one feature there is no other form. Distances above 1e4 b count as that.
 */
public final class MatrixRenyi implements EntropyTerm {
  private static final double FARTHEST = 1e4;
  // Distances from differences, not from products, which cancel.
  private static final long BY_DIFFERENCES = 2;

  private final Options options;
  private final FeatureGate gate = new FeatureGate();

  /**
   * The options of the estimate.
   *
   * @param bandwidth b of the kernel, above 0, in the unit of x
   * @param normalise whether features are divided by their norms
   */
  public record Options(double bandwidth, boolean normalise) implements EntropySpec {
    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException if it is not above 0
     */
    public Options {
      FeatureGate.above("bandwidth", bandwidth, 0);
    }

    /** On the sphere with bandwidth 0.7, about half the distance of orthogonal rows. */
    public static Options standard() {
      return new Options(0.7, true);
    }

    @Override
    public EntropyTerm build(int featureWidth, long seed) {
      if (normalise) {
        FeatureGate.widthForSphere("matrix-renyi with normalise", featureWidth);
      }
      return new MatrixRenyi(this);
    }
  }

  /** With the given kernel. */
  public MatrixRenyi(Options options) {
    this.options = options;
  }

  @Override
  public Tensor reward(Tensor features, Tensor coarse, long step) {
    int rows = Math.toIntExact(gate.pass(features).size(0));
    Tensor squares =
        options.normalise()
            ? Uniformity.squaredDistances(Tensors.onSphere(features))
            : torch
                .cdist(features, features, 2, new LongOptional(BY_DIFFERENCES))
                .clamp_max(new Scalar(FARTHEST * options.bandwidth()))
                .square();
    double factor = -1 / (options.bandwidth() * options.bandwidth());
    return squares
        .mul(new Scalar(factor))
        .logsumexp(0, 1)
        .neg()
        .add(new Scalar(2 * Math.log(rows)));
  }

  @Override
  public double minimum(int rows) {
    return 0;
  }

  @Override
  public double maximum(int rows) {
    return Math.log(rows);
  }

  @Override
  public void close() {
    gate.close();
  }
}

package org.fierce.loss;

import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.fierce.backbone.Backbone;
import org.fierce.engine.Tensors;
import org.jspecify.annotations.Nullable;

/**
 * Cross-entropy plus a weighted contrast of two views: {@code CE + weight contrast(z, coarse)}, z
 * the features, or their projection, on the unit sphere.
 */
final class ContrastiveLoss implements Loss {
  private final SmoothedCrossEntropy crossEntropy = new SmoothedCrossEntropy(0);
  private final Term term;
  private final double weight;
  private final boolean isHeadDetached;
  private final @Nullable Projection projection;
  private boolean isClosed;

  /** One of {@link Contrast}'s. */
  @FunctionalInterface
  interface Term {
    Tensor of(Tensor sphere, Tensor coarse);
  }

  private ContrastiveLoss(
      Term term, double weight, boolean isHeadDetached, @Nullable Projection projection) {
    this.term = term;
    this.weight = weight;
    this.isHeadDetached = isHeadDetached;
    this.projection = projection;
  }

  /** The contrast alone shapes the features; the head learns on them as they are. */
  static ContrastiveLoss alone(Term term, int featureWidth, int projection, long seed) {
    return new ContrastiveLoss(term, 1, true, projection(featureWidth, projection, seed));
  }

  /** Cross-entropy and contrast both shape the features. */
  static ContrastiveLoss added(
      Term term, double weight, int featureWidth, int projection, long seed) {
    return new ContrastiveLoss(term, weight, false, projection(featureWidth, projection, seed));
  }

  private static @Nullable Projection projection(int featureWidth, int width, long seed) {
    if (width == 0 && featureWidth < 2) {
      throw new IllegalArgumentException(
          "a contrast of features of 1 number can tell their sign only; give the network more"
              + " features or the loss a projection");
    }
    return width == 0 ? null : new Projection(featureWidth, width, seed);
  }

  @Override
  public LossValue compute(Backbone.Output output, Tensor coarse, long step) {
    if (isClosed) {
      throw new IllegalStateException("the loss is closed");
    }
    Tensor features = output.features();
    if (features.size(0) % 2 != 0) {
      throw new IllegalArgumentException(
          "%d rows are not two views of a batch; give each row twice".formatted(features.size(0)));
    }
    LossValue value = crossEntropy.compute(output, coarse, step);
    Tensor seen = projection == null ? features : projection.forward(features);
    Tensor contrast = term.of(Tensors.onSphere(seen), coarse);
    return new LossValue(
        value.total().add(contrast, new Scalar(weight)), value.crossEntropy(), null, Double.NaN);
  }

  @Override
  public int views() {
    return 2;
  }

  @Override
  public List<Backbone.Parameter> parameters() {
    return projection == null ? List.of() : projection.parameters();
  }

  @Override
  public boolean isHeadDetached() {
    return isHeadDetached;
  }

  @Override
  public void close() {
    if (!isClosed) {
      isClosed = true;
      crossEntropy.close();
      if (projection != null) {
        projection.close();
      }
    }
  }
}

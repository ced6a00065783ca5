package org.fierce.backbone;

import org.fierce.data.InputShape;

/**
 * A residual network for small images, as He, Zhang, Ren and Sun (2016) built them.
 *
 * <ul>
 *   <li>Depth 20: 3 stages of 3 basic blocks, w, 2w, 4w maps; the CIFAR network of the paper, but
 *       with a 1 x 1 convolution and norm where a shortcut changes size. At width 16 on 32-pixel
 *       colour images 0.041 GFLOP (multiply-adds).
 *   <li>Depth 14: the same with 2 blocks a stage.
 *   <li>Depth 18: 4 stages of 2 basic blocks, w to 8w maps, 3 x 3 stem of stride 1, no first pool.
 *   <li>Depth 12, as in few-shot work: 4 blocks of three 3 x 3 convolutions with a 1 x 1 shortcut,
 *       LeakyReLU 0.1, max-pool 2 after each block, w, 2.5w, 5w, 10w maps. Without DropBlock, which
 *       that work adds.
 * </ul>
 *
 * @param depth 12, 14, 18 or 20
 * @param width maps of the first stage, at least 1; even at depth 12
 * @param features width of a linear projection (without ReLU) after the mean over positions, or 0
 *     for none: then the features are means of rectified maps
 * @param head what turns features into logits
 * @param scalarFeature whether the feature is one number: the mean of the pooled features, then a
 *     learned scale (starting at 1) and shift (starting at 0); needs features 0 and a linear head
 */
public record ResNetSpec(int depth, int width, int features, Head head, boolean scalarFeature)
    implements BackboneSpec {
  /**
   * Checks depth and sizes.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public ResNetSpec {
    if (depth != 12 && depth != 14 && depth != 18 && depth != 20) {
      throw new IllegalArgumentException("depth must be 12, 14, 18 or 20, found " + depth);
    }
    Checks.atLeast("width", width, 1);
    if (depth == 12 && width % 2 != 0) {
      throw new IllegalArgumentException(
          "width must be even at depth 12 (the second stage has 2.5 times as many maps), found "
              + width);
    }
    Checks.atLeast("features", features, 0);
    Checks.scalarFeature(scalarFeature, head, features);
  }

  /** ResNet-20 of width 16 without projection. */
  public static ResNetSpec cifar(Head head) {
    return new ResNetSpec(20, 16, 0, head, false);
  }

  /** ResNet-12 of width 64, as in few-shot work. */
  public static ResNetSpec fewShot(Head head) {
    return new ResNetSpec(12, 64, 0, head, false);
  }

  /** The age experiment's network: ResNet-18 of width 16 with one number as feature. */
  public static ResNetSpec age() {
    return new ResNetSpec(18, 16, 0, Head.LINEAR, true);
  }

  @Override
  public Backbone build(InputShape shape, int classes, long seed) {
    Checks.atLeast("classes", classes, 1);
    Checks.images("resnet " + depth, shape, depth == 12 ? 16 : 8);
    Assembly parts = new Assembly(seed);
    Residual residual = new Residual(parts, Maps.of(shape));
    Layer body = depth == 12 ? residual.fewShot(width) : residual.basic(width, depth);
    int pooled = residual.channels();
    Layer projected = parts.projection(body.then(Assembly.globalMean()), pooled, features);
    return parts.finish(
        shape, classes, false, projected, features == 0 ? pooled : features, scalarFeature, head);
  }

  @Override
  public ResNetSpec withHead(Head newHead) {
    return new ResNetSpec(depth, width, features, newHead, scalarFeature);
  }
}

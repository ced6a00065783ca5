package org.fierce.backbone;

import org.fierce.data.InputShape;

/**
 * A small convolutional network for images of 28 to 64 pixels: 3 x 3 convolutions of width w, w,
 * pool, 2w, 2w, pool, 4w, each followed by batch norm and ReLU, then the mean over positions. At
 * width 32 it costs 0.029 GFLOP (multiply-adds) on 32-pixel colour images. Images of 48 pixels and
 * more are halved by a stride of 2 in the first convolution.
 *
 * @param width maps of the first convolution, at least 1
 * @param features width of a linear projection (without ReLU) after the mean, or 0 for none: then
 *     the features are the 4 width means of rectified maps
 * @param head what turns features into logits
 * @param scalarFeature whether the feature is one number: the mean of the pooled features, then a
 *     learned scale (starting at 1) and shift (starting at 0); needs features 0 and a linear head
 */
public record SmallCnnSpec(int width, int features, Head head, boolean scalarFeature)
    implements BackboneSpec {
  private static final int SMALLEST_SIDE = 8;
  private static final int HALVED_FROM = 48;

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if a size is out of range
   */
  public SmallCnnSpec {
    Checks.atLeast("width", width, 1);
    Checks.atLeast("features", features, 0);
    Checks.scalarFeature(scalarFeature, head, features);
  }

  /** Width 32, no projection. */
  public static SmallCnnSpec standard(Head head) {
    return new SmallCnnSpec(32, 0, head, false);
  }

  @Override
  public Backbone build(InputShape shape, int classes, long seed) {
    Checks.atLeast("classes", classes, 1);
    Checks.images("small-cnn", shape, SMALLEST_SIDE);
    Assembly parts = new Assembly(seed);
    int stride = Math.min(shape.height(), shape.width()) >= HALVED_FROM ? 2 : 1;
    Maps maps = Maps.of(shape);
    Layer body = block(parts, "block0.0", maps, width, stride);
    maps = maps.convolved(width, stride);
    body = body.then(block(parts, "block0.1", maps, width, 1));
    body = parts.earlier(body.then(Assembly.maxPool()));
    maps = maps.pooled();
    body = body.then(block(parts, "block1.0", maps, 2 * width, 1));
    maps = maps.convolved(2 * width, 1);
    body = body.then(block(parts, "block1.1", maps, 2 * width, 1));
    body = parts.earlier(body.then(Assembly.maxPool()));
    maps = maps.pooled();
    body = body.then(block(parts, "block2.0", maps, 4 * width, 1)).then(Assembly.globalMean());
    Layer projected = parts.projection(body, 4 * width, features);
    return parts.finish(
        shape,
        classes,
        false,
        projected,
        features == 0 ? 4 * width : features,
        scalarFeature,
        head);
  }

  private static Layer block(Assembly parts, String name, Maps in, int out, int stride) {
    return parts
        .normedConvolution(name + ".conv", name + ".norm", in, out, 3, stride)
        .then(Assembly.relu());
  }

  @Override
  public SmallCnnSpec withHead(Head newHead) {
    return new SmallCnnSpec(width, features, newHead, scalarFeature);
  }
}

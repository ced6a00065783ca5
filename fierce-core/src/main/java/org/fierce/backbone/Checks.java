package org.fierce.backbone;

import org.fierce.data.InputShape;

/** Checks the options of networks share. */
final class Checks {
  private Checks() {}

  static void atLeast(String name, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(
          "%s must be at least %d, found %d".formatted(name, least, value));
    }
  }

  static void images(String network, InputShape shape, int smallestSide) {
    if (shape.isVector()) {
      throw new IllegalArgumentException(
          "%s takes images, the data are rows of %s; use kind mlp".formatted(network, shape));
    }
    if (Math.min(shape.height(), shape.width()) < smallestSide) {
      throw new IllegalArgumentException(
          "%s takes images of at least %d x %d pixels, found %s"
              .formatted(network, smallestSide, smallestSide, shape));
    }
  }

  static void scalarFeature(boolean scalarFeature, Head head, int features) {
    if (scalarFeature && head == Head.COSINE) {
      throw new IllegalArgumentException(
          "head cosine sees only the sign of a scalar feature; with scalarFeature use head linear");
    }
    if (scalarFeature && features != 0) {
      throw new IllegalArgumentException(
          "features must be 0 with scalarFeature, which has one feature, found " + features);
    }
  }
}

package org.fierce.backbone;

/** Checks the options of networks share. */
final class Checks {
  private Checks() {}

  static void atLeast(String name, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(
          "%s must be at least %d, found %d".formatted(name, least, value));
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

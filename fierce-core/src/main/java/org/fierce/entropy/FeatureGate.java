package org.fierce.entropy;

import org.bytedeco.pytorch.Tensor;

/**
 * Checks the shape of the features that an entropy term is given, and that the term is not closed.
 * Every term holds one, so that all refuse the same batches with the same words.
 */
public final class FeatureGate {
  private boolean closed;

  /** Open. */
  public FeatureGate() {}

  /**
   * The features, checked: [n, any width], n at least 1.
   *
   * @throws IllegalArgumentException if they have another shape
   * @throws IllegalStateException after {@link #close}
   */
  public Tensor pass(Tensor features) {
    checkOpen();
    if (features.dim() != 2 || features.size(0) < 1) {
      throw new IllegalArgumentException(
          "features must be [n, d] with n at least 1, found %d dimensions, the first of %d"
              .formatted(features.dim(), features.size(0)));
    }
    return features;
  }

  /**
   * The features, checked: [n, width], n at least 1.
   *
   * @throws IllegalArgumentException if they have another shape
   * @throws IllegalStateException after {@link #close}
   */
  public Tensor pass(Tensor features, int width) {
    checkOpen();
    if (features.dim() != 2 || features.size(1) != width || features.size(0) < 1) {
      throw new IllegalArgumentException(
          "features must be [n, %d] with n at least 1, found %d dimensions, the last of %d"
              .formatted(width, features.dim(), features.size(features.dim() - 1)));
    }
    return features;
  }

  void checkOpen() {
    if (closed) {
      throw new IllegalStateException("the entropy term is closed");
    }
  }

  /** Lets nothing in any more; whether this is the first time. */
  public boolean close() {
    boolean wasOpen = !closed;
    closed = true;
    return wasOpen;
  }

  /** A zero that depends on the features, so that their gradient is zero whatever they hold. */
  public static Tensor zeroOf(Tensor features) {
    return features.narrow(0, 0, 0).sum();
  }

  static void above(String name, double value, double bound) {
    if (!(value > bound) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(
          "%s must be above %s, found %s".formatted(name, number(bound), number(value)));
    }
  }

  static void atLeast(String name, double value, double bound) {
    if (!(value >= bound) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(
          "%s must be at least %s, found %s".formatted(name, number(bound), number(value)));
    }
  }

  /** On the sphere of one feature there are two points, and no way from one to the other. */
  static void widthForSphere(String term, int featureWidth) {
    if (featureWidth < 2) {
      throw new IllegalArgumentException(
          "%s lies on the sphere and needs at least 2 features, found %d; use sliced-gaussianity, variance-covariance or codebook with similarity distance"
              .formatted(term, featureWidth));
    }
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}

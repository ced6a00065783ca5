package org.fierce.data;

/**
 * Shape of one row of input. An image is height x width x channels; a vector of d values is an
 * image of one pixel with d channels, so that "per channel" means per column there.
 *
 * @param height pixels, at least 1
 * @param width pixels, at least 1
 * @param channels at least 1
 */
public record InputShape(int height, int width, int channels) {
  /**
   * Checks that no side is empty.
   *
   * @throws IllegalArgumentException if one is
   */
  public InputShape {
    if (height < 1 || width < 1 || channels < 1) {
      throw new IllegalArgumentException(
          "input shape %d x %d x %d has an empty side".formatted(height, width, channels));
    }
  }

  /** The shape of a vector of the given length. */
  public static InputShape vector(int length) {
    return new InputShape(1, 1, length);
  }

  /** Whether a row is a vector rather than an image. */
  public boolean isVector() {
    return height == 1 && width == 1;
  }

  /** Number of floats in a row. */
  public int values() {
    return Math.multiplyExact(Math.multiplyExact(height, width), channels);
  }

  @Override
  public String toString() {
    return isVector() ? channels + " values" : height + " x " + width + " x " + channels;
  }
}

package org.fierce.backbone;

import org.fierce.data.InputShape;

/**
 * Shape of one row's feature maps inside a network.
 *
 * @param channels number of maps
 * @param height of a map, in positions
 * @param width of a map, in positions
 */
public record Maps(int channels, int height, int width) {
  /** Of a row of input. */
  public static Maps of(InputShape shape) {
    return new Maps(shape.channels(), shape.height(), shape.width());
  }

  /** After a convolution padded to keep the size at stride 1. */
  public Maps convolved(int outChannels, int stride) {
    return new Maps(outChannels, (height - 1) / stride + 1, (width - 1) / stride + 1);
  }

  /** After max-pooling 2 x 2 with stride 2; an odd last row or column is dropped. */
  public Maps pooled() {
    return new Maps(channels, height / 2, width / 2);
  }

  long positions() {
    return (long) height * width;
  }
}

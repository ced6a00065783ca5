package org.fierce.data.picture;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Rows of a picture that is decoded as a whole, at the first row, onto a white canvas. */
final class ImageRows implements Picture.Rows {
  private final Decoder decoder;
  private final int left;
  private final int top;
  private @Nullable BufferedImage image;
  private int row;

  /** Decodes a picture. */
  @FunctionalInterface
  interface Decoder {
    BufferedImage decode() throws IOException;
  }

  /**
   * A picture somewhere on its canvas.
   *
   * @param left column of the canvas where it begins
   * @param top row of the canvas where it begins
   */
  ImageRows(Decoder decoder, int left, int top) {
    this.decoder = decoder;
    this.left = left;
    this.top = top;
  }

  @Override
  public void next(float[] rgb) throws IOException {
    BufferedImage whole = image == null ? decoder.decode() : image;
    image = whole;
    int y = row++ - top;
    int columns = Math.min(whole.getWidth(), rgb.length / 3 - left);
    if (y < 0 || y >= whole.getHeight() || columns * 3 < rgb.length) {
      Arrays.fill(rgb, 255);
    }
    if (y >= 0 && y < whole.getHeight()) {
      if (isGrey(whole)) {
        grey(whole, y, columns, rgb);
      } else if (whole.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_CMYK) {
        inks(whole, y, columns, rgb);
      } else {
        colours(whole, y, columns, rgb);
      }
    }
  }

  /** Grey is taken as stored: getRGB would take it for linear light and brighten it. */
  private static boolean isGrey(BufferedImage image) {
    int type = image.getRaster().getTransferType();
    return image.getColorModel() instanceof ComponentColorModel model
        && model.getColorSpace().getType() == ColorSpace.TYPE_GRAY
        && (type == DataBuffer.TYPE_BYTE || type == DataBuffer.TYPE_USHORT);
  }

  private void grey(BufferedImage image, int y, int columns, float[] rgb) {
    Raster raster = image.getRaster();
    ColorModel model = image.getColorModel();
    float most = (1 << model.getComponentSize(0)) - 1;
    int[] line = raster.getSamples(0, y, columns, 1, 0, (int[]) null);
    int[] alphas = model.hasAlpha() ? raster.getSamples(0, y, columns, 1, 1, (int[]) null) : line;
    for (int x = 0; x < columns; x++) {
      float alpha = model.hasAlpha() ? alphas[x] / most : 1;
      float weight = model.isAlphaPremultiplied() ? 1 : alpha;
      float value = 255 * (line[x] / most * weight + 1 - alpha);
      Arrays.fill(rgb, 3 * (left + x), 3 * (left + x) + 3, value);
    }
  }

  /** Cyan, magenta, yellow and black as shares of ink: red is (1 - cyan) (1 - black). */
  private void inks(BufferedImage image, int y, int columns, float[] rgb) {
    float most = (1 << image.getColorModel().getComponentSize(0)) - 1;
    int bands = image.getRaster().getNumBands();
    int[] line = image.getRaster().getPixels(0, y, columns, 1, (int[]) null);
    for (int x = 0; x < columns; x++) {
      float white = 1 - line[bands * x + 3] / most;
      for (int c = 0; c < 3; c++) {
        rgb[3 * (left + x) + c] = 255 * white * (1 - line[bands * x + c] / most);
      }
    }
  }

  private void colours(BufferedImage image, int y, int columns, float[] rgb) {
    int[] line = image.getRGB(0, y, columns, 1, null, 0, columns);
    for (int x = 0; x < columns; x++) {
      float alpha = (line[x] >>> 24) / 255f;
      for (int c = 0; c < 3; c++) {
        rgb[3 * (left + x) + c] = alpha * (line[x] >> (16 - 8 * c) & 0xFF) + 255 * (1 - alpha);
      }
    }
  }
}

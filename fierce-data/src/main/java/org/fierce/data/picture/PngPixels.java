package org.fierce.data.picture;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the bytes of a PNG's row become colours. */
final class PngPixels {
  private static final int GREY = 0;
  private static final int RGB = 2;
  private static final int PALETTE = 3;
  private static final int GREY_ALPHA = 4;
  private static final int RGB_ALPHA = 6;

  private final int depth;
  private final int colour;
  private final int channels;

  /** Colours of a palette laid on white, three values each. */
  private final float[] palette;

  /** The one grey or colour that is transparent, or null. */
  private final int @Nullable [] clear;

  private PngPixels(int depth, int colour, float[] palette, int @Nullable [] clear) {
    this.depth = depth;
    this.colour = colour;
    this.channels =
        switch (colour) {
          case RGB -> 3;
          case GREY_ALPHA -> 2;
          case RGB_ALPHA -> 4;
          default -> 1;
        };
    this.palette = palette;
    this.clear = clear;
  }

  /**
   * Pixels as a header says.
   *
   * @param palette first byte and length of the palette, or null
   * @param transparency the same of the transparent colours
   * @throws IOException if depth and colour do not go together or the palette is missing
   */
  static PngPixels of(
      int depth, int colour, byte[] file, int @Nullable [] palette, int @Nullable [] transparency)
      throws IOException {
    String depths =
        switch (colour) {
          case GREY -> "1 2 4 8 16";
          case PALETTE -> "1 2 4 8";
          case RGB, GREY_ALPHA, RGB_ALPHA -> "8 16";
          default -> "";
        };
    if (!List.of(depths.split(" ", -1)).contains(Integer.toString(depth))) {
      throw new IOException("a damaged PNG: %d bits of colour type %d".formatted(depth, colour));
    }
    if (colour == PALETTE) {
      return new PngPixels(depth, colour, colours(file, palette, transparency), null);
    }
    int[] clear = null;
    int samples = colour == RGB ? 3 : colour == GREY ? 1 : 0;
    if (transparency != null && samples > 0 && transparency[1] >= 2 * samples) {
      clear = new int[samples];
      for (int i = 0; i < samples; i++) {
        int at = transparency[0] + 2 * i;
        clear[i] = (file[at] & 0xFF) << 8 | (file[at + 1] & 0xFF);
      }
    }
    return new PngPixels(depth, colour, new float[0], clear);
  }

  private static float[] colours(
      byte[] file, int @Nullable [] palette, int @Nullable [] transparency) throws IOException {
    if (palette == null || palette[1] == 0 || palette[1] % 3 != 0 || palette[1] > 768) {
      throw new IOException("a damaged PNG: its palette is missing or broken");
    }
    float[] colours = new float[palette[1]];
    for (int i = 0; i < colours.length; i++) {
      float alpha =
          transparency != null && i / 3 < transparency[1]
              ? (file[transparency[0] + i / 3] & 0xFF) / 255f
              : 1;
      colours[i] = onWhite(file[palette[0] + i] & 0xFF, alpha);
    }
    return colours;
  }

  private static float onWhite(float value, float alpha) {
    return alpha * value + 255 * (1 - alpha);
  }

  int bitsPerPixel() {
    return depth * channels;
  }

  /** Bytes of a row of so many pixels. */
  int bytes(int columns) {
    return Math.toIntExact(((long) columns * bitsPerPixel() + 7) / 8);
  }

  void toRgb(byte[] line, int columns, float[] rgb) throws IOException {
    float most = (1 << depth) - 1;
    float scale = 255 / most;
    for (int x = 0; x < columns; x++) {
      int first = sample(line, x * channels);
      if (colour == PALETTE) {
        if (3 * first >= palette.length) {
          throw new IOException(
              "a damaged PNG: colour %d of a palette of %d".formatted(first, palette.length / 3));
        }
        System.arraycopy(palette, 3 * first, rgb, 3 * x, 3);
        continue;
      }
      boolean isGrey = channels < 3;
      int green = isGrey ? first : sample(line, x * channels + 1);
      int blue = isGrey ? first : sample(line, x * channels + 2);
      float alpha = 1;
      if (colour == GREY_ALPHA || colour == RGB_ALPHA) {
        alpha = sample(line, x * channels + channels - 1) / most;
      } else if (clear != null && first == clear[0]) {
        alpha = clear.length == 1 || (green == clear[1] && blue == clear[2]) ? 0 : 1;
      }
      rgb[3 * x] = onWhite(first * scale, alpha);
      rgb[3 * x + 1] = onWhite(green * scale, alpha);
      rgb[3 * x + 2] = onWhite(blue * scale, alpha);
    }
  }

  private int sample(byte[] line, int index) {
    if (depth == 8) {
      return line[index] & 0xFF;
    }
    if (depth == 16) {
      return (line[2 * index] & 0xFF) << 8 | (line[2 * index + 1] & 0xFF);
    }
    int bit = index * depth;
    return (line[bit / 8] & 0xFF) >> (8 - depth - bit % 8) & ((1 << depth) - 1);
  }
}

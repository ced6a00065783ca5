package org.fierce.data.picture;

import java.io.IOException;
import java.util.Arrays;
import org.fierce.files.ReadLimits;
import org.jspecify.annotations.Nullable;

/**
 * GIF: the size of a canvas, a palette, then pictures, each with its place, perhaps a palette of
 * its own, and its colours packed by LZW in blocks of at most 255 bytes. The first picture is read;
 * where it leaves the canvas free or is transparent, white is.
 */
final class GifFile {
  private static final int EXTENSION = 0x21;
  private static final int PICTURE = 0x2C;
  private static final int TRAILER = 0x3B;
  private static final int GRAPHIC_CONTROL = 0xF9;
  private static final int HEADER_BYTES = 13;

  private final byte[] file;
  private int position = HEADER_BYTES;
  private int transparent = -1;

  private GifFile(byte[] file) {
    this.file = file;
  }

  static Picture open(byte[] file, ReadLimits limits) throws IOException {
    return new GifFile(file).read(limits);
  }

  private Picture read(ReadLimits limits) throws IOException {
    if (file.length < HEADER_BYTES) {
      throw cut();
    }
    int flags = file[10] & 0xFF;
    int palette = (flags & 0x80) == 0 ? -1 : palette(flags);
    while (true) {
      int kind = next();
      if (kind == EXTENSION) {
        extension();
      } else if (kind == PICTURE) {
        return picture(flags, palette, limits);
      } else {
        throw new IOException(
            kind == TRAILER
                ? "a damaged GIF: it ends without a picture"
                : "a damaged GIF: a block of kind %d at byte %d".formatted(kind, position - 1));
      }
    }
  }

  private Picture picture(int canvasFlags, int canvasPalette, ReadLimits limits)
      throws IOException {
    int at = position;
    skip(9);
    int left = unsignedShort(at);
    int top = unsignedShort(at + 2);
    int width = unsignedShort(at + 4);
    int height = unsignedShort(at + 6);
    int flags = file[at + 8] & 0xFF;
    boolean hasOwn = (flags & 0x80) != 0;
    int palette = hasOwn ? palette(flags) : canvasPalette;
    int canvasWidth = Math.max(unsignedShort(6), left + width);
    int canvasHeight = Math.max(unsignedShort(8), top + height);
    Picture.checkSize(width, height, limits);
    Picture.checkSize(canvasWidth, canvasHeight, limits);
    if (palette < 0) {
      throw new IOException("a damaged GIF: its first picture has no palette");
    }
    int codeBits = next();
    int start = position;
    int packed = skipBlocks();
    skipRest();
    int colours = 2 << ((hasOwn ? flags : canvasFlags) & 7);
    float[] rgb = new float[3 * colours];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = i / 3 == transparent ? 255 : file[palette + i] & 0xFF;
    }
    GifColours pixels = new GifColours(file, start, codeBits, packed);
    return new Picture(
        canvasWidth,
        canvasHeight,
        Orientation.UPRIGHT,
        new Rows(pixels, new int[] {left, top, width, height}, (flags & 0x40) != 0, rgb));
  }

  private void extension() throws IOException {
    int kind = next();
    int at = position;
    skipBlocks();
    if (kind == GRAPHIC_CONTROL && file[at] == 4) {
      transparent = (file[at + 1] & 1) != 0 ? file[at + 4] & 0xFF : -1;
    }
  }

  /** Walks over what follows the first picture: a file that ends early was cut. */
  private void skipRest() throws IOException {
    for (int kind = next(); kind != TRAILER; kind = next()) {
      if (kind == EXTENSION) {
        skip(1);
        skipBlocks();
      } else if (kind == PICTURE) {
        skip(9);
        int flags = file[position - 1] & 0xFF;
        if ((flags & 0x80) != 0) {
          palette(flags);
        }
        skip(1);
        skipBlocks();
      } else if (kind != 0) {
        throw new IOException(
            "a damaged GIF: a block of kind %d at byte %d".formatted(kind, position - 1));
      }
    }
  }

  private int palette(int flags) throws IOException {
    int at = position;
    skip(3 * (2 << (flags & 7)));
    return at;
  }

  private int skipBlocks() throws IOException {
    int bytes = 0;
    for (int length = next(); length > 0; length = next()) {
      skip(length);
      bytes += length;
    }
    return bytes;
  }

  private int next() throws IOException {
    skip(1);
    return file[position - 1] & 0xFF;
  }

  private void skip(int bytes) throws IOException {
    if (bytes > file.length - position) {
      throw cut();
    }
    position += bytes;
  }

  private static IOException cut() {
    return new IOException("a GIF without its end mark, probably cut short");
  }

  private int unsignedShort(int at) {
    return (file[at] & 0xFF) | (file[at + 1] & 0xFF) << 8;
  }

  /** Rows of the canvas. */
  private static final class Rows implements Picture.Rows {
    private static final int[][] INTERLACE = {{0, 8}, {4, 8}, {2, 4}, {1, 2}};
    private final GifColours pixels;
    private final int left;
    private final int top;
    private final int width;
    private final int height;
    private final boolean isInterlaced;
    private final float[] colours;
    private byte @Nullable [] indices;
    private int row;

    Rows(GifColours pixels, int[] place, boolean isInterlaced, float[] colours) {
      this.pixels = pixels;
      this.left = place[0];
      this.top = place[1];
      this.width = place[2];
      this.height = place[3];
      this.isInterlaced = isInterlaced;
      this.colours = colours;
    }

    @Override
    public void next(float[] rgb) throws IOException {
      byte[] all = indices == null ? readAll() : indices;
      indices = all;
      int y = row++ - top;
      if (y < 0 || y >= height || 3 * width < rgb.length) {
        Arrays.fill(rgb, 255);
      }
      for (int x = 0; x < width && y >= 0 && y < height; x++) {
        int colour = all[y * width + x] & 0xFF;
        if (3 * colour >= colours.length) {
          throw new IOException(
              "a damaged GIF: colour %d of a palette of %d".formatted(colour, colours.length / 3));
        }
        System.arraycopy(colours, 3 * colour, rgb, 3 * (left + x), 3);
      }
    }

    private byte[] readAll() throws IOException {
      byte[] all = new byte[width * height];
      for (int[] pass : isInterlaced ? INTERLACE : new int[][] {{0, 1}}) {
        for (int y = pass[0]; y < height; y += pass[1]) {
          for (int x = 0; x < width; x++) {
            all[y * width + x] = (byte) pixels.next();
          }
        }
      }
      return all;
    }
  }
}

package org.fierce.data.picture;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.fierce.files.ReadLimits;

/**
 * WebP: {@code RIFF}, a length, {@code WEBP}, then chunks of a name, a length and bytes padded to
 * an even number. Lossy and lossless pictures are read, with or without transparency, and of an
 * animation the first picture on its canvas; EXIF tells the orientation, colour profiles are not
 * applied. The decoder is libwebp, as in browsers; it is loaded at the first WebP and given the
 * chunks that it needs and no others.
 */
final class WebpFile {
  private static final int VP8 = 0x20385056;
  private static final int VP8L = 0x4C385056;
  private static final int VP8X = 0x58385056;
  private static final int ALPH = 0x48504C41;
  private static final int ANMF = 0x464D4E41;
  private static final int EXIF = 0x46495845;
  private static final int FRAME_BYTES = 16;
  private static final int NONE = -1;

  private final ByteBuffer file;
  private Orientation orientation = Orientation.UPRIGHT;
  private int pixels = NONE;
  private int alpha = NONE;
  private int canvas = NONE;
  private int frame = NONE;

  private WebpFile(byte[] file) {
    this.file = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
  }

  static Picture open(byte[] file, ReadLimits limits) throws IOException {
    return new WebpFile(file).read(limits);
  }

  private Picture read(ReadLimits limits) throws IOException {
    long end = Integer.toUnsignedLong(file.getInt(4)) + 8;
    if (end > file.capacity()) {
      throw new IOException(
          "a WebP cut short: it has %d of its %d bytes".formatted(file.capacity(), end));
    }
    chunks(12, (int) end);
    if (frame != NONE) {
      pixels = NONE;
      alpha = NONE;
      chunks(frame + 8 + FRAME_BYTES, frame + 8 + file.getInt(frame + 4));
    }
    if (pixels == NONE) {
      throw new IOException("a damaged WebP: it has no pixels");
    }
    int[] size = size();
    int left = 0;
    int top = 0;
    int width = size[0];
    int height = size[1];
    if (frame != NONE && canvas != NONE) {
      width = 1 + threeBytes(canvas + 12);
      height = 1 + threeBytes(canvas + 15);
      left = 2 * threeBytes(frame + 8);
      top = 2 * threeBytes(frame + 11);
    }
    Picture.checkSize(size[0], size[1], limits);
    Picture.checkSize(width, height, limits);
    if (left > width - size[0] || top > height - size[1]) {
      throw new IOException("a damaged WebP: its first picture lies outside its canvas");
    }
    byte[] needed = needed(size);
    return new Picture(width, height, orientation, new ImageRows(() -> decoded(needed), left, top));
  }

  private static BufferedImage decoded(byte[] file) throws IOException {
    try {
      return PictureReaders.image("WebP", "com.luciad.imageio.", file);
    } catch (OutOfMemoryError e) {
      // So its binding tells that libwebp gave no picture; the size was checked against the limits.
      throw new IOException("a damaged WebP: its pixels cannot be unpacked", e);
    } catch (LinkageError e) {
      throw new IOException(
          "a WebP, whose native decoder does not run on this machine; save it as PNG or JPEG", e);
    }
  }

  private void chunks(int from, int end) throws IOException {
    int at = from;
    while (at <= end - 8) {
      int name = file.getInt(at);
      long length = Integer.toUnsignedLong(file.getInt(at + 4));
      if (length > end - at - 8) {
        throw new IOException(
            "a WebP cut short: the chunk at byte %d wants %d bytes, %d are left"
                .formatted(at, length, end - at - 8));
      }
      accept(name, at, (int) length);
      at = (int) Math.min(end, at + 8 + length + length % 2);
    }
  }

  private void accept(int name, int at, int length) {
    if ((name == VP8 || name == VP8L) && pixels == NONE && length >= 10) {
      pixels = at;
    } else if (name == ALPH && alpha == NONE) {
      alpha = at;
    } else if (name == VP8X && canvas == NONE && length >= 10) {
      canvas = at;
    } else if (name == ANMF && frame == NONE && length >= FRAME_BYTES) {
      frame = at;
    } else if (name == EXIF) {
      int marked = length > 6 && file.getInt(at + 8) == 0x66697845 ? 6 : 0;
      orientation = Orientation.inExif(file.array(), at + 8 + marked, length - marked);
    }
  }

  /** Width and height in the header of the pixels. */
  private int[] size() throws IOException {
    int at = pixels + 8;
    if (file.getInt(pixels) == VP8L) {
      if (file.get(at) != 0x2F) {
        throw new IOException("a damaged WebP: its pixels do not begin as they should");
      }
      int bits = file.getInt(at + 1);
      return new int[] {1 + (bits & 0x3FFF), 1 + (bits >>> 14 & 0x3FFF)};
    }
    int tag = threeBytes(at);
    boolean isKeyFrame = (tag & 1) == 0 && threeBytes(at + 3) == 0x2A019D;
    if (!isKeyFrame || tag >> 5 > file.getInt(pixels + 4) - 10) {
      throw new IOException("a damaged WebP: its pixels do not begin as they should");
    }
    return new int[] {file.getShort(at + 6) & 0x3FFF, file.getShort(at + 8) & 0x3FFF};
  }

  private int threeBytes(int at) {
    return (file.getShort(at) & 0xFFFF) | (file.get(at + 2) & 0xFF) << 16;
  }

  /** A file of the pixels alone, and their transparency where it lies in a chunk of its own. */
  private byte[] needed(int[] size) {
    boolean hasAlpha = alpha != NONE && file.getInt(pixels) == VP8;
    int bytes = 12 + padded(pixels) + (hasAlpha ? 18 + padded(alpha) : 0);
    ByteBuffer out = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(0x46464952).putInt(bytes - 8).putInt(0x50424557);
    if (hasAlpha) {
      out.putInt(VP8X).putInt(10).putInt(0x10);
      out.putShort((short) (size[0] - 1)).put((byte) ((size[0] - 1) >> 16));
      out.putShort((short) (size[1] - 1)).put((byte) ((size[1] - 1) >> 16));
      out.put(file.array(), alpha, 8 + file.getInt(alpha + 4)).position(12 + 18 + padded(alpha));
    }
    out.put(file.array(), pixels, 8 + file.getInt(pixels + 4));
    return out.array();
  }

  private int padded(int chunk) {
    int length = file.getInt(chunk + 4);
    return 8 + length + length % 2;
  }
}

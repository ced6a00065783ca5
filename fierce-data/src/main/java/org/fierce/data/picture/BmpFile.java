package org.fierce.data.picture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.fierce.files.ReadLimits;

/**
 * Windows bitmap: {@code BM}, where the pixels begin (4 bytes at 10), then a header that begins
 * with its length (at 14), width and height (negative from the top down), bits of a pixel and
 * packing. Uncompressed, bit-field and run-length packed bitmaps are read by the JDK, once it is
 * seen that all their rows are there.
 */
final class BmpFile {
  private static final int RLE8 = 1;
  private static final int RLE4 = 2;
  private static final int BIT_FIELDS = 3;
  private static final int OLD_HEADER_BYTES = 12;

  private BmpFile() {}

  static Picture open(byte[] file, ReadLimits limits) throws IOException {
    ByteBuffer header = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    long start = Integer.toUnsignedLong(header.getInt(10));
    int headerBytes = header.getInt(14);
    boolean isOld = headerBytes == OLD_HEADER_BYTES;
    boolean isKnown = isOld || (headerBytes >= 40 && headerBytes <= 124);
    if (!isKnown || file.length < 14 + headerBytes) {
      throw new IOException("a damaged BMP: a header of %d bytes".formatted(headerBytes));
    }
    long width = isOld ? header.getShort(18) & 0xFFFF : header.getInt(18);
    long height = isOld ? header.getShort(20) & 0xFFFF : Math.abs((long) header.getInt(22));
    int bits = header.getShort(isOld ? 24 : 28) & 0xFFFF;
    int packing = isOld ? 0 : header.getInt(30);
    Picture.checkSize(width, height, limits);
    if (packing < 0 || packing > BIT_FIELDS || bits < 1 || bits > 32) {
      throw new IOException(
          "a BMP of %d bits packed by method %d, which few programs read; save it as PNG"
              .formatted(bits, packing));
    }
    if (packing == RLE8 || packing == RLE4) {
      checkRuns(file, start, packing == RLE4);
    } else {
      long expected = start + (width * bits + 31) / 32 * 4 * height;
      if (expected > file.length) {
        throw new IOException(
            "a BMP cut short: %d x %d pixels of %d bits need %d bytes, it has %d"
                .formatted(width, height, bits, expected, file.length));
      }
    }
    return new Picture(
        (int) width,
        (int) height,
        Orientation.UPRIGHT,
        new ImageRows(() -> PictureReaders.image("BMP", file), 0, 0));
  }

  /** Walks over runs to the mark of the end. */
  private static void checkRuns(byte[] file, long start, boolean isRle4) throws IOException {
    for (long at = start; at + 1 < file.length; at += 2) {
      int count = file[(int) at] & 0xFF;
      int value = file[(int) at + 1] & 0xFF;
      if (count == 0 && value == 1) {
        return;
      }
      if (count == 0 && value == 2) {
        at += 2;
      } else if (count == 0 && value > 2) {
        int bytes = isRle4 ? (value + 1) / 2 : value;
        at += bytes + bytes % 2;
      }
    }
    throw new IOException("a BMP without its end mark, probably cut short");
  }
}

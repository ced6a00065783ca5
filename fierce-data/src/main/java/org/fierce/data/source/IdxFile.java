package org.fierce.data.source;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.fierce.files.DatasetFormatException;
import org.fierce.files.ReadLimits;
import org.fierce.files.UnpackedInput;

/**
 * An IDX file of unsigned bytes, plain or gzip (told apart by the first two bytes, not the name).
 * Layout: two zero bytes, type (8 = unsigned byte), number of dimensions, then each dimension as a
 * 4-byte big-endian number, then the values, last dimension fastest. Files above 2 GiB of values
 * are refused.
 *
 * @param file where it was read
 * @param dimensions each at least 1
 * @param values as many as the product of the dimensions
 */
record IdxFile(Path file, int[] dimensions, byte[] values) {
  private static final int UNSIGNED_BYTE = 8;

  /**
   * Reads a file.
   *
   * @param limits how much a gzip file may unpack to
   * @throws DatasetFormatException if magic, dimensions or length are not right
   */
  static IdxFile read(Path file, int leastDimensions, int mostDimensions, ReadLimits limits)
      throws IOException {
    try (InputStream in = open(file, limits)) {
      byte[] magic = bytes(in, file, 4, 0, "the magic number");
      if (magic[0] != 0 || magic[1] != 0) {
        throw new DatasetFormatException(
            "%s starts with bytes %s; an IDX file starts with 0, 0. Is it another kind of file?"
                .formatted(file, Arrays.toString(unsigned(magic))));
      }
      if (magic[2] != UNSIGNED_BYTE) {
        throw new DatasetFormatException(
            "%s: byte 2 (type) is %d; only 8 (unsigned byte) is read"
                .formatted(file, magic[2] & 0xFF));
      }
      int count = magic[3] & 0xFF;
      if (count < leastDimensions || count > mostDimensions) {
        throw new DatasetFormatException(
            "%s: byte 3 says %d dimensions; expected %s. Were images and labels swapped?"
                .formatted(
                    file,
                    count,
                    leastDimensions == mostDimensions
                        ? Integer.toString(leastDimensions)
                        : leastDimensions + " to " + mostDimensions));
      }
      int[] dimensions = new int[count];
      long size = 1;
      for (int d = 0; d < count; d++) {
        int position = 4 + 4 * d;
        dimensions[d] = ByteBuffer.wrap(bytes(in, file, 4, position, "dimension " + d)).getInt();
        if (dimensions[d] < 1) {
          throw new DatasetFormatException(
              "%s: dimension %d at byte %d is %s; expected at least 1"
                  .formatted(file, d, position, Integer.toUnsignedString(dimensions[d])));
        }
        size *= dimensions[d];
        if (size > Integer.MAX_VALUE - 8) {
          throw new DatasetFormatException(
              "%s: dimensions up to %d at byte %d make %d values; more than 2 GiB are refused. The header is probably damaged."
                  .formatted(file, d, position, size));
        }
      }
      byte[] values = bytes(in, file, (int) size, 4 + 4 * count, "the values");
      if (in.read() >= 0) {
        throw new DatasetFormatException(
            "%s goes on after byte %d, where its header %s says that it ends; fetch it again"
                .formatted(file, 4L + 4L * count + size, Arrays.toString(dimensions)));
      }
      return new IdxFile(file, dimensions, values);
    } catch (EOFException | ZipException e) {
      throw new DatasetFormatException(
          "%s is damaged or cut short as a gzip file (%s); fetch it again"
              .formatted(file, e.getMessage()),
          e);
    }
  }

  private static InputStream open(Path file, ReadLimits limits) throws IOException {
    InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    try {
      in.mark(2);
      boolean isGzip = in.read() == 0x1F && in.read() == 0x8B;
      in.reset();
      return isGzip
          ? new UnpackedInput(
              new GZIPInputStream(in, 1 << 16), file.toString(), Files.size(file), limits)
          : in;
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  private static byte[] bytes(InputStream in, Path file, int count, int position, String what)
      throws IOException {
    // Grows as it reads, so that a damaged header cannot ask for memory the file does not fill.
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new DatasetFormatException(
          "%s ends at byte %d, inside %s (bytes %d to %d). The download was probably cut short; fetch it again."
              .formatted(
                  file, position + bytes.length, what, position, (long) position + count - 1));
    }
    return bytes;
  }

  private static int[] unsigned(byte[] bytes) {
    int[] values = new int[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      values[i] = bytes[i] & 0xFF;
    }
    return values;
  }
}

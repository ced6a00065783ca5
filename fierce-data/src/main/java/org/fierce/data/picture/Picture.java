package org.fierce.data.picture;

import java.io.IOException;
import java.util.function.Supplier;
import org.fierce.files.DatasetFormatException;
import org.fierce.files.ReadLimits;
import org.jspecify.annotations.Nullable;

/**
 * A picture whose header was read, and whose pixels can be read once, row by row from the top of
 * the picture as it is stored.
 *
 * @param width columns as stored
 * @param height rows as stored
 * @param orientation how it is turned before it is shown
 * @param rows its pixels
 * @param small the same picture at a fourth of its width and height, rounded up, where that can be
 *     had for less; it gives null where it cannot
 */
record Picture(
    int width, int height, Orientation orientation, Rows rows, Supplier<@Nullable Picture> small) {
  /** A picture that is always decoded in its full size. */
  Picture(int width, int height, Orientation orientation, Rows rows) {
    this(width, height, orientation, rows, () -> null);
  }

  /** Rows from the first to the last. */
  @FunctionalInterface
  interface Rows {
    /**
     * The next row.
     *
     * @param rgb filled with width x 3 values from 0 to 255, transparent pixels laid on white
     * @throws IOException if the pixels are damaged or cut short
     */
    void next(float[] rgb) throws IOException;
  }

  /**
   * Refuses a size before memory is asked for.
   *
   * @throws DatasetFormatException if a side is below 1 or there are too many pixels
   */
  static void checkSize(long width, long height, ReadLimits limits) throws IOException {
    if (width < 1 || height < 1) {
      throw new IOException("a picture of %d x %d pixels".formatted(width, height));
    }
    if (width * height > limits.megapixels() * 1_000_000L) {
      throw new IOException(
          "%d x %d pixels, more than %d megapixels; make it smaller or raise data.limits.megapixels"
              .formatted(width, height, limits.megapixels()));
    }
  }
}

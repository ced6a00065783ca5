package org.fierce.data.picture;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * How a picture is turned before it is shown: the eight values of the EXIF and TIFF tag 274.
 *
 * @param transposed whether rows become columns
 * @param flipsColumns whether the columns of the stored picture run the other way
 * @param flipsRows whether its rows run the other way
 */
record Orientation(boolean transposed, boolean flipsColumns, boolean flipsRows) {
  static final Orientation UPRIGHT = new Orientation(false, false, false);
  private static final int TAG = 274;

  /** The orientation of a value; upright where it is none of 1 to 8. */
  static Orientation of(long value) {
    return switch ((int) Math.min(9, value)) {
      case 2 -> new Orientation(false, true, false);
      case 3 -> new Orientation(false, true, true);
      case 4 -> new Orientation(false, false, true);
      case 5 -> new Orientation(true, false, false);
      case 6 -> new Orientation(true, false, true);
      case 7 -> new Orientation(true, true, true);
      case 8 -> new Orientation(true, true, false);
      default -> UPRIGHT;
    };
  }

  /**
   * The orientation in EXIF data, which are a TIFF file; upright where they are broken or do not
   * say, as browsers have it.
   */
  static Orientation inExif(byte[] bytes, int from, int length) {
    if (length < 14) {
      return UPRIGHT;
    }
    ByteBuffer exif = ByteBuffer.wrap(bytes, from, length).slice();
    int mark = exif.getShort(0);
    if (mark != 0x4949 && mark != 0x4D4D) {
      return UPRIGHT;
    }
    exif.order(mark == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    int at = exif.getInt(4);
    if (exif.getShort(2) != 42 || at < 8 || at > length - 2) {
      return UPRIGHT;
    }
    int entries = exif.getShort(at) & 0xFFFF;
    for (int i = 0; i < entries && at + 2 + 12 * (i + 1) <= length; i++) {
      int entry = at + 2 + 12 * i;
      if ((exif.getShort(entry) & 0xFFFF) == TAG) {
        return of(
            switch (exif.getShort(entry + 2)) {
              case 1 -> exif.get(entry + 8);
              case 3 -> exif.getShort(entry + 8);
              case 4 -> exif.getInt(entry + 8);
              default -> 1;
            });
      }
    }
    return UPRIGHT;
  }

  /** A square of pixels as it is shown, for one as it is stored. */
  void turn(byte[] stored, byte[] shown, int offset, int side, int channels) {
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        int row = transposed ? x : y;
        int column = transposed ? y : x;
        int from =
            (flipsRows ? side - 1 - row : row) * side + (flipsColumns ? side - 1 - column : column);
        System.arraycopy(
            stored, from * channels, shown, offset + (y * side + x) * channels, channels);
      }
    }
  }
}

package org.fierce.data.picture;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A baseline JPEG (ITU-T T.81) at a quarter of its width and height, out of the lowest frequencies
 * of each block: a value for each quarter of a block, in place of its 16 pixels. Of the others
 * nothing is computed, so that this takes a fraction of the time of all pixels.
 *
 * <p>The mean of a quarter is {@code F00/8 + sx a F10 + sy a F01 + sx sy b F11}, where F are the
 * coefficients, sx and sy are 1 in its left and upper half and -1 in the other, {@code a} is the
 * mean of {@code cos((2x+1) pi/16)} over x = 0..3, divided by 4 sqrt 2, and {@code b} the square of
 * that mean divided by 4. Higher frequencies are left out: of a block's mean they are no part.
 */
final class JpegCells {
  /** Pixels of a side that a cell stands for. */
  static final int SIDE = 4;

  private static final double HALF =
      (Math.cos(Math.PI / 16)
              + Math.cos(3 * Math.PI / 16)
              + Math.cos(5 * Math.PI / 16)
              + Math.cos(7 * Math.PI / 16))
          / 4;
  private static final float ONE_WAY = (float) (HALF / (4 * Math.sqrt(2)));
  private static final float BOTH_WAYS = (float) (HALF * HALF / 4);
  private static final int FAST_BITS = 12;
  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private final byte[] data;
  private int position;
  private long bits;
  private int bitCount;
  private boolean isExhausted;
  private int madeUp;

  private final float[][] scales = new float[4][];
  private final Codes[] dc = new Codes[4];
  private final Codes[] ac = new Codes[4];
  private Plane[] planes = new Plane[0];
  private int width;
  private int height;
  private int restartInterval;
  private int mostAcross = 1;
  private int mostDown = 1;

  /** A channel: its sampling factors, its tables, and its cells, row by row. */
  private static final class Plane {
    final int name;
    final int across;
    final int down;
    final int table;
    Codes dc = Codes.NONE;
    Codes ac = Codes.NONE;
    float[] scale = new float[0];
    int last;
    int columns;
    float[] cells = new float[0];

    /** Where the cells of a row begin. */
    int start(int y, int mostDown) {
      return y * down / mostDown * columns;
    }

    Plane(int name, int across, int down, int table) {
      this.name = name;
      this.across = across;
      this.down = down;
      this.table = table;
    }
  }

  /** A Huffman table: codes of at most 16 bits. */
  private static final class Codes {
    static final Codes NONE = new Codes();
    private static final Map<ByteBuffer, Codes> KNOWN = new ConcurrentHashMap<>();
    private static final int MOST_KNOWN = 64;

    /** Length of the code that 12 bits begin with, times 256, plus what it stands for; or 0. */
    final int[] symbols = new int[1 << FAST_BITS];

    /**
     * For 12 bits: how many of them are whole coefficients, 256 times how many places these take,
     * and 65536 where the block ends with them; 0 where not one is whole.
     */
    final int[] skips = new int[1 << FAST_BITS];

    /** The code behind the last one of each length, at the upper end of 16 bits. */
    private final int[] ends = new int[17];

    /** Where the symbols of each length begin, less the first code of that length. */
    private final int[] offsets = new int[17];

    private byte[] data = new byte[0];

    /** The table in some bytes, which is that of the picture before for most; null for none. */
    static @Nullable Codes of(byte[] data, int start, int end, boolean isAc) {
      ByteBuffer key = ByteBuffer.wrap(Arrays.copyOfRange(data, start - 1, end));
      Codes known = KNOWN.get(key);
      if (known == null) {
        known = of(key.array(), isAc);
        if (known != null) {
          if (KNOWN.size() >= MOST_KNOWN) {
            KNOWN.clear();
          }
          KNOWN.put(key, known);
        }
      }
      return known;
    }

    private static @Nullable Codes of(byte[] data, boolean isAc) {
      int start = 1;
      int end = data.length;
      Codes codes = new Codes();
      codes.data = data;
      int code = 0;
      int next = start + 16;
      for (int length = 1; length <= 16; length++) {
        int count = data[start + length - 1] & 0xFF;
        codes.offsets[length] = next - code;
        for (int i = 0; i < count && length <= FAST_BITS; i++) {
          int first = (code + i) << (FAST_BITS - length);
          int last = (code + i + 1) << (FAST_BITS - length);
          if (last > 1 << FAST_BITS) {
            return null;
          }
          Arrays.fill(codes.symbols, first, last, length << 8 | (data[next + i] & 0xFF));
        }
        code += count;
        next += count;
        codes.ends[length] = count == 0 ? 0 : code << (16 - length);
        if (next > end || code > 1 << length) {
          return null;
        }
        code <<= 1;
      }
      if (isAc) {
        codes.findSkips();
      }
      return codes;
    }

    /** As {@link #symbols}, of a code that 12 bits do not hold. */
    int longer(int sixteen) {
      for (int length = FAST_BITS + 1; length <= 16; length++) {
        if (sixteen < ends[length]) {
          return length << 8 | (data[offsets[length] + (sixteen >> (16 - length))] & 0xFF);
        }
      }
      return 0;
    }

    private void findSkips() {
      for (int index = 0; index < skips.length; index++) {
        int used = 0;
        int places = 0;
        boolean isEnd = false;
        while (!isEnd) {
          int entry = symbols[(index << used) & ((1 << FAST_BITS) - 1)];
          int length = entry >> 8;
          int size = entry & 15;
          if (length == 0 || used + length + size > FAST_BITS) {
            break;
          }
          int run = entry >> 4 & 15;
          isEnd = size == 0 && run != 15;
          used += length + size;
          places += isEnd ? 0 : run + 1;
        }
        skips[index] = used == 0 ? 0 : used | places << 8 | (isEnd ? 1 << 16 : 0);
      }
    }
  }

  private JpegCells(byte[] data) {
    this.data = data;
  }

  /**
   * A picture of cells, each an RGB value; its last column and row may stand for less than a whole
   * cell of the picture.
   *
   * @param jpeg in grey or YCbCr, made up of the segments that a decoder needs
   * @return null where the file is not baseline, or is damaged
   */
  static @Nullable Picture of(byte[] jpeg, Orientation orientation) {
    JpegCells cells = new JpegCells(jpeg);
    try {
      return cells.read() ? cells.picture(orientation) : null;
    } catch (IndexOutOfBoundsException damaged) {
      return null;
    }
  }

  private boolean read() {
    position = 2;
    while (true) {
      int kind = data[position + 1] & 0xFF;
      int start = position + 4;
      int end = position + 2 + unsignedShort(position + 2);
      boolean isRead =
          switch (kind) {
            case 0xDB -> quantisation(start, end);
            case 0xC0 -> frame(start);
            case 0xC4 -> codes(start, end);
            case 0xDD -> interval(start);
            case 0xDA -> true;
            case 0xE0 -> true;
            default -> false;
          };
      if (!isRead) {
        return false;
      }
      if (kind == 0xDA) {
        return scan(start, end);
      }
      position = end;
    }
  }

  private int unsignedShort(int at) {
    return (data[at] & 0xFF) << 8 | (data[at + 1] & 0xFF);
  }

  private boolean quantisation(int start, int end) {
    for (int at = start; at < end; ) {
      boolean isWide = data[at] >> 4 != 0;
      int index = data[at++] & 3;
      float[] table = new float[5];
      for (int i = 0; i < 64; i++) {
        if (i < 5) {
          table[i] = isWide ? unsignedShort(at) : data[at] & 0xFF;
        }
        at += isWide ? 2 : 1;
      }
      scales[index] = table;
    }
    return true;
  }

  private boolean frame(int start) {
    height = unsignedShort(start + 1);
    width = unsignedShort(start + 3);
    int channels = data[start + 5];
    if (planes.length > 0 || (channels != 1 && channels != 3)) {
      return false;
    }
    planes = new Plane[channels];
    for (int c = 0; c < channels; c++) {
      int at = start + 6 + 3 * c;
      int sampling = channels == 1 ? 0x11 : data[at + 1];
      planes[c] = new Plane(data[at], sampling >> 4, sampling & 15, data[at + 2] & 3);
    }
    return true;
  }

  private boolean codes(int start, int end) {
    for (int at = start; at < end; ) {
      boolean isAc = data[at] >> 4 != 0;
      int index = data[at] & 3;
      int count = 0;
      for (int i = 1; i <= 16; i++) {
        count += data[at + i] & 0xFF;
      }
      Codes codes = Codes.of(data, at + 1, Math.min(end, at + 17 + count), isAc);
      if (codes == null) {
        return false;
      }
      (isAc ? ac : dc)[index] = codes;
      at += 17 + count;
    }
    return true;
  }

  private boolean interval(int start) {
    restartInterval = unsignedShort(start);
    return true;
  }

  private boolean scan(int start, int end) {
    int count = data[start];
    if (planes.length == 0 || count != planes.length) {
      return false;
    }
    for (int c = 0; c < count; c++) {
      Plane plane = planes[c];
      int tables = data[start + 2 + 2 * c];
      Codes ofDc = dc[tables >> 4 & 3];
      Codes ofAc = ac[tables & 3];
      if (data[start + 1 + 2 * c] != plane.name
          || ofDc == null
          || ofAc == null
          || scales[plane.table] == null) {
        return false;
      }
      plane.dc = ofDc;
      plane.ac = ofAc;
      plane.scale = scales[plane.table];
      mostAcross = Math.max(mostAcross, plane.across);
      mostDown = Math.max(mostDown, plane.down);
    }
    int columns = (width + 8 * mostAcross - 1) / (8 * mostAcross);
    int rows = (height + 8 * mostDown - 1) / (8 * mostDown);
    for (Plane plane : planes) {
      if (mostAcross % plane.across != 0 || mostDown % plane.down != 0) {
        return false;
      }
      plane.columns = 2 * columns * plane.across;
      plane.cells = new float[plane.columns * 2 * rows * plane.down];
    }
    position = end;
    int untilRestart = restartInterval;
    for (int unit = 0; unit < rows * columns; unit++) {
      if (restartInterval > 0 && untilRestart-- == 0) {
        if (!restart()) {
          return false;
        }
        untilRestart = restartInterval - 1;
      }
      for (Plane plane : planes) {
        for (int block = 0; block < plane.across * plane.down; block++) {
          int x = unit % columns * plane.across + block % plane.across;
          int y = unit / columns * plane.down + block / plane.across;
          if (!block(plane, 2 * y * plane.columns + 2 * x)) {
            return false;
          }
        }
      }
    }
    return true;
  }

  private boolean restart() {
    bits = 0;
    bitCount = 0;
    madeUp = 0;
    isExhausted = false;
    for (Plane plane : planes) {
      plane.last = 0;
    }
    while (position + 1 < data.length) {
      int kind = data[position + 1] & 0xFF;
      if (data[position] == (byte) 0xFF && kind >= 0xD0 && kind <= 0xD7) {
        position += 2;
        return true;
      }
      if (data[position] == (byte) 0xFF && kind != 0 && kind != 0xFF) {
        return false;
      }
      position++;
    }
    return false;
  }

  /**
   * Fills up bits of which some are left, byte by byte, zeros behind the last ones.
   *
   * @return the bits, the first of them uppermost
   */
  private long filled(long left, int count) {
    long all = left;
    int ready = count;
    while (ready <= 56) {
      int next = 0;
      if (!isExhausted) {
        next = data[position] & 0xFF;
        if (next == 0xFF) {
          if (data[position + 1] == 0) {
            position += 2;
          } else {
            isExhausted = true;
            next = 0;
          }
        } else {
          position++;
        }
      }
      all |= (long) next << (56 - ready);
      ready += 8;
      madeUp += isExhausted ? 8 : 0;
    }
    bitCount = ready;
    return all;
  }

  /** Decodes a block; whether it is whole. */
  private boolean block(Plane plane, int at) {
    byte[] bytes = data;
    long left = bits;
    int count = bitCount;
    if (count < 32) {
      left = filled(left, count);
      count = bitCount;
    }
    int entry = plane.dc.symbols[(int) (left >>> (64 - FAST_BITS))];
    if (entry == 0) {
      entry = plane.dc.longer((int) (left >>> 48));
    }
    int length = entry >> 8;
    int size = entry & 0xFF;
    if (entry == 0 || size > 11) {
      return false;
    }
    left <<= length;
    if (size > 0) {
      plane.last += number(left, size);
      left <<= size;
    }
    count -= length + size;
    float[] scale = plane.scale;
    float across = 0;
    float down = 0;
    float both = 0;
    int[] symbols = plane.ac.symbols;
    int[] skips = plane.ac.skips;
    int k = 1;
    while (k < 64) {
      if (count < 32) {
        int at4 = position;
        int word = at4 + 4 <= bytes.length ? (int) WORDS.get(bytes, at4) : -1;
        int other = ~word;
        if (((other - 0x01010101) & ~other & 0x80808080) == 0) {
          // Four bytes none of which is FF.
          left |= (word & 0xFFFFFFFFL) << (32 - count);
          count += 32;
          position = at4 + 4;
        } else {
          left = filled(left, count);
          count = bitCount;
        }
      }
      if (k > 4) {
        int skip = skips[(int) (left >>> (64 - FAST_BITS))];
        int places = skip >> 8 & 0xFF;
        if (skip != 0 && k + places <= 63) {
          left <<= skip & 0xFF;
          count -= skip & 0xFF;
          k += places;
          if (skip >> 16 != 0) {
            break;
          }
          continue;
        }
      }
      int code = symbols[(int) (left >>> (64 - FAST_BITS))];
      if (code == 0) {
        code = plane.ac.longer((int) (left >>> 48));
        if (code == 0) {
          return false;
        }
      }
      length = code >> 8;
      size = code & 15;
      int run = code >> 4 & 15;
      left <<= length;
      count -= length;
      if (size == 0) {
        if (run != 15) {
          break;
        }
        k += 16;
        continue;
      }
      k += run;
      if (k <= 4) {
        int value = number(left, size);
        if (k == 1) {
          across = value * scale[1] * ONE_WAY;
        } else if (k == 2) {
          down = value * scale[2] * ONE_WAY;
        } else if (k == 4) {
          both = value * scale[4] * BOTH_WAYS;
        }
      }
      left <<= size;
      count -= size;
      k++;
    }
    bits = left;
    bitCount = count;
    if (k > 64 || (isExhausted && count < madeUp)) {
      return false;
    }
    float mean = plane.last * scale[0] / 8 + 128;
    float[] cells = plane.cells;
    cells[at] = mean + across + down + both;
    cells[at + 1] = mean - across + down - both;
    cells[at + plane.columns] = mean + across - down - both;
    cells[at + plane.columns + 1] = mean - across - down + both;
    return true;
  }

  /**
   * A number of so many bits, at least 1, as JPEG codes it: below half the range it is negative.
   */
  private static int number(long bits, int size) {
    int value = (int) (bits >>> (64 - size));
    return value < 1 << (size - 1) ? value - (1 << size) + 1 : value;
  }

  private Picture picture(Orientation orientation) {
    int columns = (width + SIDE - 1) / SIDE;
    int rows = (height + SIDE - 1) / SIDE;
    int[][] places = new int[planes.length][columns];
    for (int c = 0; c < planes.length; c++) {
      for (int x = 0; x < columns; x++) {
        places[c][x] = x * planes[c].across / mostAcross;
      }
    }
    int[] next = {0};
    return new Picture(columns, rows, orientation, rgb -> row(next[0]++, places, rgb));
  }

  private void row(int y, int[][] places, float[] rgb) {
    float[] luma = planes[0].cells;
    int start = planes[0].start(y, mostDown);
    int[] across = places[0];
    if (planes.length == 1) {
      for (int x = 0; x < across.length; x++) {
        rgb[3 * x] = rgb[3 * x + 1] = rgb[3 * x + 2] = clamped(luma[start + across[x]]);
      }
      return;
    }
    float[] blues = planes[1].cells;
    float[] reds = planes[2].cells;
    int blueStart = planes[1].start(y, mostDown);
    int redStart = planes[2].start(y, mostDown);
    for (int x = 0; x < across.length; x++) {
      float light = luma[start + across[x]];
      float blue = blues[blueStart + places[1][x]] - 128;
      float red = reds[redStart + places[2][x]] - 128;
      rgb[3 * x] = clamped(light + 1.402f * red);
      rgb[3 * x + 1] = clamped(light - 0.344136f * blue - 0.714136f * red);
      rgb[3 * x + 2] = clamped(light + 1.772f * blue);
    }
  }

  private static float clamped(float value) {
    return Math.max(0, Math.min(255, value));
  }
}

package org.fierce.data.picture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.fierce.files.ReadLimits;
import org.jspecify.annotations.Nullable;

/**
 * TIFF: {@code II} or {@code MM}, 42, where the first directory lies; a directory is a number of
 * entries of 12 bytes: tag, type, count, and the values or where they lie. The first picture is
 * read, in grey, colour, palette or CMYK of up to 16 bits, by the JDK, which is given the directory
 * with the tags that it needs and no others; colour profiles are not applied.
 */
final class TiffFile {
  private static final int[] TYPE_BYTES = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8};
  private static final int WIDTH = 256;
  private static final int HEIGHT = 257;
  private static final int BITS = 258;
  private static final int COMPRESSION = 259;
  private static final int PHOTOMETRIC = 262;
  private static final int STRIP_OFFSETS = 273;
  private static final int ORIENTATION = 274;
  private static final int SAMPLES = 277;
  private static final int STRIP_BYTES = 279;
  private static final int TILE_OFFSETS = 324;
  private static final int TILE_BYTES = 325;
  private static final int SAMPLE_FORMAT = 339;
  private static final int INKS = 5;

  /** Tags without which a picture cannot be decoded. */
  private static final Set<Integer> NEEDED =
      Set.of(
          WIDTH,
          HEIGHT,
          BITS,
          COMPRESSION,
          PHOTOMETRIC,
          266,
          STRIP_OFFSETS,
          SAMPLES,
          278,
          STRIP_BYTES,
          284,
          292,
          293,
          317,
          320,
          322,
          323,
          TILE_OFFSETS,
          TILE_BYTES,
          338,
          SAMPLE_FORMAT,
          347,
          529,
          530,
          531,
          532);

  private static final Set<Long> COMPRESSIONS = Set.of(1L, 2L, 3L, 4L, 5L, 7L, 8L, 32773L, 32946L);

  private final ByteBuffer file;
  private final Map<Integer, Integer> entries = new LinkedHashMap<>();

  private TiffFile(byte[] bytes) {
    file =
        ByteBuffer.wrap(bytes)
            .order(bytes[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
  }

  static Picture open(byte[] bytes, ReadLimits limits) throws IOException {
    TiffFile tiff = new TiffFile(bytes);
    tiff.readDirectory();
    long width = tiff.number(WIDTH, 0);
    long height = tiff.number(HEIGHT, 0);
    Picture.checkSize(width, height, limits);
    tiff.checkKind();
    boolean isTiled = tiff.entries.containsKey(TILE_OFFSETS);
    tiff.checkPlaces(isTiled ? TILE_OFFSETS : STRIP_OFFSETS, isTiled ? TILE_BYTES : STRIP_BYTES);
    if (!isTiled && tiff.number(COMPRESSION, 1) == 1) {
      tiff.checkRows(width, height);
    }
    byte[] needed = tiff.needed();
    return new Picture(
        (int) width,
        (int) height,
        Orientation.of(tiff.number(ORIENTATION, 1)),
        new ImageRows(() -> PictureReaders.image("TIFF", needed), 0, 0));
  }

  private void readDirectory() throws IOException {
    if (file.capacity() < 8) {
      throw new IOException("a TIFF cut short: %d bytes".formatted(file.capacity()));
    }
    long at = Integer.toUnsignedLong(file.getInt(4));
    int count = at + 2 <= file.capacity() ? file.getShort((int) at) & 0xFFFF : 0;
    if (count == 0 || at + 2 + 12L * count > file.capacity()) {
      throw new IOException(
          "a TIFF cut short: its directory at byte %d does not lie in its %d bytes"
              .formatted(at, file.capacity()));
    }
    for (int i = 0; i < count; i++) {
      int entry = (int) at + 2 + 12 * i;
      int tag = file.getShort(entry) & 0xFFFF;
      if (NEEDED.contains(tag) || tag == ORIENTATION) {
        int type = file.getShort(entry + 2) & 0xFFFF;
        long bytes =
            type < TYPE_BYTES.length
                ? TYPE_BYTES[type] * Integer.toUnsignedLong(file.getInt(entry + 4))
                : 0;
        long place = bytes > 4 ? Integer.toUnsignedLong(file.getInt(entry + 8)) : entry + 8;
        if (bytes == 0 || place + bytes > file.capacity()) {
          throw new IOException(
              "a TIFF cut short or damaged: tag %d wants %d bytes at byte %d of %d"
                  .formatted(tag, bytes, place, file.capacity()));
        }
        entries.put(tag, entry);
      }
    }
  }

  private void checkKind() throws IOException {
    long compression = number(COMPRESSION, 1);
    if (!COMPRESSIONS.contains(compression)) {
      throw new IOException(
          "a TIFF packed by method %d, which few programs read; save it as PNG"
              .formatted(compression));
    }
    long photometric = number(PHOTOMETRIC, 0);
    long samples = number(SAMPLES, 1);
    long most = photometric == INKS ? 4 : photometric == 2 || photometric == 6 ? 4 : 2;
    if (photometric > 6 || photometric == 4 || samples > most) {
      throw new IOException(
          "a TIFF of %d channels in colours of kind %d, which few programs read; save it as PNG"
              .formatted(samples, photometric));
    }
    for (int i = 0; i < count(BITS); i++) {
      long bits = number(BITS, i, 1);
      if (bits != 1 && bits != 2 && bits != 4 && bits != 8 && bits != 16) {
        throw new IOException(
            "a TIFF of %d bits a channel; save it as PNG of 8 or 16 bits".formatted(bits));
      }
    }
    for (int i = 0; i < count(SAMPLE_FORMAT); i++) {
      if (number(SAMPLE_FORMAT, i, 1) != 1 && number(SAMPLE_FORMAT, i, 1) != 4) {
        throw new IOException(
            "a TIFF of signed or floating-point numbers; save it as PNG of 8 or 16 bits");
      }
    }
  }

  /** Sees that each strip or tile lies in the file. */
  private void checkPlaces(int offsets, int lengths) throws IOException {
    int parts = count(offsets);
    if (parts == 0 || count(lengths) != parts) {
      throw new IOException(
          "a damaged TIFF: %d places of pixels with %d lengths".formatted(parts, count(lengths)));
    }
    for (int i = 0; i < parts; i++) {
      long from = number(offsets, i, 0);
      long length = number(lengths, i, 0);
      if (length == 0 || from + length > file.capacity()) {
        throw new IOException(
            "a TIFF cut short: pixels %d of %d want %d bytes at byte %d of %d"
                .formatted(i + 1, parts, length, from, file.capacity()));
      }
    }
  }

  /** Sees that the strips of an unpacked picture hold all rows. */
  private void checkRows(long width, long height) throws IOException {
    long samples = number(SAMPLES, 1);
    boolean isPlanar = number(284, 1) == 2;
    long line = (width * number(BITS, 1) * (isPlanar ? 1 : samples) + 7) / 8;
    long expected = line * height * (isPlanar ? samples : 1);
    long found = 0;
    for (int i = 0; i < count(STRIP_BYTES); i++) {
      found += number(STRIP_BYTES, i, 0);
    }
    if (found < expected) {
      throw new IOException(
          "a damaged TIFF: %d bytes of pixels, %d are needed".formatted(found, expected));
    }
  }

  private int count(int tag) {
    Integer entry = entries.get(tag);
    return entry == null ? 0 : file.getInt(entry + 4);
  }

  private long number(int tag, long otherwise) {
    return number(tag, 0, otherwise);
  }

  private long number(int tag, int index, long otherwise) {
    @Nullable Integer entry = entries.get(tag);
    if (entry == null) {
      return otherwise;
    }
    int type = file.getShort(entry + 2);
    int bytes = TYPE_BYTES[type];
    int place = bytes * file.getInt(entry + 4) > 4 ? file.getInt(entry + 8) : entry + 8;
    int at = place + bytes * index;
    return switch (type) {
      case 1 -> file.get(at) & 0xFF;
      case 3 -> file.getShort(at) & 0xFFFF;
      case 4 -> Integer.toUnsignedLong(file.getInt(at));
      default -> otherwise;
    };
  }

  /** The file with a directory of its own behind it. */
  private byte[] needed() {
    int at = file.capacity() + file.capacity() % 2;
    ByteBuffer out =
        ByteBuffer.allocate(at + 2 + 12 * entries.size() + 4)
            .order(file.order())
            .put(file.array())
            .position(at);
    boolean isTurned = entries.containsKey(ORIENTATION);
    out.putShort((short) (entries.size() - (isTurned ? 1 : 0)));
    entries.forEach(
        (tag, entry) -> {
          if (tag != ORIENTATION) {
            out.put(file.array(), entry, 12);
          }
        });
    out.putInt(4, at);
    return out.array();
  }
}

package org.fierce.data.picture;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.fierce.files.DatasetFormatException;
import org.fierce.files.ReadLimits;
import org.jspecify.annotations.Nullable;

/**
 * Entries of a zip, ZIP64 too, by their central directory: a list at the end of the file with name,
 * sizes, CRC-32, packing and place of each entry. Entries that are stored or deflated are read;
 * each is checked against its size and CRC-32.
 */
public final class ZipArchive implements Closeable {
  private static final int END = 0x06054B50;
  private static final int END_64 = 0x06064B50;
  private static final int END_64_LOCATOR = 0x07064B50;
  private static final int DIRECTORY = 0x02014B50;
  private static final int LOCAL = 0x04034B50;
  private static final int END_BYTES = 22;
  private static final int DIRECTORY_BYTES = 46;
  private static final int LOCAL_BYTES = 30;
  private static final int MOST_COMMENT = 0xFFFF;
  private static final long MOST_DIRECTORY_BYTES = 256L << 20;
  private static final int ENCRYPTED = 1;
  private static final int UTF_8 = 1 << 11;
  private static final int STORED = 0;
  private static final int DEFLATED = 8;
  private static final int AES = 99;
  private static final int ZIP64 = 1;
  private static final Charset OLD_NAMES = oldNames();

  private final Path file;
  private final FileChannel channel;
  private final long size;
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  /** What the directory says of an entry. */
  private record Entry(
      int flags, int method, int crc, long packed, long unpacked, long place, boolean isDoubled) {}

  private ZipArchive(Path file, FileChannel channel) throws IOException {
    this.file = file;
    this.channel = channel;
    this.size = channel.size();
  }

  /**
   * Reads the directory of a zip.
   *
   * @throws DatasetFormatException if it is no zip, or cut short
   */
  public static ZipArchive open(Path file) throws IOException {
    FileChannel channel = FileChannel.open(file);
    try {
      ZipArchive zip = new ZipArchive(file, channel);
      zip.readDirectory();
      return zip;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** Names of all entries, folders among them, which end in a slash. */
  public Iterable<String> names() {
    return entries.keySet();
  }

  private void readDirectory() throws IOException {
    ByteBuffer end = end();
    if (end == null) {
      boolean isBegun = size >= 4 && at(0, 4).getInt(0) == LOCAL;
      throw new DatasetFormatException(
          isBegun
              ? "%s is a zip cut short: its directory, which stands at its end, is missing. Fetch it again."
                  .formatted(file)
              : "%s is neither a folder nor a whole zip; expected pictures in one of them"
                  .formatted(file));
    }
    long count = end.getShort(10) & 0xFFFF;
    long length = Integer.toUnsignedLong(end.getInt(12));
    long place = Integer.toUnsignedLong(end.getInt(16));
    boolean isSplit = end.getShort(4) != 0 && end.getShort(4) != (short) 0xFFFF;
    if (count == 0xFFFF || length == 0xFFFFFFFFL || place == 0xFFFFFFFFL) {
      ByteBuffer end64 = end64(end.getLong(END_BYTES));
      if (end64 != null) {
        count = end64.getLong(32);
        length = end64.getLong(40);
        place = end64.getLong(48);
      }
    }
    if (isSplit) {
      throw new DatasetFormatException(
          "%s is one of several parts of a zip; join them into one file first".formatted(file));
    }
    if (length < 0 || place < 0 || place > size - length || length > MOST_DIRECTORY_BYTES) {
      throw damaged(
          "its directory of %d bytes at byte %d does not lie in its %d bytes"
              .formatted(length, place, size));
    }
    ByteBuffer directory = at(place, (int) length);
    for (long i = 0; i < count; i++) {
      if (directory.remaining() < DIRECTORY_BYTES
          || directory.getInt(directory.position()) != DIRECTORY) {
        throw damaged("entry %d of %d is missing in its directory".formatted(i + 1, count));
      }
      readEntry(directory);
    }
  }

  /** The end of the directory, followed by the place of a 64-bit one or -1; null where none is. */
  private @Nullable ByteBuffer end() throws IOException {
    int length = (int) Math.min(size, END_BYTES + MOST_COMMENT);
    ByteBuffer tail = at(size - length, length);
    for (int i = length - END_BYTES; i >= 0; i--) {
      if (tail.getInt(i) == END && (tail.getShort(i + 20) & 0xFFFF) <= length - i - END_BYTES) {
        long at64 = -1;
        long locator = size - length + i - 20;
        if (locator >= 0) {
          ByteBuffer bytes = at(locator, 20);
          at64 = bytes.getInt(0) == END_64_LOCATOR ? bytes.getLong(8) : -1;
        }
        ByteBuffer end = ByteBuffer.allocate(END_BYTES + 8).order(ByteOrder.LITTLE_ENDIAN);
        end.put(tail.slice(i, END_BYTES)).putLong(at64);
        return end;
      }
    }
    return null;
  }

  private @Nullable ByteBuffer end64(long place) throws IOException {
    if (place < 0 || place > size - 56) {
      return null;
    }
    ByteBuffer end = at(place, 56);
    return end.getInt(0) == END_64 ? end : null;
  }

  private void readEntry(ByteBuffer directory) throws IOException {
    int start = directory.position();
    int flags = directory.getShort(start + 8);
    int nameBytes = directory.getShort(start + 28) & 0xFFFF;
    int extraBytes = directory.getShort(start + 30) & 0xFFFF;
    int commentBytes = directory.getShort(start + 32) & 0xFFFF;
    long next = (long) start + DIRECTORY_BYTES + nameBytes + extraBytes + commentBytes;
    if (next > directory.limit()) {
      throw damaged("its directory ends inside an entry");
    }
    byte[] name = new byte[nameBytes];
    directory.get(start + DIRECTORY_BYTES, name);
    long packed = Integer.toUnsignedLong(directory.getInt(start + 20));
    long unpacked = Integer.toUnsignedLong(directory.getInt(start + 24));
    long place = Integer.toUnsignedLong(directory.getInt(start + 42));
    ByteBuffer extra =
        directory
            .slice(start + DIRECTORY_BYTES + nameBytes, extraBytes)
            .order(ByteOrder.LITTLE_ENDIAN);
    while (extra.remaining() >= 4) {
      int kind = extra.getShort();
      int length = Math.min(extra.getShort() & 0xFFFF, extra.remaining());
      ByteBuffer field = extra.slice(extra.position(), length).order(ByteOrder.LITTLE_ENDIAN);
      if (kind == ZIP64) {
        unpacked = unpacked == 0xFFFFFFFFL && field.remaining() >= 8 ? field.getLong() : unpacked;
        packed = packed == 0xFFFFFFFFL && field.remaining() >= 8 ? field.getLong() : packed;
        place = place == 0xFFFFFFFFL && field.remaining() >= 8 ? field.getLong() : place;
      }
      extra.position(extra.position() + length);
    }
    String text = text(name, (flags & UTF_8) != 0);
    entries.merge(
        text,
        new Entry(
            flags,
            directory.getShort(start + 10) & 0xFFFF,
            directory.getInt(start + 16),
            packed,
            unpacked,
            place,
            false),
        (a, b) -> new Entry(a.flags, a.method, a.crc, a.packed, a.unpacked, a.place, true));
    directory.position((int) next);
  }

  /** Names without the mark of UTF-8 are often UTF-8 all the same, else of the first PC. */
  private static String text(byte[] name, boolean isUtf8) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(name)).toString();
    } catch (CharacterCodingException e) {
      return new String(name, isUtf8 ? StandardCharsets.UTF_8 : OLD_NAMES);
    }
  }

  private static Charset oldNames() {
    return Charset.isSupported("IBM437") ? Charset.forName("IBM437") : StandardCharsets.ISO_8859_1;
  }

  /**
   * The bytes of an entry.
   *
   * @throws DatasetFormatException if it cannot be unpacked, is larger than the limits, or is not
   *     what its CRC-32 says
   */
  public byte[] read(String name, ReadLimits limits) throws IOException {
    Entry entry = entries.get(name);
    if (entry == null) {
      throw new IllegalArgumentException("no entry " + name);
    }
    String what = "%s, entry %s".formatted(file, name);
    if (entry.isDoubled) {
      throw new DatasetFormatException(
          what + " is there twice; which one is meant is unknown. Pack the zip anew.");
    }
    if ((entry.flags & ENCRYPTED) != 0 || entry.method == AES) {
      throw new DatasetFormatException(
          what + " is encrypted; unpack the zip with its password and give the folder");
    }
    if (entry.method != STORED && entry.method != DEFLATED) {
      throw new DatasetFormatException(
          "%s is packed by method %d; expected stored or deflated. Pack the zip anew, or unpack it and give the folder."
              .formatted(what, entry.method));
    }
    if (entry.unpacked > limits.bytes() || entry.unpacked < 0) {
      throw new DatasetFormatException(
          "%s has %d bytes, more than %d MiB. If it is meant, raise data.limits.megabytes."
              .formatted(what, entry.unpacked, limits.megabytes()));
    }
    byte[] packed = packed(what, entry);
    limits.checkRatio(what, entry.packed, entry.unpacked);
    byte[] bytes = entry.method == STORED ? packed : inflate(what, packed, (int) entry.unpacked);
    CRC32 crc = new CRC32();
    crc.update(bytes);
    if (bytes.length != entry.unpacked || (int) crc.getValue() != entry.crc) {
      throw new DatasetFormatException(
          "%s is damaged: its CRC-32 is %08x of %d bytes, the zip says %08x of %d. Fetch the zip again."
              .formatted(what, crc.getValue(), bytes.length, entry.crc, entry.unpacked));
    }
    return bytes;
  }

  private byte[] packed(String what, Entry entry) throws IOException {
    if (entry.place < 0 || entry.place > size - LOCAL_BYTES) {
      throw new DatasetFormatException(
          what + " lies beyond the end of the zip, which is damaged or was cut. Fetch it again.");
    }
    ByteBuffer local = at(entry.place, LOCAL_BYTES);
    long start =
        entry.place + LOCAL_BYTES + (local.getShort(26) & 0xFFFF) + (local.getShort(28) & 0xFFFF);
    boolean isThere = local.getInt(0) == LOCAL && entry.packed >= 0 && start <= size - entry.packed;
    if (!isThere || entry.packed > Integer.MAX_VALUE - 8) {
      throw new DatasetFormatException(
          what + " is not where the directory says; the zip is damaged. Fetch it again.");
    }
    return at(start, (int) entry.packed).array();
  }

  private static byte[] inflate(String what, byte[] packed, int unpacked) throws IOException {
    Inflater inflater = new Inflater(true);
    try {
      // One byte more than it should be, to see whether there is more; deflate packs to 1/1032 at
      // best.
      byte[] bytes = new byte[(int) Math.min(unpacked + 1L, 1 + 1040L * packed.length)];
      inflater.setInput(packed);
      int length = 0;
      while (length < bytes.length && !inflater.finished()) {
        int n = inflater.inflate(bytes, length, bytes.length - length);
        if (n == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
          break;
        }
        length += n;
      }
      return Arrays.copyOf(bytes, length);
    } catch (DataFormatException e) {
      throw new DatasetFormatException(
          "%s cannot be unpacked (%s); the zip is damaged. Fetch it again."
              .formatted(what, e.getMessage()),
          e);
    } finally {
      inflater.end();
    }
  }

  private ByteBuffer at(long position, int count) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, position + buffer.position()) < 0) {
        throw damaged("it ends at byte %d".formatted(position + buffer.position()));
      }
    }
    return buffer.flip();
  }

  private DatasetFormatException damaged(String what) {
    return new DatasetFormatException(
        "%s is a damaged zip: %s. Fetch it again.".formatted(file, what));
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}

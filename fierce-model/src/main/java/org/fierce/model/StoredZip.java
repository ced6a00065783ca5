package org.fierce.model;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import org.fierce.files.AtomicFiles;
import org.jspecify.annotations.Nullable;

/**
 * A zip whose entries are stored as they are, one after the other, without times or comments. There
 * is one way to write given entries, so that a reader that knows names, sizes and CRC-32 knows
 * every other byte, and sees any that was changed. Files of 4 GiB and more are neither written nor
 * read.
 *
 * @param entries in the order of their bytes
 */
record StoredZip(List<Entry> entries) {
  private static final int LOCAL = 0x04034b50;
  private static final int CENTRAL = 0x02014b50;
  private static final int END = 0x06054b50;
  private static final int LOCAL_BYTES = 30;
  private static final int CENTRAL_BYTES = 46;
  private static final int END_BYTES = 22;
  private static final int VERSION = 10;
  private static final int FIRST_OF_1980 = 0x21;
  private static final long UNSIGNED = 0xffffffffL;
  private static final int MOST_DIRECTORY_BYTES = 1 << 16;

  StoredZip {
    entries = List.copyOf(entries);
  }

  /**
   * An entry.
   *
   * @param crc CRC-32 of its bytes
   * @param bytes number of them
   * @param start place of the first in the file
   */
  record Entry(String name, long crc, long bytes, long start) {}

  /** Bytes to be written as an entry. */
  interface Source {
    /** CRC-32 of the bytes. */
    long crc();

    /** Number of bytes. */
    long bytes();

    /** Writes all of them. */
    void writeTo(FileChannel channel) throws IOException;

    /** These bytes. */
    static Source of(byte[] bytes) {
      return new Bytes(bytes);
    }
  }

  private record Bytes(byte[] content) implements Source {
    @Override
    public long crc() {
      return crc32(content);
    }

    @Override
    public long bytes() {
      return content.length;
    }

    @Override
    public void writeTo(FileChannel channel) throws IOException {
      AtomicFiles.writeFully(channel, ByteBuffer.wrap(content));
    }
  }

  /** The bytes of an entry of another file, which are copied unread. */
  record Carried(FileChannel from, Entry entry) implements Source {
    @Override
    public long crc() {
      return entry.crc();
    }

    @Override
    public long bytes() {
      return entry.bytes();
    }

    @Override
    public void writeTo(FileChannel channel) throws IOException {
      long done = 0;
      while (done < entry.bytes()) {
        long copied = from.transferTo(entry.start() + done, entry.bytes() - done, channel);
        if (copied <= 0) {
          throw new IOException("%s ended while it was copied".formatted(entry.name()));
        }
        done += copied;
      }
    }
  }

  /** What is wrong with a file, in words that follow its name. */
  static final class Fault extends Exception {
    private static final long serialVersionUID = 1L;

    Fault(String found) {
      super(found);
    }
  }

  /** The entry of a name; null where there is none. */
  @Nullable Entry entry(String name) {
    return entries.stream().filter(entry -> entry.name().equals(name)).findFirst().orElse(null);
  }

  /** CRC-32 of bytes, as a zip has it. */
  static long crc32(byte[] bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    return crc.getValue();
  }

  /**
   * Reads where the entries of a file lie, and no entry.
   *
   * @throws Fault if a byte outside of the entries is not what would be written
   */
  static StoredZip read(RandomAccessFile file) throws IOException, Fault {
    long length = file.length();
    if (length < END_BYTES || length > UNSIGNED) {
      throw new Fault("it has %d bytes".formatted(length));
    }
    ByteBuffer end = read(file, length - END_BYTES, END_BYTES);
    if (end.getInt() != END) {
      throw new Fault("it does not end as a zip does; it was cut, or something was added");
    }
    long directoryBytes = end.getInt(12) & UNSIGNED;
    long directory = end.getInt(16) & UNSIGNED;
    if (directory + directoryBytes + END_BYTES != length) {
      throw new Fault(
          "its directory is to have %d bytes from %d on, but the file has %d"
              .formatted(directoryBytes, directory, length));
    }
    if (directoryBytes > MOST_DIRECTORY_BYTES) {
      throw new Fault(
          "its directory has %d bytes, at most %d are read"
              .formatted(directoryBytes, MOST_DIRECTORY_BYTES));
    }
    ByteBuffer found = read(file, directory, (int) directoryBytes);
    StoredZip zip = new StoredZip(entries(found, directory));
    if (!Arrays.equals(
        zip.directory(), read(file, directory, (int) (length - directory)).array())) {
      throw new Fault("its directory is not as Fierce writes it");
    }
    for (Entry entry : zip.entries) {
      byte[] header = local(entry);
      if (!Arrays.equals(
          header, read(file, entry.start() - header.length, header.length).array())) {
        throw new Fault("the header of %s is not as Fierce writes it".formatted(entry.name()));
      }
    }
    return zip;
  }

  private static List<Entry> entries(ByteBuffer directory, long end) throws Fault {
    List<Entry> entries = new ArrayList<>();
    long at = 0;
    while (directory.hasRemaining()) {
      int from = directory.position();
      if (directory.remaining() < CENTRAL_BYTES || directory.getInt(from) != CENTRAL) {
        throw new Fault("its directory is damaged at byte %d".formatted(from));
      }
      int method = directory.getShort(from + 10);
      int nameBytes = directory.getShort(from + 28) & 0xffff;
      int more =
          (directory.getShort(from + 30) & 0xffff) + (directory.getShort(from + 32) & 0xffff);
      if (directory.remaining() < CENTRAL_BYTES + nameBytes + more) {
        throw new Fault("its directory is damaged at byte %d".formatted(from));
      }
      byte[] letters = new byte[nameBytes];
      directory.get(from + CENTRAL_BYTES, letters);
      String name = new String(letters, StandardCharsets.ISO_8859_1);
      long bytes = directory.getInt(from + 24) & UNSIGNED;
      if (method != 0) {
        throw new Fault("its entry %s is packed, not stored as it is".formatted(name));
      }
      at += LOCAL_BYTES + nameBytes;
      entries.add(new Entry(name, directory.getInt(from + 16) & UNSIGNED, bytes, at));
      at += bytes;
      directory.position(from + CENTRAL_BYTES + nameBytes + more);
    }
    if (at != end) {
      throw new Fault(
          "its entries are to have %d bytes, but its directory begins at %d".formatted(at, end));
    }
    return entries;
  }

  private static ByteBuffer read(RandomAccessFile file, long at, int bytes) throws IOException {
    byte[] read = new byte[bytes];
    file.seek(at);
    file.readFully(read);
    return ByteBuffer.wrap(read).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The bytes of an entry; there are fewer than 2^31. */
  static byte[] content(RandomAccessFile file, Entry entry) throws IOException {
    return read(file, entry.start(), Math.toIntExact(entry.bytes())).array();
  }

  /** Writes entries, of names in ASCII, one after the other. */
  static StoredZip write(FileChannel channel, List<String> names, List<? extends Source> sources)
      throws IOException {
    List<Entry> entries = new ArrayList<>();
    long at = 0;
    for (int i = 0; i < names.size(); i++) {
      Source source = sources.get(i);
      at += LOCAL_BYTES + names.get(i).length();
      entries.add(new Entry(names.get(i), source.crc(), source.bytes(), at));
      at += source.bytes();
    }
    StoredZip zip = new StoredZip(entries);
    byte[] directory = zip.directory();
    if (at + directory.length > UNSIGNED) {
      throw new IOException(
          "a model file would have %d bytes; at most %d can be written"
              .formatted(at + directory.length, UNSIGNED));
    }
    for (int i = 0; i < names.size(); i++) {
      AtomicFiles.writeFully(channel, ByteBuffer.wrap(local(entries.get(i))));
      sources.get(i).writeTo(channel);
    }
    AtomicFiles.writeFully(channel, ByteBuffer.wrap(directory));
    return zip;
  }

  private static byte[] local(Entry entry) {
    ByteBuffer header =
        ByteBuffer.allocate(LOCAL_BYTES + entry.name().length()).order(ByteOrder.LITTLE_ENDIAN);
    header.putInt(LOCAL).putShort((short) VERSION);
    common(header, entry);
    header.put(entry.name().getBytes(StandardCharsets.ISO_8859_1));
    return header.array();
  }

  /** The fields that both headers of an entry have. */
  private static void common(ByteBuffer header, Entry entry) {
    header.putShort((short) 0).putShort((short) 0); // flags, stored
    header.putShort((short) 0).putShort((short) FIRST_OF_1980);
    header.putInt((int) entry.crc()).putInt((int) entry.bytes()).putInt((int) entry.bytes());
    header.putShort((short) entry.name().length()).putShort((short) 0);
  }

  /** All that follows the entries. */
  private byte[] directory() {
    int bytes = entries.stream().mapToInt(entry -> CENTRAL_BYTES + entry.name().length()).sum();
    ByteBuffer directory = ByteBuffer.allocate(bytes + END_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    long end = 0;
    for (Entry entry : entries) {
      directory.putInt(CENTRAL).putShort((short) VERSION).putShort((short) VERSION);
      common(directory, entry);
      directory.putShort((short) 0).putShort((short) 0).putShort((short) 0).putInt(0);
      directory.putInt((int) (entry.start() - LOCAL_BYTES - entry.name().length()));
      directory.put(entry.name().getBytes(StandardCharsets.ISO_8859_1));
      end = entry.start() + entry.bytes();
    }
    directory.putInt(END).putInt(0);
    directory.putShort((short) entries.size()).putShort((short) entries.size());
    directory.putInt(bytes).putInt((int) end).putShort((short) 0);
    return directory.array();
  }
}

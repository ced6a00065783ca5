package org.fierce.data.matrix;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.fierce.files.DatasetFormatException;
import org.jspecify.annotations.Nullable;

/** Bytes that are read from any place on. */
interface Region {
  /** What messages call them. */
  String name();

  /** How many there are. */
  long size() throws IOException;

  /**
   * Fills what is left of a buffer.
   *
   * @param position of the first byte
   * @throws DatasetFormatException if there are not as many
   */
  void read(long position, ByteBuffer target) throws IOException;

  /** The file they are all of; null where they cannot be mapped. */
  default @Nullable FileChannel channel() {
    return null;
  }

  /** The bytes of a file. */
  record OfFile(String name, FileChannel channel) implements Region {
    @Override
    public long size() throws IOException {
      return channel.size();
    }

    @Override
    public void read(long position, ByteBuffer target) throws IOException {
      long at = position;
      while (target.hasRemaining()) {
        int read = channel.read(target, at);
        if (read < 0) {
          throw new DatasetFormatException(
              "%s ends at byte %d, in the middle of its values".formatted(name, at));
        }
        at += read;
      }
    }
  }

  /** Bytes in memory. */
  record OfArray(String name, byte[] bytes) implements Region {
    @Override
    public long size() {
      return bytes.length;
    }

    @Override
    public void read(long position, ByteBuffer target) throws IOException {
      if (position + target.remaining() > bytes.length) {
        throw new DatasetFormatException(
            "%s ends at byte %d, in the middle of its values".formatted(name, bytes.length));
      }
      target.put(bytes, (int) position, target.remaining());
    }
  }

  /** An entry of a zip; reading from a place before the last one begins anew. */
  final class OfEntry implements Region {
    private final String name;
    private final ZipFile zip;
    private final ZipEntry entry;
    private @Nullable InputStream in;
    private final CRC32 sum = new CRC32();
    private long next;

    OfEntry(String name, ZipFile zip, ZipEntry entry) {
      this.name = name;
      this.zip = zip;
      this.entry = entry;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public long size() {
      return entry.getSize();
    }

    /** All of it in memory. */
    OfArray whole() throws IOException {
      if (size() > Integer.MAX_VALUE - 8) {
        throw new DatasetFormatException(
            "%s has %d bytes in Fortran order, more than fit one array; save it with numpy.ascontiguousarray"
                .formatted(name, size()));
      }
      byte[] bytes = new byte[(int) size()];
      read(0, ByteBuffer.wrap(bytes));
      return new OfArray(name, bytes);
    }

    @Override
    public void read(long position, ByteBuffer target) throws IOException {
      try {
        InputStream from = in;
        if (from == null || position < next) {
          from = zip.getInputStream(entry);
          in = from;
          next = 0;
          sum.reset();
        }
        byte[] chunk = new byte[1 << 16];
        while (next < position) {
          take(from, chunk, (int) Math.min(chunk.length, position - next));
        }
        while (target.hasRemaining()) {
          target.put(chunk, 0, take(from, chunk, Math.min(chunk.length, target.remaining())));
        }
      } catch (EOFException | ZipException e) {
        throw new DatasetFormatException(
            "%s is damaged or was cut short (%s); fetch it again".formatted(name, e.getMessage()),
            e);
      }
    }

    private int take(InputStream from, byte[] chunk, int most) throws IOException {
      int read = from.read(chunk, 0, most);
      if (read < 0) {
        throw new EOFException("it ends at byte " + next);
      }
      sum.update(chunk, 0, read);
      next += read;
      if (next == entry.getSize() && sum.getValue() != entry.getCrc()) {
        throw new ZipException("wrong checksum");
      }
      return read;
    }
  }
}

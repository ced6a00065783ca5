package org.fierce.files;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipException;

/** The unpacked bytes of a text file, each checked on its way through. */
public final class ScannedInput extends FilterInputStream {
  private static final int BUFFER_BYTES = 1 << 16;

  private final String name;
  private final TextScan scan = new TextScan();
  private final byte[] one = new byte[1];
  private final long most;
  private long count;

  /** A file that is kept in memory, and so must not be larger than that. */
  public ScannedInput(Path file) throws IOException {
    this(file.toString(), Files.newInputStream(file), Runtime.getRuntime().maxMemory());
  }

  private ScannedInput(String name, InputStream packed, long most) throws IOException {
    super(TextFile.unpacked(name, packed));
    this.name = name;
    this.most = most;
  }

  /**
   * Bytes of any number, of which no more than a few are kept at a time.
   *
   * @param name what messages call them
   */
  public static ScannedInput streamed(String name, InputStream in) throws IOException {
    return new ScannedInput(name, in, Long.MAX_VALUE);
  }

  @Override
  public int read() throws IOException {
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int read;
    try {
      read = in.read(bytes, offset, length);
    } catch (EOFException | ZipException e) {
      throw new DatasetFormatException(
          "%s is compressed with gzip, and damaged or cut short after %d unpacked bytes (%s). Fetch or pack it again."
              .formatted(name, count, e.getMessage()),
          e);
    }
    scan.add(bytes, offset, Math.max(read, 0));
    count += Math.max(read, 0);
    if (count > most) {
      throw tooLong(name, count, most);
    }
    return read;
  }

  public static DatasetFormatException tooLong(String file, long bytes, long most) {
    return new DatasetFormatException(
        "%s needs more than %d MiB as text, but Java was given %d MiB. Take fewer rows or columns, or give more memory with FIERCE_OPTS=-Xmx8g."
            .formatted(file, bytes >> 20, most >> 20));
  }

  /**
   * The same bytes for a reader that closes what it reads from, while the rest is still to come.
   */
  public InputStream kept() {
    return new FilterInputStream(this) {
      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        return ScannedInput.this.read(bytes, offset, length);
      }

      @Override
      public void close() {
        // Whoever opened this closes it.
      }
    };
  }

  /** Reads and judges all that is left. */
  public TextScan all() throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    while (read(buffer, 0, buffer.length) >= 0) {
      // Looked at on the way.
    }
    scan.finish();
    return scan;
  }

  /** Reads what is left where the bytes so far are not UTF-8, so that they can be judged whole. */
  public TextScan finish() throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    while (!scan.isUtf8Text() && read(buffer, 0, buffer.length) >= 0) {
      // Looked at on the way.
    }
    scan.finish();
    return scan;
  }
}

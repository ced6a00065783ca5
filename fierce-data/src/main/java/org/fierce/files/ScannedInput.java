package org.fierce.files;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.zip.ZipException;

/** The unpacked bytes of a text file, each checked on its way through. */
public final class ScannedInput extends FilterInputStream {
  private static final int BUFFER_BYTES = 1 << 16;

  private final Path file;
  private final TextScan scan = new TextScan();
  private final byte[] one = new byte[1];
  private final long most;
  private long count;

  public ScannedInput(Path file) throws IOException {
    super(TextFile.unpacked(file));
    this.file = file;
    most = Runtime.getRuntime().maxMemory();
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
              .formatted(file, count, e.getMessage()),
          e);
    }
    scan.add(bytes, offset, Math.max(read, 0));
    count += Math.max(read, 0);
    if (count > most) {
      throw tooLong(file, count, most);
    }
    return read;
  }

  public static DatasetFormatException tooLong(Path file, long bytes, long most) {
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

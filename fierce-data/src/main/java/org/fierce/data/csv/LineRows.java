package org.fierce.data.csv;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.fierce.files.DatasetFormatException;
import org.fierce.files.ScannedInput;
import org.fierce.files.TextScan;
import org.jspecify.annotations.Nullable;

/**
 * Lines of UTF-8 text, one after the other. A line that is none is told, and the others are read; a
 * text that is in another encoding altogether is refused at its beginning.
 */
public final class LineRows implements Closeable {
  private static final int LONGEST = 1 << 24;
  private static final int BUFFER_BYTES = 1 << 16;

  private final String name;
  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int from;
  private int to;
  private long number;
  private boolean afterReturn;

  /**
   * A line.
   *
   * @param text without what ends it
   * @param number from 1
   * @param problem why it is no text; null where it is
   */
  public record Line(String text, long number, @Nullable String problem) {
    /** Where it stands. */
    public String place() {
      return "line " + number;
    }
  }

  /**
   * Lines of a stream, unpacked where it is compressed with gzip.
   *
   * @param name what messages call it
   */
  public LineRows(String name, InputStream in) throws IOException {
    this.name = name;
    this.in = ScannedInput.streamed(name, in);
    fill();
    TextScan scan = new TextScan();
    scan.add(buffer, 0, to);
    scan.finish();
    if (scan.isOtherThanUtf8() && to > 0) {
      throw scan.refusal(name);
    }
    if (to >= 3
        && buffer[0] == (byte) 0xEF
        && buffer[1] == (byte) 0xBB
        && buffer[2] == (byte) 0xBF) {
      from = 3;
    }
  }

  private boolean fill() throws IOException {
    from = 0;
    to = Math.max(0, in.read(buffer, 0, buffer.length));
    return to > 0;
  }

  /** The first byte that is no blank, of those at hand; 0 where there is none. */
  public char first() {
    for (int i = from; i < to; i++) {
      if (buffer[i] > ' ') {
        return (char) buffer[i];
      }
    }
    return 0;
  }

  /** The next line that is not blank; null at the end. */
  public @Nullable Line next() throws IOException {
    for (Line line = any(); line != null; line = any()) {
      if (!line.text.isBlank() || line.problem != null) {
        return line;
      }
    }
    return null;
  }

  private @Nullable Line any() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    boolean isEnded = false;
    boolean hasAny = false;
    while (!isEnded && (from < to || fill())) {
      if (afterReturn) {
        afterReturn = false;
        from += buffer[from] == '\n' ? 1 : 0;
        continue;
      }
      hasAny = true;
      int end = from;
      while (end < to && buffer[end] != '\n' && buffer[end] != '\r') {
        end++;
      }
      bytes.write(buffer, from, end - from);
      if (bytes.size() > LONGEST) {
        throw new DatasetFormatException(
            "%s, line %d is longer than %d MiB; give a text with line ends"
                .formatted(name, number + 1, LONGEST >> 20));
      }
      isEnded = end < to;
      afterReturn = isEnded && buffer[end] == '\r';
      from = isEnded ? end + 1 : end;
    }
    return hasAny ? line(bytes.toByteArray()) : null;
  }

  private Line line(byte[] bytes) {
    number++;
    TextScan scan = new TextScan();
    scan.add(bytes, 0, bytes.length);
    scan.finish();
    if (scan.isUtf8Text()) {
      return new Line(new String(bytes, StandardCharsets.UTF_8), number, null);
    }
    return new Line(
        "",
        number,
        "the text is not UTF-8 (\"%s\"); save it as UTF-8"
            .formatted(start(new String(bytes, StandardCharsets.UTF_8))));
  }

  private static String start(String text) {
    return text.length() <= 30 ? text : text.substring(0, 30) + "...";
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}

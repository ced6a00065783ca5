package org.fierce.files;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * A file of text. Text is UTF-8, strictly: one byte-order mark at its start does not count, and a
 * file that holds anything else is refused with the line of the first byte that does not fit, the
 * encoding it looks like, and what to do. A NUL character is no text.
 */
public final class TextFile {
  private static final int MOST_BYTES = 256 << 20;
  private static final int MARK = 0xFEFF;
  private static final int BUFFER_BYTES = 1 << 16;

  private TextFile() {}

  /**
   * The whole text.
   *
   * @throws DatasetFormatException if it is not UTF-8, or longer than 256 MiB
   */
  public static String read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new DatasetFormatException(
            "%s is longer than %d MiB, too long for a file of this kind"
                .formatted(file, MOST_BYTES >> 20));
      }
      return decode(file.toString(), bytes);
    }
  }

  /**
   * The lines of the text, without what ends them (a line feed, a carriage return, or both).
   *
   * @throws DatasetFormatException as {@link #read} does
   */
  public static List<String> lines(Path file) throws IOException {
    return read(file).lines().toList();
  }

  /**
   * The text of bytes.
   *
   * @param name what messages call them
   * @throws DatasetFormatException if they are not UTF-8
   */
  public static String decode(String name, byte[] bytes) throws DatasetFormatException {
    TextScan scan = new TextScan();
    scan.add(bytes, 0, bytes.length);
    scan.finish();
    if (!scan.isUtf8Text()) {
      throw scan.refusal(name);
    }
    String text = new String(bytes, StandardCharsets.UTF_8);
    return !text.isEmpty() && text.charAt(0) == MARK ? text.substring(1) : text;
  }

  /** The bytes of a stream, unpacked where they begin as gzip does. */
  static InputStream unpacked(String file, InputStream packed) throws IOException {
    BufferedInputStream in = new BufferedInputStream(packed, BUFFER_BYTES);
    try {
      in.mark(2);
      boolean isGzip = in.read() == 0x1f && in.read() == 0x8b;
      in.reset();
      return isGzip ? new GZIPInputStream(in, BUFFER_BYTES) : in;
    } catch (EOFException | ZipException e) {
      in.close();
      throw new DatasetFormatException(
          "%s begins as gzip does, but is damaged or cut short (%s). Fetch or pack it again."
              .formatted(file, e.getMessage()),
          e);
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  /** Characters of a stream of bytes in an encoding, without a byte-order mark at its start. */
  public static Reader reader(InputStream in, Charset charset) throws IOException {
    Reader reader =
        new BufferedReader(
            new InputStreamReader(
                in,
                charset
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)));
    reader.mark(1);
    if (reader.read() != MARK) {
      reader.reset();
    }
    return reader;
  }
}

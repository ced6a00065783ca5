package org.fierce.data.csv;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.List;
import org.fierce.files.DatasetFormatException;
import org.jspecify.annotations.Nullable;

/**
 * The cells of a CSV file (RFC 4180) as text without surrounding blanks. Empty lines do not count.
 * The file may be compressed with gzip. Names of columns are in Unicode's composed form (NFC).
 *
 * @param path of the file
 * @param columns names of the columns, distinct
 * @param rows the cells, row by row
 * @param lines line of each row in the file, from 1
 * @param separator between cells
 * @param charset encoding of the file
 */
public record CsvFile(
    Path path,
    List<String> columns,
    List<String[]> rows,
    List<Long> lines,
    char separator,
    Charset charset) {
  /**
   * How a file is written.
   *
   * @param header whether the first row names the columns
   * @param names of the columns where there is no header; if empty, column1, column2, ...
   * @param separator between cells, or null to find it
   * @param mayBeOther whether a file that is no UTF-8 may be read as UTF-16, UTF-32 or windows-1252
   */
  public record Form(
      boolean header, List<String> names, @Nullable Character separator, boolean mayBeOther) {
    /** UTF-8 with a header. */
    static final Form WITH_HEADER = new Form(true, List.of(), null, false);

    /** With a header, in UTF-8, UTF-16, UTF-32 or windows-1252. */
    public static final Form ANY = new Form(true, List.of(), null, true);
  }

  /**
   * Reads a file in UTF-8 with a header, whatever separates its cells.
   *
   * @throws DatasetFormatException if it is no such file, with all that is wrong with it
   */
  public static CsvFile read(Path path) throws IOException {
    return read(path, Form.WITH_HEADER);
  }

  private static CsvFile read(Path path, Form form) throws IOException {
    CsvTable.Builder table = CsvTable.Builder.of(path, form);
    Problems problems = new Problems(path.toString());
    table.addProblems(problems, "");
    problems.refuse();
    return table.whole(path);
  }

  /** A text without blanks of any kind at its ends, those that do not break lines among them. */
  public static String trimmed(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && isBlank(text.charAt(from))) {
      from++;
    }
    while (to > from && isBlank(text.charAt(to - 1))) {
      to--;
    }
    return text.substring(from, to);
  }

  static boolean isBlank(char c) {
    return c == ' '
        || (c >= '\t' && c <= '\r')
        || (c >= 0x80 && (Character.isWhitespace(c) || Character.isSpaceChar(c)))
        || c == 0x200B;
  }

  /** A text in Unicode's composed form, in which two ways to write one name are equal. */
  public static String composed(String text) {
    return Normalizer.isNormalized(text, Normalizer.Form.NFC)
        ? text
        : Normalizer.normalize(text, Normalizer.Form.NFC);
  }
}

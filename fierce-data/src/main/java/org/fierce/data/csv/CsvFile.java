package org.fierce.data.csv;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import org.fierce.files.DatasetFormatException;
import org.fierce.files.ScannedInput;
import org.fierce.files.TextFile;
import org.fierce.files.TextScan;
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
 * @param isWestern whether the file is no UTF-8 and was read as windows-1252
 */
public record CsvFile(
    Path path,
    List<String> columns,
    List<String[]> rows,
    List<Long> lines,
    char separator,
    boolean isWestern) {
  private static final Charset WESTERN = Charset.forName("windows-1252");
  // What a cell takes besides its characters: a String, its array and a reference.
  private static final int CELL_BYTES = 56;

  /**
   * How a file is written.
   *
   * @param header whether the first row names the columns
   * @param names of the columns where there is no header; if empty, column1, column2, ...
   * @param separator between cells, or null to find it
   * @param mayBeWestern whether a file that is no UTF-8 may be read as windows-1252
   */
  public record Form(
      boolean header, List<String> names, @Nullable Character separator, boolean mayBeWestern) {
    /** UTF-8 with a header. */
    static final Form WITH_HEADER = new Form(true, List.of(), null, false);

    /** With a header, in UTF-8 or windows-1252. */
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

  static CsvFile read(Path path, Form form) throws IOException {
    Problems problems = new Problems(path.toString());
    CsvFile file = read(path, form, problems, "");
    problems.refuse();
    return file;
  }

  /**
   * Reads a file without the rows that cannot be read.
   *
   * @param problems takes those rows
   * @param ofFile what their problems call the file behind the number of a line, or empty
   */
  static CsvFile read(Path path, Form form, Problems problems, String ofFile) throws IOException {
    CsvFile file = null;
    IOException failure = null;
    TextScan scan;
    try (ScannedInput in = new ScannedInput(path)) {
      try {
        file =
            parse(
                path,
                form,
                TextFile.reader(in.kept(), StandardCharsets.UTF_8),
                false,
                problems,
                ofFile);
      } catch (CharacterCodingException | DatasetFormatException e) {
        failure = e;
      }
      scan = in.finish();
    }
    if (!scan.isUtf8Text()) {
      if (form.mayBeWestern && scan.isWestern()) {
        try (ScannedInput in = new ScannedInput(path)) {
          return parse(path, form, TextFile.reader(in, WESTERN), true, problems, ofFile);
        }
      }
      throw scan.refusal(path.toString());
    }
    if (failure != null) {
      throw failure;
    }
    return java.util.Objects.requireNonNull(file);
  }

  private static CsvFile parse(
      Path path, Form form, Reader text, boolean isWestern, Problems problems, String ofFile)
      throws IOException {
    CsvRows rows = CsvRows.of(path.toString(), form, text, isWestern);
    List<String[]> kept = new ArrayList<>();
    List<Long> lines = new ArrayList<>();
    long most = Runtime.getRuntime().maxMemory() / 2;
    long bytes = 0;
    rows.columnProblems().forEach(problems::add);
    for (CsvRows.Row row = rows.next(); row != null; row = rows.next()) {
      if (row.problem() != null) {
        problems.remedy(rows.remedy());
        String problem = row.problem().replaceFirst("^line \\d+", "$0" + ofFile);
        if (row.line() < 0) {
          problems.add(problem);
        } else {
          problems.addUnread(problem);
        }
        continue;
      }
      for (String cell : row.cells()) {
        bytes += CELL_BYTES + cell.length();
      }
      if (bytes > most) {
        throw ScannedInput.tooLong(path.toString(), bytes, most);
      }
      kept.add(row.cells());
      lines.add(row.line());
    }
    if (!rows.columnProblems().isEmpty()) {
      problems.remedy(rows.remedy());
      problems.refuse();
    }
    if (kept.isEmpty()) {
      problems.refuse();
      throw new DatasetFormatException(
          "%s has no rows%s".formatted(path, form.header ? " below its header" : ""));
    }
    return new CsvFile(path, rows.columns(), kept, lines, rows.separator(), isWestern);
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

  private static boolean isBlank(char c) {
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

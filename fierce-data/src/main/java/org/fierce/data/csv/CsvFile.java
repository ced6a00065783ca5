package org.fierce.data.csv;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
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
  private static final int SAMPLE = 1 << 16;
  private static final int MOST_COLUMNS = 100_000;
  private static final int LONGEST_CELL = 1 << 20;
  private static final int LONGEST_ROW = 1 << 24;
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
    CsvFile file = null;
    IOException failure = null;
    TextScan scan;
    try (ScannedInput in = new ScannedInput(path)) {
      try {
        file = parse(path, form, TextFile.reader(in.kept(), StandardCharsets.UTF_8), false);
      } catch (CharacterCodingException | DatasetFormatException e) {
        failure = e;
      }
      scan = in.finish();
    }
    if (!scan.isUtf8Text()) {
      if (form.mayBeWestern && scan.isWestern()) {
        try (ScannedInput in = new ScannedInput(path)) {
          return parse(path, form, TextFile.reader(in, WESTERN), true);
        }
      }
      throw scan.refusal(path.toString());
    }
    if (failure != null) {
      throw failure;
    }
    return java.util.Objects.requireNonNull(file);
  }

  private static CsvFile parse(Path path, Form form, Reader text, boolean isWestern)
      throws IOException {
    char separator = form.separator == null ? separator(path, text) : form.separator;
    CsvFile file =
        new CsvFile(
            path, new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), separator, isWestern);
    Problems problems = new Problems(path.toString());
    long most = Runtime.getRuntime().maxMemory() / 2;
    long bytes = 0;
    try (CsvReader<CsvRecord> reader = reader(separator, text)) {
      for (CsvRecord record : reader) {
        String[] cells = record.getFields().stream().map(CsvFile::trimmed).toArray(String[]::new);
        boolean isFirst = file.columns.isEmpty();
        if (isFirst) {
          file.columns.addAll(columns(form, cells));
          file.checkColumns(form, record.getStartingLineNumber(), problems);
        }
        if (isFirst && form.header) {
          continue;
        }
        if (cells.length != file.columns.size()) {
          problems.add(
              "line %d has %d cells; expected %d (%s)"
                  .formatted(
                      record.getStartingLineNumber(),
                      cells.length,
                      file.columns.size(),
                      CsvTable.shortened(file.columns)));
          continue;
        }
        for (String cell : cells) {
          bytes += CELL_BYTES + cell.length();
        }
        if (bytes > most) {
          throw ScannedInput.tooLong(path, bytes, most);
        }
        file.rows.add(cells);
        file.lines.add(record.getStartingLineNumber());
      }
    } catch (CsvParseException e) {
      problems.add(said(e));
    } catch (UncheckedIOException e) {
      throw e.getCause() == null ? new IOException(e) : e.getCause();
    }
    problems.refuse(
        ("Give each column a name of its own, complete the rows, quote cells that hold the separator (%s), or"
                + " say what separates them: --separator, or separator under data in a configuration.")
            .formatted(SeparatorGuess.name(separator)));
    if (file.rows.isEmpty()) {
      throw new DatasetFormatException(
          "%s has no rows%s".formatted(path, form.header ? " below its header" : ""));
    }
    return file;
  }

  private static char separator(Path path, Reader text) throws IOException {
    text.mark(SAMPLE);
    char[] start = new char[SAMPLE];
    int length = 0;
    for (int read = 0; read >= 0 && length < SAMPLE; length += Math.max(read, 0)) {
      read = text.read(start, length, SAMPLE - length);
    }
    text.reset();
    return SeparatorGuess.of(path, new String(start, 0, length), length == SAMPLE);
  }

  private static CsvReader<CsvRecord> reader(char separator, Reader text) {
    return CsvReader.builder()
        .fieldSeparator(separator)
        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
        .allowUnclosedQuote(false)
        .trimWhitespacesAroundQuotes(!Character.isWhitespace(separator))
        .build(
            CsvRecordHandler.builder()
                .maxFields(MOST_COLUMNS)
                .maxFieldSize(LONGEST_CELL)
                .maxRecordSize(LONGEST_ROW)
                .build(),
            text);
  }

  /** What the parser says, without the class that says it. */
  private static String said(CsvParseException e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    String place =
        e.getMessage() == null ? "" : e.getMessage().replaceFirst("^Exception when reading ", "");
    return "%s%s; a quote that is not closed is the usual reason"
        .formatted(place, cause == e ? "" : " (" + cause.getMessage() + ")");
  }

  private static List<String> columns(Form form, String[] cells) {
    if (form.header) {
      return List.of(cells).stream().map(CsvFile::composed).toList();
    }
    return form.names.isEmpty()
        ? IntStream.rangeClosed(1, cells.length).mapToObj(i -> "column" + i).toList()
        : form.names;
  }

  private void checkColumns(Form form, long line, Problems problems) {
    String place = form.header ? "line " + line : "names";
    Map<String, Integer> seen = new HashMap<>();
    for (int c = 0; c < columns.size(); c++) {
      String name = columns.get(c);
      Integer before = seen.putIfAbsent(name, c);
      if (name.isEmpty()) {
        problems.add("%s: column %d has no name".formatted(place, c + 1));
      } else if (before != null) {
        problems.add(
            "%s: column %d has the name \"%s\" of column %d"
                .formatted(place, c + 1, name, before + 1));
      }
    }
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

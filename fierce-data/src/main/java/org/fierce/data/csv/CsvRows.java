package org.fierce.data.csv;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.fierce.files.DatasetFormatException;
import org.fierce.files.ScannedInput;
import org.fierce.files.TextFile;
import org.fierce.files.TextScan;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a CSV file or stream, one after the other in constant memory, read as {@link CsvFile}
 * reads all of them. What is found out of the whole there, as separator and decimal mark, is found
 * out of the first 65,536 characters here, or of as many as are there when a stream begins.
 */
public final class CsvRows implements Closeable {
  private static final int SAMPLE = 1 << 16;
  private static final int LARGE_BYTES = 1 << 22;

  private final String name;
  private final CsvFile.Form form;
  private final Charset charset;
  private final char separator;
  private final List<DecimalMark> decimalMarks;
  private final List<Optional<NumberForm>> forms;
  private final CloseableIterator<CellBuffer> records;
  private final List<String> columns = new ArrayList<>();
  private final List<String> columnProblems = new ArrayList<>();
  private @Nullable ScannedInput scanned;
  private @Nullable CellBuffer pending;
  private @Nullable String failure;
  private boolean isAtEnd;

  /**
   * A row.
   *
   * @param cells without blanks at their ends
   * @param line on which it begins, from 1; -1 where the file is so damaged that it cannot be told
   *     where this row ends, and nothing follows
   * @param problem why it cannot be read, beginning with its line; null where it can
   */
  public record Row(String[] cells, long line, @Nullable String problem) {}

  private CsvRows(String name, CsvFile.Form form, Reader text, Charset charset) throws IOException {
    this.name = name;
    this.form = form;
    this.charset = charset;
    text.mark(SAMPLE);
    Sample sample = Sample.of(text);
    text.reset();
    separator =
        form.separator() == null
            ? SeparatorGuess.of(name, sample.text, sample.isCut)
            : form.separator();
    records = reader(separator, text).iterator();
    CellBuffer first = null;
    try {
      first = record();
    } catch (CsvParseException e) {
      failure = said(e);
    }
    if (first != null) {
      columns.addAll(columns(form, first.cells()));
      checkColumns(first.line());
      pending = form.header() ? null : first;
    }
    List<String[]> rows = sample.rows(separator, columns.size());
    decimalMarks = DecimalMark.of(rows, columns.size());
    forms = NumberMarks.forms(rows, columns.size());
  }

  /** Rows of characters that are known to be of an encoding. */
  static CsvRows of(String name, CsvFile.Form form, Reader text, Charset charset)
      throws IOException {
    return new CsvRows(name, form, text, charset);
  }

  /**
   * Rows of a file. Its encoding is found out of the whole of it.
   *
   * @throws DatasetFormatException if it is no text, or its columns cannot be told
   */
  public static CsvRows open(Path file, CsvFile.Form form) throws IOException {
    if (!Files.isRegularFile(file)) {
      return open(file.toString(), Files.newInputStream(file), form);
    }
    TextScan scan;
    try (ScannedInput in = ScannedInput.streamed(file.toString(), Files.newInputStream(file))) {
      scan = in.all();
    }
    Charset other = form.mayBeOther() ? scan.otherCharset() : null;
    if (!scan.isUtf8Text() && other == null) {
      throw scan.refusal(file.toString());
    }
    return open(
        file.toString(),
        Files.newInputStream(file),
        form,
        other == null ? StandardCharsets.UTF_8 : other);
  }

  /**
   * Rows of a file for somebody who looks at the first of them: of a large file the encoding is not
   * found out of the whole, so that it may turn out later not to be UTF-8.
   *
   * @throws DatasetFormatException as {@link #open(Path, CsvFile.Form)} does; and {@link #next}
   *     then does so too
   */
  public static CsvRows begin(Path file, CsvFile.Form form) throws IOException {
    return !Files.isRegularFile(file) || Files.size(file) <= LARGE_BYTES
        ? open(file, form)
        : open(file.toString(), Files.newInputStream(file), form);
  }

  /**
   * Rows of a stream in UTF-8.
   *
   * @param name what messages call it
   * @throws DatasetFormatException if it is no text, or its columns cannot be told
   */
  public static CsvRows open(String name, InputStream in, CsvFile.Form form) throws IOException {
    return open(name, in, form, StandardCharsets.UTF_8);
  }

  private static CsvRows open(String name, InputStream in, CsvFile.Form form, Charset charset)
      throws IOException {
    ScannedInput scanned = ScannedInput.streamed(name, in);
    CsvRows rows;
    try {
      rows = new CsvRows(name, form, TextFile.reader(scanned.kept(), charset), charset);
      rows.scanned = scanned;
      rows.refuseColumns();
    } catch (CharacterCodingException e) {
      DatasetFormatException refusal = scanned.finish().refusal(name);
      scanned.close();
      throw refusal;
    } catch (IOException | RuntimeException e) {
      scanned.close();
      throw e;
    }
    return rows;
  }

  private void refuseColumns() throws DatasetFormatException {
    Problems problems = new Problems(name);
    columnProblems.forEach(problems::add);
    if (failure != null) {
      problems.add(failure);
    }
    problems.refuse(remedy());
  }

  /** What messages call the file or stream. */
  public String name() {
    return name;
  }

  /** Names of the columns; empty where there is no row at all. */
  public List<String> columns() {
    return columns;
  }

  /** What is wrong with the names of the columns. */
  List<String> columnProblems() {
    return columnProblems;
  }

  /** How the numbers of each column are written, as far as the first rows show. */
  public List<DecimalMark> decimalMarks() {
    return decimalMarks;
  }

  /** How the numbers of each column are written; empty where the first rows do not show it. */
  public List<Optional<NumberForm>> forms() {
    return forms;
  }

  char separator() {
    return separator;
  }

  /** What to do about rows that cannot be read. */
  String remedy() {
    return "Give each column a name of its own, complete the rows, quote cells that hold the separator (%s), or say what separates them: --separator, or separator under data in a configuration."
        .formatted(SeparatorGuess.name(separator));
  }

  /** How the rows are read, where that is not the plain way; a sentence, or empty. */
  public String note() {
    List<String> said = new ArrayList<>();
    if (separator != ',') {
      said.add("cells separated by " + SeparatorGuess.name(separator));
    }
    if (decimalMarks.contains(DecimalMark.COMMA)) {
      said.add("numbers with a decimal comma");
    }
    if (!charset.equals(StandardCharsets.UTF_8)) {
      said.add(words(charset));
    }
    return said.isEmpty() ? "" : "%s is read with %s.".formatted(name, String.join(", ", said));
  }

  /** How notes call an encoding that is not UTF-8. */
  static String words(Charset charset) {
    return "text in %s, as it is not UTF-8".formatted(charset.name());
  }

  /**
   * The next row; null at the end. A row that cannot be read is told in {@link Row#problem}.
   *
   * @throws DatasetFormatException if the rest is no text
   */
  public @Nullable Row next() throws IOException {
    if (isAtEnd) {
      return null;
    }
    CellBuffer row = advance();
    if (row == null) {
      return failure == null ? null : new Row(new String[0], -1, failure);
    }
    return new Row(row.cells(), row.line(), problem(row));
  }

  /**
   * The next row, in a buffer that the row after it is written to; null at the end, or where {@link
   * #failure} says why nothing more can be read.
   */
  @Nullable CellBuffer advance() throws IOException {
    if (isAtEnd) {
      return null;
    }
    CellBuffer row = pending;
    pending = null;
    try {
      row = row == null && failure == null ? record() : row;
    } catch (CsvParseException e) {
      failure = said(e);
    }
    isAtEnd = row == null || failure != null;
    return isAtEnd ? null : row;
  }

  /** Why nothing more can be read; null where the rows simply end. */
  @Nullable String failure() {
    return failure;
  }

  /** Why a row cannot be used; null where it can. */
  @Nullable String problem(CellBuffer row) {
    return row.count() == columns.size()
        ? null
        : "line %d has %d cells; expected %d (%s)"
            .formatted(row.line(), row.count(), columns.size(), CsvTable.shortened(columns));
  }

  private @Nullable CellBuffer record() throws IOException {
    try {
      return records.hasNext() ? records.next() : null;
    } catch (UncheckedIOException e) {
      IOException cause = e.getCause() == null ? new IOException(e) : e.getCause();
      if (cause instanceof CharacterCodingException && scanned != null) {
        throw scanned.finish().refusal(name);
      }
      throw cause;
    }
  }

  private static List<String> columns(CsvFile.Form form, String[] cells) {
    if (form.header()) {
      List<String> names = new ArrayList<>(List.of(cells).stream().map(CsvFile::composed).toList());
      // As pandas writes its index.
      if (names.size() > 1 && names.get(0).isEmpty() && !names.contains("column1")) {
        names.set(0, "column1");
      }
      return names;
    }
    return form.names().isEmpty()
        ? IntStream.rangeClosed(1, cells.length).mapToObj(i -> "column" + i).toList()
        : form.names();
  }

  private void checkColumns(long line) {
    String place = form.header() ? "line " + line : "names";
    Map<String, Integer> seen = new HashMap<>();
    for (int c = 0; c < columns.size(); c++) {
      String column = columns.get(c);
      Integer before = seen.putIfAbsent(column, c);
      if (column.isEmpty()) {
        columnProblems.add("%s: column %d has no name".formatted(place, c + 1));
      } else if (before != null) {
        columnProblems.add(
            "%s: column %d has the name \"%s\" of column %d"
                .formatted(place, c + 1, column, before + 1));
      }
    }
  }

  private static CsvReader<CellBuffer> reader(char separator, Reader text) {
    return CsvReader.builder()
        .fieldSeparator(separator)
        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
        .allowUnclosedQuote(false)
        .trimWhitespacesAroundQuotes(!Character.isWhitespace(separator))
        .build(new CellBuffer(), text);
  }

  /** What the parser says, without the class that says it. */
  private static String said(CsvParseException e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    String place =
        e.getMessage() == null ? "" : e.getMessage().replaceFirst("^Exception when reading ", "");
    return "%s%s; a quote that is not closed is the usual reason"
        .formatted(place, cause == e ? "" : " (" + cause.getMessage() + ")");
  }

  /**
   * How a text begins.
   *
   * @param isCut whether it may end inside a row
   */
  private record Sample(String text, boolean isCut) {
    /** Reads what is there: at least two lines, unless there are none. */
    static Sample of(Reader text) throws IOException {
      char[] start = new char[SAMPLE];
      int length = 0;
      int lines = 0;
      while (length < SAMPLE && (lines < 2 || text.ready())) {
        int read = text.read(start, length, SAMPLE - length);
        if (read < 0) {
          return new Sample(new String(start, 0, length), false);
        }
        for (int i = length; i < length + read; i++) {
          lines += start[i] == '\n' ? 1 : 0;
        }
        length += read;
      }
      return new Sample(new String(start, 0, length), length > 0 && start[length - 1] != '\n');
    }

    /** Its whole rows of so many cells. */
    List<String[]> rows(char separator, int columns) {
      List<String[]> rows = new ArrayList<>();
      try (CsvReader<CellBuffer> reader = reader(separator, new java.io.StringReader(text))) {
        for (CellBuffer row : reader) {
          if (row.count() == columns) {
            rows.add(row.cells());
          }
        }
      } catch (CsvParseException | IOException e) {
        // What is wrong is said where the row is read.
        return rows;
      }
      if (isCut && !rows.isEmpty()) {
        rows.remove(rows.size() - 1);
      }
      return rows;
    }
  }

  @Override
  public void close() throws IOException {
    records.close();
    if (scanned != null) {
      scanned.close();
    }
  }
}

package org.fierce.data;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.fierce.labels.FineTargets;

/**
 * The cells of one or more CSV files (UTF-8, RFC 4180) with the same columns, as text without
 * surrounding blanks. Empty lines do not count.
 *
 * @param columns names of the columns, distinct
 * @param rows the cells, row by row
 * @param files file of each row
 * @param lines line of each row in its file, from 1
 * @param textNumbers whether a bare fine column may hold numbers
 */
record CsvTable(
    List<String> columns,
    List<String[]> rows,
    List<Path> files,
    List<Long> lines,
    boolean textNumbers)
    implements LabelledRows {
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?");

  /**
   * Reads files.
   *
   * @param header whether each file's first line names its columns
   * @param names names of the columns where there is no header; if empty, column1, column2, ...
   * @throws DatasetFormatException if a file is empty or no CSV, a row has another number of cells
   *     than the first, a column's name is empty or comes twice, or the files' columns differ
   */
  static CsvTable read(
      List<Path> paths, boolean header, List<String> names, String separator, boolean textNumbers)
      throws IOException {
    CsvTable all = readOne(paths.get(0), header, names, separator, textNumbers);
    for (Path path : paths.subList(1, paths.size())) {
      CsvTable more = readOne(path, header, names, separator, textNumbers);
      if (!more.columns.equals(all.columns)) {
        throw new DatasetFormatException(
            "%s has the columns %s but %s has %s; training and test file need the same, in one order"
                .formatted(path, more.columns, paths.get(0), all.columns));
      }
      all.rows.addAll(more.rows);
      all.files.addAll(more.files);
      all.lines.addAll(more.lines);
    }
    return all;
  }

  private static CsvTable readOne(
      Path path, boolean header, List<String> names, String separator, boolean textNumbers)
      throws IOException {
    List<String> columns = header ? List.of() : names;
    CsvTable table =
        new CsvTable(
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            textNumbers);
    var decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    try (var text = new InputStreamReader(Files.newInputStream(path), decoder);
        CsvReader<CsvRecord> reader =
            CsvReader.builder()
                .fieldSeparator(separator)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .ofCsvRecord(text)) {
      boolean isFirst = true;
      for (CsvRecord record : reader) {
        String[] cells = record.getFields().stream().map(String::strip).toArray(String[]::new);
        if (isFirst) {
          isFirst = false;
          if (cells[0].startsWith("\uFEFF")) {
            cells[0] = cells[0].substring(1).strip();
          }
          if (header) {
            columns = List.of(cells);
          } else if (columns.isEmpty()) {
            columns = IntStream.rangeClosed(1, cells.length).mapToObj(i -> "column" + i).toList();
          }
          checkColumns(path, columns);
          table.columns.addAll(columns);
          if (header) {
            continue;
          }
        }
        if (cells.length != columns.size()) {
          throw new DatasetFormatException(
              ("%s, line %d has %d cells; expected %d (%s). Complete the row, quote cells that hold the separator"
                      + " \"%s\", or give the right separator.")
                  .formatted(
                      path,
                      record.getStartingLineNumber(),
                      cells.length,
                      columns.size(),
                      shortened(columns),
                      separator));
        }
        table.rows.add(cells);
        table.files.add(path);
        table.lines.add(record.getStartingLineNumber());
      }
    } catch (CsvParseException e) {
      throw new DatasetFormatException(
          "%s is not CSV: %s. An unclosed quote is the usual reason."
              .formatted(path, e.getMessage()),
          e);
    } catch (UncheckedIOException e) {
      throw unreadable(path, e.getCause() == null ? new IOException(e) : e.getCause());
    } catch (CharacterCodingException e) {
      throw unreadable(path, e);
    }
    if (table.rows.isEmpty()) {
      throw new DatasetFormatException(
          "%s has no rows%s".formatted(path, header ? " below its header" : ""));
    }
    return table;
  }

  private static IOException unreadable(Path path, IOException e) {
    return e instanceof CharacterCodingException
        ? new DatasetFormatException(path + " is not text in UTF-8; save it as that", e)
        : e;
  }

  private static void checkColumns(Path path, List<String> columns) throws DatasetFormatException {
    Set<String> seen = new HashSet<>();
    for (int c = 0; c < columns.size(); c++) {
      if (columns.get(c).isEmpty() || !seen.add(columns.get(c))) {
        throw new DatasetFormatException(
            "%s: the name of column %d, \"%s\", is empty or comes twice; each column needs its own"
                .formatted(path, c + 1, columns.get(c)));
      }
    }
  }

  /** The rows whose numbers are given, in their order. */
  CsvTable select(int[] chosen) {
    List<String[]> someRows = new ArrayList<>(chosen.length);
    List<Path> someFiles = new ArrayList<>(chosen.length);
    List<Long> someLines = new ArrayList<>(chosen.length);
    for (int row : chosen) {
      someRows.add(rows.get(row));
      someFiles.add(files.get(row));
      someLines.add(lines.get(row));
    }
    return new CsvTable(columns, someRows, someFiles, someLines, textNumbers);
  }

  /** Number of rows that came from a file. */
  int rowsOf(Path file) {
    return (int) files.stream().filter(file::equals).count();
  }

  /**
   * Index of a column.
   *
   * @throws DatasetFormatException if there is none of this name, with those there are
   */
  int column(String name) throws DatasetFormatException {
    int index = columns.indexOf(name);
    if (index < 0) {
      throw new DatasetFormatException(
          "%s has no column \"%s\"; it has %s".formatted(files.get(0), name, shortened(columns)));
    }
    return index;
  }

  private static String shortened(List<String> names) {
    int shown = Math.min(names.size(), 20);
    String list = String.join(", ", names.subList(0, shown));
    return shown < names.size() ? list + " and " + (names.size() - shown) + " more" : list;
  }

  /**
   * Whether a text is a decimal number, as {@code -1.5e3}; NaN, Infinity and hexadecimals are not.
   */
  static boolean isNumber(String text) {
    return NUMBER.matcher(text).matches();
  }

  @Override
  public int size() {
    return rows.size();
  }

  /** A column's cells, none of them empty. */
  List<String> texts(String column) throws DatasetFormatException {
    int c = column(column);
    List<String> texts = new ArrayList<>(rows.size());
    for (int row = 0; row < rows.size(); row++) {
      String text = rows.get(row)[c];
      if (text.isEmpty()) {
        throw new DatasetFormatException(
            "%s: column %s is empty; fill it in or take the row out".formatted(place(row), column));
      }
      texts.add(text);
    }
    return texts;
  }

  /** Classes in the order of their numbers where all are whole numbers, else of their names. */
  @Override
  public FineTargets.Classes classes(String column) throws DatasetFormatException {
    List<String> texts = texts(column);
    List<String> names = sorted(new LinkedHashSet<>(texts));
    Map<String, Integer> index = new HashMap<>();
    for (String name : names) {
      index.put(name, index.size());
    }
    int[] labels = new int[texts.size()];
    for (int row = 0; row < labels.length; row++) {
      labels[row] = Objects.requireNonNull(index.get(texts.get(row)));
    }
    return new FineTargets.Classes(labels, names);
  }

  /** Distinct texts in a natural order. */
  static List<String> sorted(Set<String> texts) {
    boolean allWhole = texts.stream().allMatch(text -> text.matches("[+-]?\\d{1,18}"));
    Comparator<String> byName = Comparator.naturalOrder();
    Comparator<String> byNumber = Comparator.comparingLong(Long::parseLong);
    return texts.stream().sorted(allWhole ? byNumber.thenComparing(byName) : byName).toList();
  }

  @Override
  public double[] numbers(String column) throws DatasetFormatException {
    List<String> texts = texts(column);
    double[] numbers = new double[texts.size()];
    for (int row = 0; row < numbers.length; row++) {
      numbers[row] = number(texts.get(row), row, column);
    }
    return numbers;
  }

  /** A cell's text as a finite number. */
  double number(String text, int row, String column) throws DatasetFormatException {
    double number = isNumber(text) ? Double.parseDouble(text) : Double.NaN;
    if (!(Math.abs(number) <= Float.MAX_VALUE)) {
      throw new DatasetFormatException(
          ("%s: column %s is \"%s\", not a finite number. Correct it, name the text in missingTexts, or name the"
                  + " column in categorical or ignored.")
              .formatted(place(row), column, text));
    }
    return number;
  }

  @Override
  public boolean holdsNumbers(String column) throws DatasetFormatException {
    return textNumbers && texts(column).stream().allMatch(CsvTable::isNumber);
  }

  @Override
  public String place(int row) {
    return "%s, line %d".formatted(files.get(row), lines.get(row));
  }
}

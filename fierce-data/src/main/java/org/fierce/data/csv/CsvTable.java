package org.fierce.data.csv;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.RandomAccess;
import java.util.Set;
import org.fierce.files.DatasetFormatException;
import org.fierce.files.ScannedInput;
import org.fierce.files.TextFile;
import org.fierce.files.TextScan;
import org.fierce.labels.FineTargets;
import org.jspecify.annotations.Nullable;

/**
 * The cells of one or more files with the same columns, column by column as texts ({@link
 * TextColumn}), with the file and the line of each row.
 */
public final class CsvTable implements LabelledRows {
  private static final int LONGEST_SHOWN = 60;
  private static final String EMPTY_REMEDY = "Fill it in, or take the row out.";

  private final List<String> columns;
  private final List<TextColumn> texts;
  private final RowPlaces places;
  private final boolean textNumbers;
  private final List<String> notes;
  private final List<NumberMarks> marks;

  /** What the number of a row in its file counts. */
  private final String unit;

  private final boolean decimalComma;

  /** Number of each row among those that the columns hold; null for all of them. */
  private final int @Nullable [] chosen;

  private CsvTable(
      List<String> columns,
      List<TextColumn> texts,
      RowPlaces places,
      boolean textNumbers,
      String unit) {
    this.columns = List.copyOf(columns);
    this.texts = texts;
    this.places = places;
    this.textNumbers = textNumbers;
    this.marks = texts.stream().map(CsvTable::marks).toList();
    this.decimalComma = marks.stream().anyMatch(NumberMarks::showsDecimalComma);
    this.notes = List.of();
    this.unit = unit;
    this.chosen = null;
  }

  private CsvTable(CsvTable of, int[] chosen) {
    this.columns = of.columns;
    this.texts = of.texts;
    this.places = of.places;
    this.textNumbers = of.textNumbers;
    this.notes = of.notes;
    this.unit = of.unit;
    this.marks = of.marks;
    this.decimalComma = of.decimalComma;
    this.chosen = chosen;
  }

  private static NumberMarks marks(TextColumn column) {
    NumberMarks marks = new NumberMarks();
    TextColumn.Cursor cursor = column.cursor();
    if (column.distinct() < 0) {
      for (int row = 0; row < column.size(); row++) {
        cursor.seek(row);
        marks.add(cursor.bytes(), cursor.from(), cursor.to(), 1);
      }
      return marks;
    }
    int[] counts = new int[column.distinct()];
    for (int row = 0; row < column.size(); row++) {
      counts[column.code(row)]++;
    }
    for (int code = 0; code < counts.length; code++) {
      byte[] bytes = column.entry(code).getBytes(StandardCharsets.UTF_8);
      marks.add(bytes, 0, bytes.length, counts[code]);
    }
    return marks;
  }

  /** A table of labels: in UTF-8, with a header, whatever separates its cells. */
  public static CsvTable labels(List<Path> paths, boolean textNumbers) throws IOException {
    return read(paths, CsvFile.Form.WITH_HEADER, textNumbers);
  }

  /**
   * Reads files.
   *
   * @throws DatasetFormatException if a file is malformed, or the files' columns differ
   */
  public static CsvTable read(List<Path> paths, CsvFile.Form form, boolean textNumbers)
      throws IOException {
    Problems problems = new Problems(source(paths));
    CsvTable table = read(paths, form, textNumbers, problems);
    problems.refuse();
    return table;
  }

  /**
   * Reads files without the rows that cannot be read.
   *
   * @param problems takes those rows
   * @throws DatasetFormatException if a file is malformed, or the files' columns differ
   */
  public static CsvTable read(
      List<Path> paths, CsvFile.Form form, boolean textNumbers, Problems problems)
      throws IOException {
    Builder all = null;
    for (Path path : paths) {
      Builder file = Builder.of(path, form);
      file.addProblems(problems, paths.size() == 1 ? "" : " of " + path.getFileName());
      if (all == null) {
        all = file;
        continue;
      }
      if (!all.columns.equals(file.columns)) {
        throw new DatasetFormatException(
            "%s has the columns %s but %s has %s; training and test file need the same, in one order"
                .formatted(path, file.columns, paths.get(0), all.columns));
      }
      all.addAll(file);
    }
    return Objects.requireNonNull(all).build(textNumbers);
  }

  /** Takes the rows of a table, one after the other. */
  public static final class Builder {

    private List<String> columns;
    private final List<TextColumn.Builder> cells = new ArrayList<>();
    private final RowPlaces places = new RowPlaces();
    private final List<String> badRows = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private final List<Reading> readings = new ArrayList<>();
    private String remedy = "";
    private boolean hasBadColumns;
    private String unit = "line";

    /** How a file was read. */
    private record Reading(Path file, char separator, Charset charset) {}

    /** A table with these columns and no rows. */
    public Builder(List<String> columns) {
      this.columns = List.copyOf(columns);
      columns.forEach(column -> cells.add(new TextColumn.Builder()));
    }

    /** Says that the next rows are of a file. */
    public Builder file(Path file) {
      places.begin(file);
      return this;
    }

    /** Adds a row. */
    public Builder row(long line, String... texts) {
      for (int c = 0; c < texts.length; c++) {
        cells.get(c).add(texts[c]);
      }
      places.add(line);
      return this;
    }

    /** The rows of a file: of text, lines of JSON, or what a {@link TableFormat} reads. */
    static Builder of(Path path, CsvFile.Form form) throws IOException {
      TableFormat format = TableFormat.of(path);
      if (format != null) {
        return formatted(path, format);
      }
      if (JsonLine.isFile(path)) {
        return json(path);
      }
      Builder file = null;
      IOException failure = null;
      TextScan scan;
      try (ScannedInput in = new ScannedInput(path)) {
        try {
          file = parse(path, form, in.kept(), StandardCharsets.UTF_8);
        } catch (CharacterCodingException | DatasetFormatException e) {
          failure = e;
        }
        scan = in.finish();
      }
      if (!scan.isUtf8Text()) {
        Charset other = form.mayBeOther() ? scan.otherCharset() : null;
        if (other != null) {
          try (ScannedInput in = new ScannedInput(path)) {
            return parse(path, form, in, other);
          } catch (CharacterCodingException e) {
            throw scan.refusal(path.toString());
          }
        }
        throw scan.refusal(path.toString());
      }
      if (failure != null) {
        throw failure;
      }
      return Objects.requireNonNull(file);
    }

    private static Builder json(Path path) throws IOException {
      Builder table = new Builder(List.of()).file(path);
      table.readings.add(new Reading(path, ',', StandardCharsets.UTF_8));
      table.remedy = "Write an object of texts, numbers, true, false and null on each line.";
      Map<String, Integer> places = new LinkedHashMap<>();
      try (LineRows lines = new LineRows(path.toString(), Files.newInputStream(path))) {
        int rows = 0;
        for (LineRows.Line line = lines.next(); line != null; line = lines.next()) {
          Map<String, @Nullable Object> cells;
          try {
            if (line.problem() != null) {
              throw new DatasetFormatException(line.problem());
            }
            cells = JsonLine.cells(line.text());
          } catch (DatasetFormatException e) {
            table.badRows.add("%s: %s".formatted(line.place(), e.getMessage()));
            continue;
          }
          for (String column : cells.keySet()) {
            if (!places.containsKey(column)) {
              places.put(column, places.size());
              table.cells.add(emptyCells(rows));
            }
          }
          for (Map.Entry<String, Integer> column : places.entrySet()) {
            table.add(column.getValue(), cells.get(column.getKey()));
          }
          table.places.add(line.number());
          rows++;
        }
      }
      table.columns = List.copyOf(places.keySet());
      return table;
    }

    private static TextColumn.Builder emptyCells(int rows) {
      TextColumn.Builder cells = new TextColumn.Builder();
      for (int row = 0; row < rows; row++) {
        cells.add("");
      }
      return cells;
    }

    private static Builder formatted(Path path, TableFormat format) throws IOException {
      try (TableFormat.Rows rows = format.open(path)) {
        List<String> names = rows.columns().stream().map(CsvFile::composed).toList();
        Builder table = new Builder(names).file(path);
        table.unit = "row";
        table.readings.add(new Reading(path, ',', StandardCharsets.UTF_8));
        for (long number = 1; rows.next(); number++) {
          for (int c = 0; c < names.size(); c++) {
            Object value = rows.value(c);
            if (value instanceof double[]) {
              throw new DatasetFormatException(
                  "%s: column %s holds lists of numbers; a table has a number, a text, a truth or a date in each cell. Write the file without it, or train on it as a matrix."
                      .formatted(path, names.get(c)));
            }
            table.add(c, value);
          }
          table.places.add(number);
        }
        return table;
      }
    }

    private void add(int column, @Nullable Object value) {
      cells.get(column).add(value == null ? "" : CsvFile.trimmed(NumberText.of(value)));
    }

    private static Builder parse(Path path, CsvFile.Form form, InputStream in, Charset charset)
        throws IOException {
      CsvRows rows = CsvRows.of(path.toString(), form, TextFile.reader(in, charset), charset);
      Builder table = new Builder(rows.columns()).file(path);
      table.readings.add(new Reading(path, rows.separator(), charset));
      table.remedy = rows.remedy();
      table.faults.addAll(rows.columnProblems());
      table.hasBadColumns = !rows.columnProblems().isEmpty();
      for (CellBuffer row = rows.advance(); row != null; row = rows.advance()) {
        String problem = rows.problem(row);
        if (problem != null) {
          table.badRows.add(problem);
          continue;
        }
        for (int c = 0; c < row.count(); c++) {
          table.cells.get(c).add(row.characters(), row.from(c), row.to(c));
        }
        table.places.add(row.line());
      }
      if (rows.failure() != null) {
        table.faults.add(rows.failure());
      }
      return table;
    }

    /**
     * Adds what is wrong with the file to the problems.
     *
     * @param ofFile what they call the file behind the number of a line, or empty
     * @throws DatasetFormatException if there are no rows, or the columns have no proper names
     */
    void addProblems(Problems problems, String ofFile) throws DatasetFormatException {
      for (String fault : faults) {
        problems.add(fault.replaceFirst("^line \\d+", "$0" + ofFile));
      }
      for (String row : badRows) {
        problems.addUnread(row.replaceFirst("^line \\d+", "$0" + ofFile));
      }
      if (faults.size() + badRows.size() > 0) {
        problems.remedy(remedy);
      }
      if (hasBadColumns) {
        problems.refuse();
      }
      if (size() == 0) {
        problems.refuse();
        throw new DatasetFormatException(
            "%s has no rows%s".formatted(readings.get(0).file, " below its header"));
      }
    }

    private int size() {
      return cells.isEmpty() ? 0 : cells.get(0).size();
    }

    private void addAll(Builder others) {
      for (int c = 0; c < cells.size(); c++) {
        TextColumn column = others.cells.get(c).build();
        TextColumn.Cursor cursor = column.cursor();
        for (int row = 0; row < column.size(); row++) {
          cursor.seek(row);
          cells.get(c).add(cursor);
        }
      }
      places.addAll(others.places);
      readings.addAll(others.readings);
    }

    /** The table; {@code textNumbers} says whether a bare fine column may hold numbers. */
    public CsvTable build(boolean textNumbers) {
      List<TextColumn> built = new ArrayList<>();
      for (int c = 0; c < cells.size(); c++) {
        built.add(cells.get(c).build());
        // The builder of a column is as large as the column itself.
        cells.set(c, new TextColumn.Builder());
      }
      CsvTable table = new CsvTable(columns, built, places, textNumbers, unit);
      return readings.isEmpty()
          ? table
          : new CsvTable(table, readings.stream().map(r -> note(r, table)).toList());
    }

    private static String note(Reading reading, CsvTable table) {
      List<String> said = new ArrayList<>();
      if (reading.separator != ',') {
        said.add("cells separated by " + SeparatorGuess.name(reading.separator));
      }
      if (table.decimalComma) {
        said.add("numbers with a decimal comma");
      }
      List<String> grouped = new ArrayList<>();
      NumberForm example = NumberForm.POINT;
      for (int c = 0; c < table.columns.size(); c++) {
        NumberForm form = table.form(c);
        if (form.group() != 0) {
          grouped.add(table.columns.get(c));
          example = form;
        }
      }
      if (!grouped.isEmpty()) {
        said.add(
            "thousands parted as in %s in %s".formatted(example.example(), shortened(grouped)));
      }
      if (!reading.charset.equals(StandardCharsets.UTF_8)) {
        said.add(CsvRows.words(reading.charset));
      }
      return said.isEmpty()
          ? ""
          : "%s is read with %s.".formatted(reading.file.getFileName(), String.join(", ", said));
    }

    /** All rows as they are, of the one file that was read. */
    CsvFile whole(Path path) {
      CsvTable table = build(false);
      List<String[]> rows = new ArrayList<>();
      List<Long> lines = new ArrayList<>();
      for (int row = 0; row < table.size(); row++) {
        String[] row1 = new String[columns.size()];
        for (int c = 0; c < row1.length; c++) {
          row1[c] = table.texts.get(c).text(row);
        }
        rows.add(row1);
        lines.add(table.places.line(row));
      }
      Reading reading = readings.get(0);
      return new CsvFile(path, columns, rows, lines, reading.separator, reading.charset);
    }
  }

  private CsvTable(CsvTable of, List<String> notes) {
    this.columns = of.columns;
    this.texts = of.texts;
    this.places = of.places;
    this.textNumbers = of.textNumbers;
    this.notes = notes.stream().filter(note -> !note.isEmpty()).toList();
    this.unit = of.unit;
    this.marks = of.marks;
    this.decimalComma = of.decimalComma;
    this.chosen = of.chosen;
  }

  /** The rows whose numbers are given, in their order. */
  public CsvTable select(int[] rows) {
    return new CsvTable(this, Arrays.stream(rows).map(this::stored).toArray());
  }

  /** Names of the columns, distinct. */
  public List<String> columns() {
    return columns;
  }

  /** The files, in the order of their rows. */
  public List<Path> files() {
    return places.files();
  }

  /** Whether the table shows a decimal comma, as {@link NumberMarks} finds out. */
  public boolean decimalComma() {
    return decimalComma;
  }

  @Override
  public List<String> notes() {
    return notes;
  }

  /** The texts of a column, of all rows that were read ({@link #stored}). */
  public TextColumn texts(int column) {
    return texts.get(column);
  }

  /** Number of a row among those that {@link #texts(int)} holds. */
  public int stored(int row) {
    return chosen == null ? row : chosen[row];
  }

  /** How the numbers of a column are written. */
  NumberForm form(int column) {
    return marks.get(column).form(decimalComma);
  }

  /** Whether a column's numbers may mean a thousand times as much as they seem. */
  boolean isAmbiguous(int column) {
    return marks.get(column).isAmbiguous(decimalComma);
  }

  /** The cells of a row by the name of their column. */
  public Map<String, String> cells(int row) {
    Map<String, String> cells = new HashMap<>();
    for (int c = 0; c < columns.size(); c++) {
      cells.put(columns.get(c), texts.get(c).text(stored(row)));
    }
    return cells;
  }

  /** Number of rows that came from a file. */
  public int rowsOf(Path file) {
    int count = 0;
    for (int row = 0; row < size(); row++) {
      count += places.file(stored(row)).equals(file) ? 1 : 0;
    }
    return count;
  }

  /**
   * Index of a column.
   *
   * @throws DatasetFormatException if there is none of this name, with those there are
   */
  public int column(String name) throws DatasetFormatException {
    int index = columns.indexOf(CsvFile.composed(name));
    if (index < 0) {
      throw new DatasetFormatException(
          "%s has no column \"%s\"; it has %s%s"
              .formatted(files().get(0), name, shortened(columns), headerHint()));
    }
    return index;
  }

  /** What to do where the names of the columns look like a row. */
  private String headerHint() {
    long numbers =
        columns.stream().filter(name -> !Double.isNaN(NumberText.value(name, false))).count();
    return 2 * numbers > columns.size()
        ? ". Its first line looks like a row: a table without a header is read by --set data.header=false, its columns are column1, column2, ..."
        : "";
  }

  public static String shortened(List<String> names) {
    int shown = Math.min(names.size(), 20);
    String list = String.join(", ", names.subList(0, shown));
    return shown < names.size() ? list + " and " + (names.size() - shown) + " more" : list;
  }

  /** A text of a cell, cut where it is long. */
  public static String shortened(String text) {
    return text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "...";
  }

  @Override
  public int size() {
    return chosen == null ? texts.get(0).size() : chosen.length;
  }

  /**
   * A column's cells.
   *
   * @throws DatasetFormatException if one is empty, with the first 20 of them
   */
  public List<String> texts(String column) throws DatasetFormatException {
    Problems problems = new Problems(files().get(0).toString());
    addEmpty(column, problems);
    problems.refuse();
    return new Cells(texts.get(column(column)), chosen);
  }

  /** The cells of a column as texts, made when they are asked for. */
  private static final class Cells extends AbstractList<String> implements RandomAccess {
    private final TextColumn column;
    private final int @Nullable [] chosen;

    Cells(TextColumn column, int @Nullable [] chosen) {
      this.column = column;
      this.chosen = chosen;
    }

    @Override
    public String get(int row) {
      return column.text(chosen == null ? row : chosen[row]);
    }

    @Override
    public int size() {
      return chosen == null ? column.size() : chosen.length;
    }
  }

  /** Adds the rows whose cell of a column is empty to the problems. */
  public void addEmpty(String column, Problems problems) throws DatasetFormatException {
    TextColumn.Cursor cursor = texts.get(column(column)).cursor();
    for (int row = 0; row < size(); row++) {
      cursor.seek(stored(row));
      if (cursor.isEmpty()) {
        problems.addRow(row, "%s: column %s is empty".formatted(lineOf(row), column));
        problems.remedy(EMPTY_REMEDY);
      }
    }
  }

  private long[] hashes(TextColumn cells) {
    TextColumn.Cursor cursor = cells.cursor();
    long[] hashes = new long[size()];
    for (int row = 0; row < hashes.length; row++) {
      cursor.seek(stored(row));
      hashes[row] = cursor.hash();
    }
    return hashes;
  }

  /** Number of different texts in a column, the empty one among them. */
  public int distinct(int column) {
    TextColumn cells = texts.get(column);
    if (cells.distinct() >= 0 && chosen == null) {
      return cells.distinct();
    }
    long[] sorted = hashes(cells);
    Arrays.sort(sorted);
    int distinct = 1;
    for (int i = 1; i < sorted.length; i++) {
      distinct += sorted[i] == sorted[i - 1] ? 0 : 1;
    }
    return distinct;
  }

  /** Adds the rows to the problems whose text in a column an earlier row has too. */
  public void addRepeated(String column, Problems problems) throws DatasetFormatException {
    TextColumn cells = texts.get(column(column));
    long[] hashes = hashes(cells);
    long[] sorted = hashes.clone();
    Arrays.sort(sorted);
    Set<Long> repeated = new HashSet<>();
    for (int i = 1; i < sorted.length; i++) {
      if (sorted[i] == sorted[i - 1]) {
        repeated.add(sorted[i]);
      }
    }
    Map<String, Integer> first = new HashMap<>();
    for (int row = 0; row < hashes.length && !repeated.isEmpty(); row++) {
      if (!repeated.contains(hashes[row])) {
        continue;
      }
      String text = cells.text(stored(row));
      Integer before = text.isEmpty() ? null : first.putIfAbsent(text, row);
      if (before != null) {
        problems.addRow(
            row,
            "%s: id \"%s\" stands in %s too; each row needs its own"
                .formatted(lineOf(row), shortened(text), lineOf(before)));
        problems.remedy("Correct it, or name another column as id.");
      }
    }
  }

  /** Classes in the order of their numbers where all are whole numbers, else of their names. */
  @Override
  public FineTargets.Classes classes(String column) throws DatasetFormatException {
    texts(column);
    return knownClasses(column);
  }

  @Override
  public FineTargets.Classes knownClasses(String column) throws DatasetFormatException {
    Coded coded = coded(column(column));
    Set<String> known = new HashSet<>(coded.texts);
    known.remove("");
    List<String> names = sorted(known);
    Map<String, Integer> index = new HashMap<>();
    for (String name : names) {
      index.put(name, index.size());
    }
    index.put("", FineTargets.Classes.UNKNOWN);
    int[] classes = coded.texts.stream().mapToInt(index::get).toArray();
    int[] labels = new int[size()];
    for (int row = 0; row < labels.length; row++) {
      labels[row] = classes[coded.codes[row]];
    }
    return new FineTargets.Classes(labels, names);
  }

  /**
   * A column whose texts, in their composed form, have numbers.
   *
   * @param codes number of the text of each row
   * @param texts by number, each once
   */
  public record Coded(int[] codes, List<String> texts) {}

  /** The texts of a column, numbered as they come. */
  public Coded coded(int column) {
    TextColumn cells = texts.get(column);
    int[] codes = new int[size()];
    Map<String, Integer> numbers = new HashMap<>();
    List<String> all = new ArrayList<>();
    int[] ofEntry = new int[Math.max(0, cells.distinct())];
    Arrays.fill(ofEntry, -1);
    for (int row = 0; row < codes.length; row++) {
      int entry = ofEntry.length == 0 ? -1 : cells.code(stored(row));
      if (entry >= 0 && ofEntry[entry] >= 0) {
        codes[row] = ofEntry[entry];
        continue;
      }
      String text = CsvFile.composed(cells.text(stored(row)));
      Integer number = numbers.putIfAbsent(text, all.size());
      if (number == null) {
        number = all.size();
        all.add(text);
      }
      codes[row] = number;
      if (entry >= 0) {
        ofEntry[entry] = number;
      }
    }
    return new Coded(codes, all);
  }

  /** Distinct texts in a natural order. */
  public static List<String> sorted(Collection<String> texts) {
    boolean allWhole = texts.stream().allMatch(text -> text.matches("[+-]?\\d{1,18}"));
    Comparator<String> byName = Comparator.naturalOrder();
    Comparator<String> byNumber = Comparator.comparingLong(Long::parseLong);
    return texts.stream().sorted(allWhole ? byNumber.thenComparing(byName) : byName).toList();
  }

  @Override
  public NumberColumn numbers(String column) throws DatasetFormatException {
    return NumberColumn.of(this, column(column), Set.of());
  }

  @Override
  public String text(int row, String column) throws DatasetFormatException {
    return texts.get(column(column)).text(stored(row));
  }

  @Override
  public boolean mayHoldNumbers() {
    return textNumbers;
  }

  private static boolean isAscii(TextColumn cells) {
    TextColumn.Cursor cursor = cells.cursor();
    for (int row = 0; row < cells.size(); row++) {
      cursor.seek(row);
      if (!cursor.isAscii()) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int joined(String column) throws DatasetFormatException {
    TextColumn cells = texts.get(column(column));
    if (cells.distinct() < 0 && isAscii(cells)) {
      return 0;
    }
    Set<String> written = new HashSet<>();
    for (int row = 0; row < (cells.distinct() < 0 ? size() : 0); row++) {
      written.add(cells.text(stored(row)));
    }
    for (int code = 0; code < cells.distinct(); code++) {
      written.add(cells.entry(code));
    }
    Set<String> composed = new HashSet<>();
    written.forEach(text -> composed.add(CsvFile.composed(text)));
    return written.size() - composed.size();
  }

  @Override
  public String source() {
    return source(hasOneFile() ? files().subList(0, 1) : files());
  }

  /** What messages call the files of a table. */
  public static String source(List<Path> files) {
    Path last = files.get(files.size() - 1);
    return files.size() == 1 ? last.toString() : files.get(0) + " and " + last.getFileName();
  }

  private boolean hasOneFile() {
    return files().get(files().size() - 1).equals(files().get(0));
  }

  @Override
  public String lineOf(int row) {
    long line = places.line(stored(row));
    return hasOneFile()
        ? unit + " " + line
        : "%s %d of %s".formatted(unit, line, places.file(stored(row)).getFileName());
  }

  @Override
  public String place(int row) {
    return "%s, %s %d".formatted(places.file(stored(row)), unit, places.line(stored(row)));
  }
}

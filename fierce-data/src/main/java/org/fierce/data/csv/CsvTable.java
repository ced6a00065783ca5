package org.fierce.data.csv;

import java.io.IOException;
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
import org.fierce.files.DatasetFormatException;
import org.fierce.labels.FineTargets;

/**
 * The cells of one or more CSV files with the same columns ({@link CsvFile}).
 *
 * @param columns names of the columns, distinct
 * @param rows the cells, row by row
 * @param files file of each row
 * @param lines line of each row in its file, from 1
 * @param textNumbers whether a bare fine column may hold numbers
 * @param decimalComma whether the numbers have a decimal comma, as {@link NumberColumn} finds out
 * @param notes how the files were read, where that is not the plain way
 */
public record CsvTable(
    List<String> columns,
    List<String[]> rows,
    List<Path> files,
    List<Long> lines,
    boolean textNumbers,
    boolean decimalComma,
    List<String> notes)
    implements LabelledRows {
  private static final int LONGEST_SHOWN = 60;
  private static final String EMPTY_REMEDY = "Fill it in, or take the row out.";

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
    List<CsvFile> read = new ArrayList<>();
    for (Path path : paths) {
      String ofFile = paths.size() == 1 ? "" : " of " + path.getFileName();
      CsvFile file = CsvFile.read(path, form, problems, ofFile);
      if (!read.isEmpty() && !read.get(0).columns().equals(file.columns())) {
        throw new DatasetFormatException(
            "%s has the columns %s but %s has %s; training and test file need the same, in one order"
                .formatted(path, file.columns(), paths.get(0), read.get(0).columns()));
      }
      read.add(file);
    }
    List<String[]> rows = new ArrayList<>();
    List<Path> files = new ArrayList<>();
    List<Long> lines = new ArrayList<>();
    for (CsvFile file : read) {
      rows.addAll(file.rows());
      lines.addAll(file.lines());
      file.rows().forEach(row -> files.add(file.path()));
    }
    List<String> columns = read.get(0).columns();
    boolean comma = NumberColumn.showsDecimalComma(rows, columns.size());
    List<String> notes = new ArrayList<>();
    read.forEach(file -> addNotes(file, comma, notes));
    return new CsvTable(columns, rows, files, lines, textNumbers, comma, List.copyOf(notes));
  }

  private static void addNotes(CsvFile file, boolean comma, List<String> notes) {
    List<String> said = new ArrayList<>();
    if (file.separator() != ',') {
      said.add("cells separated by " + SeparatorGuess.name(file.separator()));
    }
    if (comma) {
      said.add("numbers with a decimal comma");
    }
    if (file.isWestern()) {
      said.add("text in windows-1252, as it is not UTF-8");
    }
    if (!said.isEmpty()) {
      notes.add(
          "%s is read with %s.".formatted(file.path().getFileName(), String.join(", ", said)));
    }
  }

  /** The rows whose numbers are given, in their order. */
  public CsvTable select(int[] chosen) {
    List<String[]> someRows = new ArrayList<>(chosen.length);
    List<Path> someFiles = new ArrayList<>(chosen.length);
    List<Long> someLines = new ArrayList<>(chosen.length);
    for (int row : chosen) {
      someRows.add(rows.get(row));
      someFiles.add(files.get(row));
      someLines.add(lines.get(row));
    }
    return new CsvTable(columns, someRows, someFiles, someLines, textNumbers, decimalComma, notes);
  }

  /** The cells of a row by the name of their column. */
  public Map<String, String> cells(int row) {
    Map<String, String> cells = new HashMap<>();
    for (int c = 0; c < columns.size(); c++) {
      cells.put(columns.get(c), rows.get(row)[c]);
    }
    return cells;
  }

  /** Number of rows that came from a file. */
  public int rowsOf(Path file) {
    return (int) files.stream().filter(file::equals).count();
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
          "%s has no column \"%s\"; it has %s".formatted(files.get(0), name, shortened(columns)));
    }
    return index;
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
    return rows.size();
  }

  /**
   * A column's cells.
   *
   * @throws DatasetFormatException if one is empty, with the first 20 of them
   */
  public List<String> texts(String column) throws DatasetFormatException {
    int c = column(column);
    List<String> texts = new ArrayList<>(rows.size());
    Problems problems = new Problems(files.get(0).toString());
    for (int row = 0; row < rows.size(); row++) {
      String text = rows.get(row)[c];
      if (text.isEmpty()) {
        problems.add("%s: column %s is empty".formatted(lineOf(row), column));
      }
      texts.add(text);
    }
    problems.refuse(EMPTY_REMEDY);
    return texts;
  }

  /** Adds the rows whose cell of a column is empty to the problems. */
  public void addEmpty(String column, Problems problems) throws DatasetFormatException {
    int c = column(column);
    for (int row = 0; row < rows.size(); row++) {
      if (rows.get(row)[c].isEmpty()) {
        problems.addRow(row, "%s: column %s is empty".formatted(lineOf(row), column));
        problems.remedy(EMPTY_REMEDY);
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
    int c = column(column);
    List<String> texts = rows.stream().map(cells -> CsvFile.composed(cells[c])).toList();
    Set<String> known = new LinkedHashSet<>(texts);
    known.remove("");
    List<String> names = sorted(known);
    Map<String, Integer> index = new HashMap<>();
    for (String name : names) {
      index.put(name, index.size());
    }
    index.put("", FineTargets.Classes.UNKNOWN);
    int[] labels = new int[texts.size()];
    for (int row = 0; row < labels.length; row++) {
      labels[row] = Objects.requireNonNull(index.get(texts.get(row)));
    }
    return new FineTargets.Classes(labels, names);
  }

  /** Distinct texts in a natural order. */
  public static List<String> sorted(Set<String> texts) {
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
    return rows.get(row)[column(column)];
  }

  @Override
  public boolean mayHoldNumbers() {
    return textNumbers;
  }

  @Override
  public int joined(String column) throws DatasetFormatException {
    int c = column(column);
    Set<String> written = new HashSet<>();
    rows.forEach(cells -> written.add(cells[c]));
    Set<String> composed = new HashSet<>();
    written.forEach(text -> composed.add(CsvFile.composed(text)));
    return written.size() - composed.size();
  }

  @Override
  public String source() {
    return source(hasOneFile() ? files.subList(0, 1) : files);
  }

  /** What messages call the files of a table. */
  public static String source(List<Path> files) {
    Path last = files.get(files.size() - 1);
    return files.size() == 1 ? last.toString() : files.get(0) + " and " + last.getFileName();
  }

  private boolean hasOneFile() {
    return files.get(files.size() - 1).equals(files.get(0));
  }

  @Override
  public String lineOf(int row) {
    return hasOneFile()
        ? "line " + lines.get(row)
        : "line %d of %s".formatted(lines.get(row), files.get(row).getFileName());
  }

  @Override
  public String place(int row) {
    return "%s, line %d".formatted(files.get(row), lines.get(row));
  }
}

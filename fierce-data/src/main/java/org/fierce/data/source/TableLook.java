package org.fierce.data.source;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.fierce.data.csv.CsvFile;
import org.fierce.data.csv.CsvRows;
import org.fierce.data.csv.DecimalMark;
import org.fierce.data.csv.NamedCells;
import org.fierce.data.split.RowLabels;
import org.fierce.data.split.RowPart;
import org.fierce.files.DatasetFormatException;
import org.jspecify.annotations.Nullable;

/**
 * What a look at a table tells of how it is meant, where nobody said it. All rows are looked at as
 * long as a column may be one of those sought.
 *
 * @param columns names in the first line, or column1, column2, ... where it holds numbers only
 * @param isHeaderless whether every cell of the first line is a number
 * @param split column that says of each row which part it belongs to; null where there is none
 * @param oneSplit column that puts all rows into the one part of training; null where there is none
 * @param text the only column of texts, where no other column is left to learn from; else null
 * @param files the column of names of files that was sought and is there; else null
 */
public record TableLook(
    List<String> columns,
    boolean isHeaderless,
    @Nullable String split,
    @Nullable String oneSplit,
    @Nullable String text,
    @Nullable String files) {
  private static final String SURE_NAME = "split";
  private static final Set<String> NAMES = Set.of(SURE_NAME, "set", "subset", "partition");
  private static final Pattern NAMING =
      Pattern.compile("(?i)(.*[_ -])?(id|ids|uuid|guid|index|key|nr|no)|.*[a-z]Id");
  private static final int FIRST_ROWS = 10_000;
  private static final int MOST_DIFFERENT = 100_000;

  /** Fewer words a cell are names or categories. */
  private static final double LEAST_WORDS = 3;

  /**
   * Looks at a table.
   *
   * @param separator between its cells; null to find it
   * @param taken columns whose use is known: of labels and names
   * @param files columns that may hold names of files, the first that is there; their first folder
   *     may say the part
   * @throws org.fierce.files.DatasetFormatException if it is no text, or its columns cannot be told
   */
  public static TableLook of(
      Path file, @Nullable Character separator, Set<String> taken, List<String> files)
      throws IOException {
    try (NamedCells rows = NamedCells.open(file)) {
      if (rows != null) {
        return of(rows, taken, files);
      }
    }
    CsvFile.Form form = new CsvFile.Form(false, List.of(), separator, true);
    try {
      return of(CsvRows.begin(file, form), taken, files);
    } catch (DatasetFormatException e) {
      return of(CsvRows.open(file, form), taken, files);
    }
  }

  private static TableLook of(CsvRows opened, Set<String> taken, List<String> files)
      throws IOException {
    try (CsvRows rows = opened) {
      CsvRows.Row first = rows.next();
      if (first == null) {
        return new TableLook(List.of(), false, null, null, null, null);
      }
      String ofFiles = first(files, first.cells());
      boolean isHeaderless = true;
      for (String cell : first.cells()) {
        isHeaderless &= isNumber(cell);
      }
      List<String> columns = new ArrayList<>();
      List<Column> looked = new ArrayList<>();
      for (int c = 0; c < first.cells().length; c++) {
        String name = isHeaderless ? "column" + (c + 1) : CsvFile.composed(first.cells()[c]);
        columns.add(name);
        looked.add(new Column(c, name, taken.contains(name), name.equals(ofFiles)));
      }
      if (isHeaderless) {
        return new TableLook(columns, true, null, null, null, null);
      }
      scan(rows, looked);
      return of(columns, looked, ofFiles);
    }
  }

  /** The column of the first of some names that is there, in upper or lower case. */
  private static @Nullable String first(List<String> names, String[] cells) {
    for (String name : names) {
      for (String cell : cells) {
        if (cell.equalsIgnoreCase(name)) {
          return CsvFile.composed(cell);
        }
      }
    }
    return null;
  }

  private static TableLook of(NamedCells rows, Set<String> taken, List<String> files)
      throws IOException {
    Map<String, Column> looked = new LinkedHashMap<>();
    String ofFiles = null;
    int count = 0;
    for (Map<String, String> row = rows.next(); row != null; row = rows.next()) {
      String found = count == 0 ? first(files, row.keySet().toArray(String[]::new)) : ofFiles;
      ofFiles = found;
      row.forEach(
          (name, text) ->
              looked
                  .computeIfAbsent(
                      name,
                      each ->
                          new Column(looked.size(), each, taken.contains(each), each.equals(found)))
                  .add(text));
      if (++count >= FIRST_ROWS && looked.values().stream().noneMatch(Column::mayBeSought)) {
        break;
      }
    }
    return of(List.copyOf(looked.keySet()), List.copyOf(looked.values()), ofFiles);
  }

  private static void scan(CsvRows rows, List<Column> columns) throws IOException {
    List<Column> followed = columns;
    int count = 0;
    for (CsvRows.Row row = rows.next(); row != null; row = rows.next()) {
      if (row.problem() != null) {
        continue;
      }
      for (Column column : followed) {
        column.add(row.cells()[column.index]);
      }
      if (++count == FIRST_ROWS) {
        followed = columns.stream().filter(Column::mayBeSought).toList();
        if (followed.isEmpty()) {
          return;
        }
      }
    }
  }

  private static TableLook of(List<String> names, List<Column> columns, @Nullable String files) {
    Column split = null;
    for (Column column : columns) {
      boolean isSurer = split == null || column.name.equalsIgnoreCase(SURE_NAME);
      split = column.isSplit() && isSurer ? column : split;
    }
    Column ofSplit = split;
    List<Column> texts =
        columns.stream().filter(each -> !each.isTaken && each != ofSplit && each.isText()).toList();
    boolean hasOthers =
        columns.stream().anyMatch(each -> each != ofSplit && !each.isText() && each.isFeature());
    boolean isOne = split != null && split.isTrainingOnly();
    return new TableLook(
        names,
        false,
        split == null || isOne ? null : split.name,
        isOne && split != null ? split.name : null,
        texts.size() == 1 && !hasOthers ? texts.get(0).name : null,
        files);
  }

  /** How many words a text has; two ideographs count as one. */
  static double words(String text) {
    int words = 0;
    int ideographs = 0;
    boolean isInWord = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean isLetter = Character.isLetterOrDigit(c) && !Character.isIdeographic(c);
      ideographs += Character.isIdeographic(c) ? 1 : 0;
      words += isLetter && !isInWord ? 1 : 0;
      isInWord = isLetter || (isInWord && !Character.isWhitespace(c));
    }
    return words + ideographs / 2.0;
  }

  private static boolean isNumber(String text) {
    return !Double.isNaN(DecimalMark.UNKNOWN.value(text, false))
        || !Double.isNaN(DecimalMark.UNKNOWN.value(text, true));
  }

  /** What is seen of a column. */
  private static final class Column {
    private final int index;
    private final String name;
    private final boolean isTaken;
    private final boolean holdsFiles;
    private final boolean mayBeSplit;
    private final Set<RowPart> parts = EnumSet.noneOf(RowPart.class);
    private final Set<String> different = new HashSet<>();
    private boolean allNameParts = true;
    private boolean isCounting = true;
    private long rows;
    private long filled;
    private long firstRows;
    private double words;
    private double last = Double.NaN;

    Column(int index, String name, boolean isTaken, boolean holdsFiles) {
      this.index = index;
      this.name = name;
      this.isTaken = isTaken && !holdsFiles;
      this.holdsFiles = holdsFiles;
      this.mayBeSplit = !isTaken && NAMES.contains(name.toLowerCase(Locale.ROOT));
    }

    void add(String cell) {
      rows++;
      if (mayBeSplit || holdsFiles) {
        RowPart part = RowPart.of(holdsFiles ? RowLabels.folder(cell) : cell);
        allNameParts &= part != null;
        if (part != null) {
          parts.add(part);
        }
      }
      if (isTaken || holdsFiles || cell.isEmpty()) {
        return;
      }
      filled++;
      words += words(cell);
      if (different.size() < MOST_DIFFERENT) {
        different.add(cell);
        firstRows++;
      }
      double value = DecimalMark.UNKNOWN.value(cell, false);
      isCounting &= value == Math.rint(value) && (filled == 1 || value == last + 1);
      last = value;
    }

    boolean mayBeSought() {
      return isSplit() || isText() || (mayBeSplit && allNameParts) || (holdsFiles && allNameParts);
    }

    boolean isSplit() {
      boolean isCertain = mayBeSplit && name.equalsIgnoreCase(SURE_NAME);
      return isCertain
          ? !parts.isEmpty()
          : (mayBeSplit || holdsFiles) && allNameParts && parts.size() > 1;
    }

    boolean isTrainingOnly() {
      return allNameParts && parts.equals(EnumSet.of(RowPart.TRAIN));
    }

    boolean isText() {
      return !isTaken
          && !holdsFiles
          && filled > 0
          && 2 * filled >= rows
          && words >= LEAST_WORDS * filled
          && 2L * different.size() >= firstRows;
    }

    /** Whether it may tell rows apart without naming them. */
    boolean isFeature() {
      boolean isName =
          different.size() == firstRows
              && (isCounting
                  || NAMING.matcher(name).matches()
                  || (words <= filled && !isNumbers()));
      return !isTaken && !holdsFiles && different.size() > 1 && !isName;
    }

    private boolean isNumbers() {
      return different.stream().limit(100).allMatch(TableLook::isNumber);
    }
  }
}

package org.fierce.data.split;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.fierce.data.csv.CsvTable;
import org.fierce.data.csv.LabelledRows;
import org.fierce.data.csv.Problems;
import org.fierce.files.DatasetFormatException;

/**
 * Which rows of a source are for training, which for choices and which for the test, all ascending.
 *
 * @param validation none where no file names any
 * @param notes what is to be said of it
 */
record SplitRows(int[] train, int[] validation, int[] test, List<String> notes) {
  private static final String REMEDY =
      "Correct it there, take these rows out, or give the column another name.";

  /** Training and test rows. */
  static SplitRows of(Splits.Parts parts) {
    return new SplitRows(parts.remaining(), new int[0], parts.drawn(), List.of());
  }

  /**
   * Rows as a column says ({@link RowPart}). Where it names no test rows, its validation rows are
   * the test rows.
   *
   * @throws DatasetFormatException if a cell names no part
   */
  static SplitRows byColumn(LabelledRows source, String column, Function<String, String> part)
      throws DatasetFormatException {
    int rows = source.size();
    Map<String, Integer> counts = new TreeMap<>();
    Map<RowPart, IntStream.Builder> found = new EnumMap<>(RowPart.class);
    for (int row = 0; row < rows; row++) {
      String text = part.apply(source.text(row, column));
      counts.merge(text, 1, Integer::sum);
      RowPart named = RowPart.of(text);
      if (named == null) {
        throw new DatasetFormatException(
            "%s: %s. %s".formatted(source.place(row), fault(column, text), REMEDY));
      }
      found.computeIfAbsent(named, each -> IntStream.builder()).add(row);
    }
    int[] train = rows(found, RowPart.TRAIN);
    int[] validation = rows(found, RowPart.VALIDATION);
    int[] test = rows(found, RowPart.TEST);
    List<String> notes = new ArrayList<>();
    notes.add("Rows are split as column %s says: %s.".formatted(column, listed(counts)));
    if (test.length == 0 && validation.length > 0) {
      notes.add(
          "Column %s names no test rows, so its %d validation rows are the test rows: nothing is trained or chosen on them."
              .formatted(column, validation.length));
      return new SplitRows(train, new int[0], validation, notes);
    }
    return new SplitRows(train, validation, test, notes);
  }

  private static int[] rows(Map<RowPart, IntStream.Builder> found, RowPart part) {
    IntStream.Builder rows = found.get(part);
    return rows == null ? new int[0] : rows.build().toArray();
  }

  /** Adds the rows to the problems whose cell names no part, and what the column says. */
  static void addFaults(
      LabelledRows source, String column, Function<String, String> part, Problems problems)
      throws DatasetFormatException {
    Map<String, Integer> counts = new TreeMap<>();
    boolean isFaulty = false;
    for (int row = 0; row < source.size(); row++) {
      String text = part.apply(source.text(row, column));
      counts.merge(text, 1, Integer::sum);
      if (RowPart.of(text) == null) {
        problems.addRow(row, "%s: %s".formatted(source.lineOf(row), fault(column, text)));
        isFaulty = true;
      }
    }
    if (isFaulty) {
      problems.remedy("Column %s says %s. %s".formatted(column, listed(counts), REMEDY));
    }
  }

  private static String fault(String column, String text) {
    return "column %s says \"%s\"; expected train, validation (or val, valid, dev) or test"
        .formatted(column, CsvTable.shortened(text));
  }

  private static String listed(Map<String, Integer> counts) {
    String list =
        counts.entrySet().stream()
            .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
            .limit(10)
            .map(
                each ->
                    "%s (%d)"
                        .formatted(
                            each.getKey().isBlank()
                                ? "nothing"
                                : CsvTable.shortened(each.getKey().strip()),
                            each.getValue()))
            .collect(Collectors.joining(", "));
    return counts.size() > 10 ? "%s and %d more".formatted(list, counts.size() - 10) : list;
  }
}

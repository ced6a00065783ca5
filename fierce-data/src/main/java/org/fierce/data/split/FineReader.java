package org.fierce.data.split;

import java.util.Arrays;
import java.util.List;
import org.fierce.data.csv.CsvTable;
import org.fierce.data.csv.LabelledRows;
import org.fierce.data.csv.NumberColumn;
import org.fierce.data.csv.Problems;
import org.fierce.files.DatasetFormatException;
import org.fierce.labels.Bins;
import org.fierce.labels.FineTargets;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fine target of all rows from its columns. A row whose cells are empty has an unknown
 * target. A bare column of which at least half the texts are numbers holds numbers; then every
 * other text is a problem of its row rather than a class, and the target of that row unknown.
 */
record FineReader(LabelColumns columns, LabelledRows rows, List<String> notes, Problems problems) {
  private static final String REMEDY =
      "Correct the values, leave those empty that are not known, or say {classes: %s} in place of %1$s if they are names of classes.";

  /** A number of so few values may as well stand for classes. */
  private static final int FEW_VALUES = 10;

  /** A reader that takes no row without a problem. */
  FineReader(LabelColumns columns, LabelledRows rows, List<String> notes) {
    this(columns, rows, notes, new Problems(rows.source()));
  }

  /**
   * The targets, or null where no column is named.
   *
   * @throws DatasetFormatException if a column is missing, or a text of any row fits neither kind
   */
  @Nullable FineTargets readAll() throws DatasetFormatException {
    FineTargets targets = read();
    problems.refuse();
    return targets;
  }

  /**
   * The targets, or null where no column is named.
   *
   * @throws DatasetFormatException if a column is missing or fits neither kind
   */
  @Nullable FineTargets read() throws DatasetFormatException {
    FineColumns fine = columns.fine();
    if (fine == null) {
      return null;
    }
    if (!fine.shares().isEmpty()) {
      return shares(fine.shares());
    }
    String column = fine.single();
    Bins bins = columns.bins();
    boolean isCut = bins != null && bins.column().equals(column);
    if (fine.number() != null || (fine.column() != null && isCut)) {
      return scalars(column, rows.numbers(column));
    }
    if (fine.column() != null && columns.hierarchy() == null && rows.mayHoldNumbers()) {
      NumberColumn numbers = rows.numbers(column);
      if (numbers.isNumeric()) {
        if (numbers.different() <= FEW_VALUES && numbers.oddCount() == 0) {
          notes.add(
              "The fine column %s has %d values and was taken as a number. If they stand for classes, say {classes: %1$s} in place of %1$s; if not, {number: %1$s}."
                  .formatted(column, numbers.different()));
        } else if (numbers.isWhole() && numbers.oddCount() == 0) {
          notes.add(
              "The fine column %s holds whole numbers and was taken as a number. If they stand for classes, say {classes: %1$s} in place of %1$s."
                  .formatted(column));
        }
        return scalars(column, numbers);
      }
      if (numbers.missing() == numbers.values().length) {
        throw new DatasetFormatException(
            "%s: column %s has no value in any row. Name another column for the fine target, or say {classes: %2$s} if these are names of classes."
                .formatted(rows.source(), column));
      }
      sayIfLikeNumbers(column, numbers);
    }
    return columns.hierarchy() == null ? rows.knownClasses(column) : rows.classes(column);
  }

  private void sayIfLikeNumbers(String column, NumberColumn numbers) throws DatasetFormatException {
    if (!numbers.resemblesNumbers()) {
      return;
    }
    int present = numbers.numbers() + numbers.oddCount();
    String example = rows.text(numbers.odd()[0], column);
    if (2 * numbers.different() > present) {
      numbers.addFaults(rows, column, problems);
      problems.refuse("Write plain numbers, as 1234.5, in the column. " + REMEDY.formatted(column));
    }
    notes.add(
        "The fine column %s was taken as %d classes, though its values look like numbers, as \"%s\". Write plain numbers, as 1234.5, to have a number."
            .formatted(column, numbers.different(), CsvTable.shortened(example)));
  }

  private FineTargets scalars(String column, NumberColumn numbers) throws DatasetFormatException {
    if (numbers.oddCount() > 0) {
      numbers.addFaults(rows, column, problems);
      problems.remedy(REMEDY.formatted(column));
    }
    if (numbers.numbers() == 0) {
      problems.refuse();
      throw new DatasetFormatException(
          "%s: column %s has no number in any row".formatted(rows.source(), column));
    }
    return new FineTargets.Scalars(numbers.values(), column);
  }

  private FineTargets shares(List<String> names) throws DatasetFormatException {
    int width = names.size();
    float[] values = new float[Math.multiplyExact(rows.size(), width)];
    int[] missing = new int[rows.size()];
    boolean[] isOdd = new boolean[rows.size()];
    for (int c = 0; c < width; c++) {
      NumberColumn column = rows.numbers(names.get(c));
      column.addFaults(rows, names.get(c), problems);
      if (column.oddCount() > 0) {
        problems.remedy("Correct the values.");
      }
      for (int row : column.odd()) {
        isOdd[row] = true;
      }
      for (int row = 0; row < rows.size(); row++) {
        double share = column.values()[row];
        values[row * width + c] = (float) share;
        missing[row] += Double.isNaN(share) ? 1 : 0;
      }
    }
    for (int row = 0; row < rows.size(); row++) {
      String fault = isOdd[row] ? "" : shareFault(row, missing[row], values, names);
      if (fault != null && !fault.isEmpty()) {
        problems.addRow(row, fault);
        problems.remedy("Correct the values, or leave all shares of a row empty.");
      }
      if (fault != null) {
        Arrays.fill(values, row * width, (row + 1) * width, Float.NaN);
      }
    }
    return new FineTargets.Shares(values, names);
  }

  private @Nullable String shareFault(int row, int missing, float[] values, List<String> names) {
    int width = names.size();
    if (missing > 0 && missing < width) {
      return "%s: %d of %d shares are empty".formatted(rows.lineOf(row), missing, width);
    }
    try {
      new FineTargets.Shares(Arrays.copyOfRange(values, row * width, (row + 1) * width), names);
      return null;
    } catch (IllegalArgumentException e) {
      return "%s: %s"
          .formatted(rows.lineOf(row), String.valueOf(e.getMessage()).replace(" of row 0", ""));
    }
  }

  /** The values of a column that bins are made of, none of them missing. */
  static double[] toCut(LabelledRows rows, String column) throws DatasetFormatException {
    Problems problems = new Problems(rows.source());
    double[] values = toCut(rows, column, problems);
    problems.refuse();
    return values;
  }

  /**
   * The values of a column that bins are made of, NaN in rows that the problems take because they
   * have none.
   */
  static double[] toCut(LabelledRows rows, String column, Problems problems)
      throws DatasetFormatException {
    NumberColumn numbers = rows.numbers(column);
    numbers.addFaults(rows, column, problems);
    int next = 0;
    for (int row = 0; row < rows.size(); row++) {
      if (next < numbers.odd().length && numbers.odd()[next] == row) {
        next++;
      } else if (Double.isNaN(numbers.values()[row])) {
        problems.addRow(row, "%s: column %s has no value".formatted(rows.lineOf(row), column));
      }
    }
    if (numbers.numbers() < rows.size()) {
      problems.remedy(
          "The coarse label is made of it: give each row a number, or take the row out.");
    }
    return numbers.values();
  }
}

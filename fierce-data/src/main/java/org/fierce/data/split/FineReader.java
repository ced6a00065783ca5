package org.fierce.data.split;

import java.util.ArrayList;
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
 * other text is refused, with its line, rather than made a class.
 */
record FineReader(LabelColumns columns, LabelledRows rows, List<String> notes) {
  private static final String REMEDY =
      "Correct the values, leave those empty that are not known, or say {classes: %s} in place of %1$s if they are names of classes.";

  /**
   * The targets, or null where no column is named.
   *
   * @throws DatasetFormatException if a column is missing, or a text fits neither kind
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
        if (numbers.isWhole() && numbers.oddCount() == 0) {
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
      Problems problems = new Problems(rows.source());
      numbers.addFaults(rows, column, problems);
      problems.refuse("Write plain numbers, as 1234.5, in the column. " + REMEDY.formatted(column));
    }
    notes.add(
        "The fine column %s was taken as %d classes, though its values look like numbers, as \"%s\". Write plain numbers, as 1234.5, to have a number."
            .formatted(column, numbers.different(), CsvTable.shortened(example)));
  }

  private FineTargets scalars(String column, NumberColumn numbers) throws DatasetFormatException {
    Problems problems = new Problems(rows.source());
    numbers.addFaults(rows, column, problems);
    problems.refuse(REMEDY.formatted(column));
    if (numbers.numbers() == 0) {
      throw new DatasetFormatException(
          "%s: column %s has no number in any row".formatted(rows.source(), column));
    }
    return new FineTargets.Scalars(numbers.values(), column);
  }

  private FineTargets shares(List<String> names) throws DatasetFormatException {
    float[] values = new float[Math.multiplyExact(rows.size(), names.size())];
    int[] missing = new int[rows.size()];
    Problems problems = new Problems(rows.source());
    for (int c = 0; c < names.size(); c++) {
      NumberColumn column = rows.numbers(names.get(c));
      column.addFaults(rows, names.get(c), problems);
      for (int row = 0; row < rows.size(); row++) {
        double share = column.values()[row];
        values[row * names.size() + c] = (float) share;
        missing[row] += Double.isNaN(share) ? 1 : 0;
      }
    }
    problems.refuse("Correct the values.");
    for (int row = 0; row < rows.size(); row++) {
      addShareFault(row, missing[row], values, names, problems);
    }
    problems.refuse("Correct the values, or leave all shares of a row empty.");
    return new FineTargets.Shares(values, names);
  }

  private void addShareFault(
      int row, int missing, float[] values, List<String> names, Problems problems) {
    int width = names.size();
    if (missing > 0 && missing < width) {
      problems.add("%s: %d of %d shares are empty".formatted(rows.lineOf(row), missing, width));
      return;
    }
    try {
      new FineTargets.Shares(Arrays.copyOfRange(values, row * width, (row + 1) * width), names);
    } catch (IllegalArgumentException e) {
      problems.add(
          "%s: %s"
              .formatted(
                  rows.lineOf(row), String.valueOf(e.getMessage()).replace(" of row 0", "")));
    }
  }

  /** The values of a column that bins are made of, none of them missing. */
  static double[] toCut(LabelledRows rows, String column) throws DatasetFormatException {
    NumberColumn numbers = rows.numbers(column);
    Problems problems = new Problems(rows.source());
    numbers.addFaults(rows, column, problems);
    List<Integer> odd = new ArrayList<>();
    Arrays.stream(numbers.odd()).forEach(odd::add);
    for (int row = 0; row < rows.size(); row++) {
      if (Double.isNaN(numbers.values()[row])
          && !odd.contains(row)
          && numbers.oddCount() == numbers.odd().length) {
        problems.add("%s: column %s has no value".formatted(rows.lineOf(row), column));
      }
    }
    problems.refuse("The coarse label is made of it: give each row a number, or take the row out.");
    return numbers.values();
  }
}

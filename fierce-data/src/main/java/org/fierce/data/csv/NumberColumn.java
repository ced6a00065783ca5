package org.fierce.data.csv;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.fierce.files.DatasetFormatException;

/**
 * A column of a table as numbers.
 *
 * <p>It {@link #isNumeric} if at least half of the texts that say something are numbers; the others
 * are then faults ({@link #odd}), never names of classes or categories. Numbers have a decimal
 * comma where the table shows one and no number of the column has a decimal point: a table shows a
 * decimal comma where a column holds numbers with a comma that parts no thousands, as {@code 0,5},
 * and none with a point.
 *
 * @param values NaN where a value is missing or no number
 * @param missing number of rows without a value
 * @param numbers number of finite numbers
 * @param resembling number of other texts that begin or end like a number
 * @param dates number of those that are dates
 * @param odd rows whose text is neither a finite number nor missing
 * @param different number of different texts, at most {@code MOST_DIFFERENT}
 * @param hasDecimalComma whether its numbers are read as {@code 1,5}
 */
public record NumberColumn(
    double[] values,
    int missing,
    int numbers,
    int resembling,
    int dates,
    int[] odd,
    int different,
    boolean hasDecimalComma) {
  private static final int MOST_DIFFERENT = 1001;

  /**
   * Reads a column.
   *
   * @param texts that stand for a missing value besides the usual ones
   */
  public static NumberColumn of(CsvTable table, int column, Set<String> texts) {
    boolean comma = table.decimalComma() && hasCommaAndNoPoint(table, column);
    boolean mayBeGrouped = table.decimalComma() && !comma && allGrouped(table, column);
    double[] values = new double[table.size()];
    int[] odd = new int[16];
    int missing = 0;
    int numbers = 0;
    int resembling = 0;
    int dates = 0;
    int oddCount = 0;
    Set<String> different = new HashSet<>();
    for (int row = 0; row < values.length; row++) {
      String text = table.rows().get(row)[column];
      values[row] = Double.NaN;
      if (NumberText.isMissing(text) || texts.contains(text)) {
        missing++;
        continue;
      }
      double value = mayBeGrouped ? Double.NaN : NumberText.value(text, comma);
      if (different.size() < MOST_DIFFERENT) {
        different.add(text);
      }
      if (Math.abs(value) <= Float.MAX_VALUE) {
        values[row] = value;
        numbers++;
      } else {
        resembling += !Double.isNaN(value) || NumberText.resembles(text) ? 1 : 0;
        dates += NumberText.isDate(text) ? 1 : 0;
        if (oddCount == odd.length) {
          odd = Arrays.copyOf(odd, 2 * oddCount);
        }
        odd[oddCount++] = row;
      }
    }
    return new NumberColumn(
        values,
        missing,
        numbers,
        resembling,
        dates,
        Arrays.copyOf(odd, oddCount),
        different.size(),
        comma);
  }

  /** Number of rows whose text is neither a finite number nor missing. */
  public int oddCount() {
    return odd.length;
  }

  /** Whether the column holds numbers, faults among them or not. */
  public boolean isNumeric() {
    return numbers > 0 && numbers >= odd.length;
  }

  /** Whether the column holds what resembles numbers, as {@code 12 kg}, but too few numbers. */
  public boolean resemblesNumbers() {
    return !isNumeric() && 2 * (numbers + resembling) >= numbers + odd.length && resembling > 0;
  }

  /** Whether most of the texts that are no numbers are dates. */
  public boolean holdsDates() {
    return 2 * dates > odd.length;
  }

  /** Whether all numbers are whole. */
  public boolean isWhole() {
    return Arrays.stream(values).allMatch(v -> Double.isNaN(v) || v == Math.rint(v));
  }

  /** Whether a table shows that it writes a decimal comma. */
  static boolean showsDecimalComma(Iterable<String[]> rows, int columns) {
    for (int c = 0; c < columns; c++) {
      int commas = 0;
      int others = 0;
      boolean isSure = false;
      for (String[] cells : rows) {
        String text = cells[c];
        if (!NumberText.isMissing(text)) {
          boolean isComma = NumberText.isComma(text);
          commas += isComma ? 1 : 0;
          others += isComma ? 0 : 1;
          isSure |= isComma && text.indexOf(',') >= 0 && NumberText.isSurelyComma(text);
          if (others > commas + 1000 || (!isComma && NumberText.isPoint(text))) {
            isSure = false;
            break;
          }
        }
      }
      if (isSure && commas >= others) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasCommaAndNoPoint(CsvTable table, int column) {
    boolean hasComma = false;
    for (String[] cells : table.rows()) {
      String text = cells[column];
      if (text.indexOf('.') >= 0 && NumberText.isPoint(text)) {
        return false;
      }
      hasComma |= text.indexOf(',') >= 0;
    }
    return hasComma;
  }

  /** Whether all numbers may be whole ones with points between their thousands. */
  private static boolean allGrouped(CsvTable table, int column) {
    boolean hasPoint = false;
    for (String[] cells : table.rows()) {
      String text = cells[column];
      if (NumberText.isPoint(text) && text.indexOf('.') >= 0) {
        if (!NumberText.isGrouped(text)) {
          return false;
        }
        hasPoint = true;
      }
    }
    return hasPoint;
  }

  /**
   * Tells of the texts of this column that are no numbers: as problems of their rows where it is
   * numeric, else as ones of the whole column.
   */
  public void addFaults(LabelledRows rows, String column, Problems problems)
      throws DatasetFormatException {
    for (int row : odd) {
      String problem =
          "%s: column %s is \"%s\", not a finite number"
              .formatted(rows.lineOf(row), column, CsvTable.shortened(rows.text(row, column)));
      if (isNumeric()) {
        problems.addRow(row, problem);
      } else {
        problems.add(problem);
      }
    }
  }
}

package org.fierce.data.csv;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.fierce.files.DatasetFormatException;

/**
 * A column of a table as numbers.
 *
 * <p>It {@link #isNumeric} if at least half of the texts that say something are numbers; the others
 * are then faults ({@link #odd}), never names of classes or categories. How they are written is
 * found of the whole table ({@link NumberMarks}).
 *
 * @param values NaN where a value is missing or no number
 * @param missing number of rows without a value
 * @param numbers number of finite numbers
 * @param resembling number of other texts that begin or end like a number
 * @param dates number of those that are dates
 * @param odd rows whose text is neither a finite number nor missing
 * @param different number of different texts, at most {@code MOST_DIFFERENT}
 * @param form how its numbers are written
 */
public record NumberColumn(
    double[] values,
    int missing,
    int numbers,
    int resembling,
    int dates,
    int[] odd,
    int different,
    NumberForm form) {
  private static final int MOST_DIFFERENT = 1001;

  /**
   * Reads a column.
   *
   * @param texts that stand for a missing value besides the usual ones
   */
  public static NumberColumn of(CsvTable table, int column, Set<String> texts) {
    Reading reading = new Reading(table.form(column), table.isAmbiguous(column), texts);
    double[] values = new double[table.size()];
    TextColumn cells = table.texts(column);
    TextColumn.Cursor cursor = cells.cursor();
    if (cells.distinct() < 0) {
      for (int row = 0; row < values.length; row++) {
        cursor.seek(table.stored(row));
        Judged judged = reading.judge(cursor.bytes(), cursor.from(), cursor.to());
        values[row] = reading.value;
        reading.count(judged, row);
        reading.addDifferent(judged, cursor);
      }
      return reading.column(values, reading.seen.size());
    }
    Judged[] judged = new Judged[cells.distinct()];
    double[] each = new double[judged.length];
    int different = 0;
    for (int row = 0; row < values.length; row++) {
      int stored = table.stored(row);
      int code = cells.code(stored);
      if (judged[code] == null) {
        cursor.seek(stored);
        judged[code] = reading.judge(cursor.bytes(), cursor.from(), cursor.to());
        each[code] = reading.value;
        different += judged[code] == Judged.MISSING ? 0 : 1;
      }
      values[row] = each[code];
      reading.count(judged[code], row);
    }
    return reading.column(values, Math.min(different, MOST_DIFFERENT));
  }

  private enum Judged {
    MISSING,
    NUMBER,
    RESEMBLING,
    DATE,
    OTHER
  }

  private static final class Reading {
    private final NumberForm form;
    private final boolean isAmbiguous;
    private final Set<String> texts;
    private final int longestText;
    private final Set<Long> seen = new HashSet<>();
    private double value;
    private int missing;
    private int numbers;
    private int resembling;
    private int dates;
    private int[] odd = new int[16];
    private int oddCount;

    Reading(NumberForm form, boolean isAmbiguous, Set<String> texts) {
      this.form = form;
      this.isAmbiguous = isAmbiguous;
      this.texts = texts;
      // In bytes of UTF-8, three for a character at most.
      this.longestText = 3 * texts.stream().mapToInt(String::length).max().orElse(0);
    }

    /** What a text is; {@code value} is its number, NaN where it is none. */
    Judged judge(byte[] bytes, int from, int to) {
      value = Double.NaN;
      if (NumberText.isMissing(bytes, from, to)) {
        return Judged.MISSING;
      }
      String text = null;
      if (to - from <= longestText) {
        text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
        if (texts.contains(text)) {
          return Judged.MISSING;
        }
      }
      double number = isAmbiguous ? Double.NaN : form.value(bytes, from, to);
      if (Double.isNaN(number)) {
        text = text == null ? new String(bytes, from, to - from, StandardCharsets.UTF_8) : text;
        number = isAmbiguous ? Double.NaN : form.value(text);
        if (Double.isNaN(number)) {
          return NumberText.isDate(text)
              ? Judged.DATE
              : NumberText.resembles(text) ? Judged.RESEMBLING : Judged.OTHER;
        }
      }
      if (Math.abs(number) <= Float.MAX_VALUE) {
        value = number;
        return Judged.NUMBER;
      }
      return Judged.RESEMBLING;
    }

    void count(Judged judged, int row) {
      switch (judged) {
        case MISSING -> missing++;
        case NUMBER -> numbers++;
        default -> {
          resembling += judged == Judged.OTHER ? 0 : 1;
          dates += judged == Judged.DATE ? 1 : 0;
          if (oddCount == odd.length) {
            odd = Arrays.copyOf(odd, 2 * oddCount);
          }
          odd[oddCount++] = row;
        }
      }
    }

    void addDifferent(Judged judged, TextColumn.Cursor cursor) {
      if (judged != Judged.MISSING && seen.size() < MOST_DIFFERENT) {
        seen.add(cursor.hash());
      }
    }

    NumberColumn column(double[] values, int different) {
      return new NumberColumn(
          values,
          missing,
          numbers,
          resembling,
          dates,
          Arrays.copyOf(odd, oddCount),
          different,
          form);
    }
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

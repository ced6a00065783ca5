package org.fierce.data.csv;

import java.util.Arrays;
import java.util.Set;
import org.fierce.files.DatasetFormatException;
import org.jspecify.annotations.Nullable;

/**
 * A column of a table as dates. It is one of dates if at least half of the texts that say something
 * are dates, all of them in one form ({@link DateForm}); the other texts are then faults ({@link
 * #odd}). A point between day and month means that the day comes first.
 *
 * @param days from 1970-01-01, NaN where a value is missing or no date
 * @param form of the dates; null where the day or the month may come first, and no date tells
 * @param missing number of rows without a value
 * @param odd rows whose text is neither a date nor missing
 */
public record DateColumn(double[] days, @Nullable DateForm form, int missing, int[] odd) {
  /**
   * Reads a column; null where it is none of dates.
   *
   * @param missingTexts that stand for a missing value besides the usual ones
   */
  public static @Nullable DateColumn of(CsvTable table, int column, Set<String> missingTexts) {
    CsvTable.Coded coded = table.coded(column);
    int size = coded.texts().size();
    DateForm[] forms = DateForm.values();
    double[][] each = new double[forms.length][size];
    boolean[] isMissing = new boolean[size];
    int[] rows = new int[size];
    for (int code : coded.codes()) {
      rows[code]++;
    }
    int present = 0;
    int[] dates = new int[each.length];
    boolean hasPoint = false;
    for (int code = 0; code < size; code++) {
      String text = coded.texts().get(code);
      isMissing[code] = NumberText.isMissing(text) || missingTexts.contains(text);
      present += isMissing[code] ? 0 : rows[code];
      for (int i = 0; i < forms.length; i++) {
        double days = isMissing[code] ? Double.NaN : forms[i].days(text);
        each[i][code] = days;
        dates[i] += Double.isNaN(days) ? 0 : rows[code];
        hasPoint |= !Double.isNaN(days) && forms[i] == DateForm.DAY_FIRST && text.indexOf('.') == 2;
      }
    }
    int most = Arrays.stream(dates).max().orElse(0);
    if (most == 0 || 2 * most < present) {
      return null;
    }
    int form = 0;
    int found = 0;
    for (int i = 0; i < forms.length; i++) {
      boolean isForm = dates[i] == most;
      // Where a point parts them, the day comes first.
      form = isForm && !(hasPoint && found > 0 && forms[form] == DateForm.DAY_FIRST) ? i : form;
      found += isForm ? 1 : 0;
    }
    found = hasPoint && forms[form] == DateForm.DAY_FIRST ? 1 : found;
    double[] days = new double[coded.codes().length];
    int[] odd = new int[days.length];
    int missing = 0;
    int count = 0;
    for (int row = 0; row < days.length; row++) {
      int code = coded.codes()[row];
      days[row] = each[form][code];
      missing += isMissing[code] ? 1 : 0;
      if (Double.isNaN(days[row]) && !isMissing[code]) {
        odd[count++] = row;
      }
    }
    return new DateColumn(days, found > 1 ? null : forms[form], missing, Arrays.copyOf(odd, count));
  }

  /** Adds the rows whose text is no date to the problems. */
  public void addFaults(LabelledRows rows, String column, Problems problems)
      throws DatasetFormatException {
    for (int row : odd) {
      problems.addRow(
          row,
          "%s: column %s is \"%s\", not a date as %s"
              .formatted(
                  rows.lineOf(row),
                  column,
                  CsvTable.shortened(rows.text(row, column)),
                  form == null ? "the others" : form.example()));
    }
  }
}

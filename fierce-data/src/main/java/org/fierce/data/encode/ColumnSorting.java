package org.fierce.data.encode;

import java.util.Arrays;
import java.util.regex.Pattern;
import org.fierce.data.ColumnProfile.Kind;
import org.fierce.data.csv.CsvTable;
import org.fierce.data.csv.NumberColumn;
import org.fierce.data.csv.TextColumn;
import org.jspecify.annotations.Nullable;

/**
 * Finds the columns of a table that tell a network nothing.
 *
 * <ul>
 *   <li>Constant: one value in all rows. Empty: none in any.
 *   <li>Id, in a table of {@value #LEAST_ROWS} rows or more: whole numbers, all different, that
 *       count up by one from 0 or 1, or whose column has a name as {@code id}, {@code customer_id}
 *       or {@code Nr}; or texts of few words, all different. Measured numbers that happen to be all
 *       different are none.
 *   <li>Free text: many different texts of {@value #LEAST_WORDS} words or more on average, or more
 *       than 1,000 different ones.
 * </ul>
 */
final class ColumnSorting {
  private static final int LEAST_ROWS = 20;
  private static final int LEAST_WORDS = 4;
  private static final int LONGEST_EXAMPLE = 24;
  private static final Pattern ID =
      Pattern.compile(
          "(?i)(.*[_ .-])?(id|ids|uuid|guid|index|idx|key|nr|no|number|sku|row|rowid|pk)|.*[a-z](Id|ID|Nr|No)|unnamed: 0");

  private ColumnSorting() {}

  /**
   * What a column is that is to be left out.
   *
   * @param holds examples
   * @param why it is left out
   */
  record Verdict(Kind kind, String holds, String why) {}

  /** Why a column is to be left out; null where it is not. */
  static @Nullable Verdict of(CsvTable table, int column, String name, NumberColumn read) {
    int present = table.size() - read.missing();
    if (present == 0) {
      return new Verdict(Kind.EMPTY, "", "no value in any row");
    }
    if (read.different() == 1 && read.missing() == 0) {
      String text = shortened(table.texts(column).text(table.stored(0)));
      return new Verdict(Kind.CONSTANT, text, "the same in every row");
    }
    if (read.isNumeric()) {
      return read.oddCount() == 0 && isIdOfNumbers(name, read) ? id(table, column) : null;
    }
    if (read.holdsDates() || read.different() <= TableFit.MANY_CATEGORIES) {
      return present >= LEAST_ROWS && read.different() == present && !read.holdsDates()
          ? ofTexts(table, column, present)
          : null;
    }
    boolean resembles = read.resemblesNumbers();
    return resembles ? null : ofTexts(table, column, present);
  }

  private static @Nullable Verdict ofTexts(CsvTable table, int column, int present) {
    TextColumn cells = table.texts(column);
    TextColumn.Cursor cursor = cells.cursor();
    long words = 0;
    int empty = 0;
    for (int row = 0; row < table.size(); row++) {
      cursor.seek(table.stored(row));
      words += cursor.words();
      empty += cursor.isEmpty() ? 1 : 0;
    }
    int distinct = table.distinct(column) - (empty > 0 ? 1 : 0);
    cursor.seek(table.stored(0));
    if (words >= (long) LEAST_WORDS * present) {
      return new Verdict(Kind.TEXT, "\"%s\"".formatted(shortened(cursor.text())), "free text");
    }
    if (distinct >= present) {
      return id(table, column);
    }
    return distinct > TableFit.MOST_CATEGORIES
        ? new Verdict(
            Kind.TEXT,
            shortened(cursor.text()) + ", ...",
            "%d different texts, more than %d".formatted(distinct, TableFit.MOST_CATEGORIES))
        : null;
  }

  private static Verdict id(CsvTable table, int column) {
    return new Verdict(
        Kind.ID,
        shortened(table.texts(column).text(table.stored(0))) + ", ...",
        "an id, different in every row");
  }

  private static boolean isIdOfNumbers(String name, NumberColumn read) {
    double[] values = read.values();
    if (values.length < LEAST_ROWS || read.missing() > 0 || !read.isWhole()) {
      return false;
    }
    boolean counts = values[0] == 0 || values[0] == 1;
    for (int row = 1; row < values.length && counts; row++) {
      counts = values[row] == values[row - 1] + 1;
    }
    if (counts) {
      return true;
    }
    if (!ID.matcher(name).matches()) {
      return false;
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    for (int i = 1; i < sorted.length; i++) {
      if (sorted[i] == sorted[i - 1]) {
        return false;
      }
    }
    return true;
  }

  private static String shortened(String text) {
    String line = text.replaceAll("\\s+", " ");
    return line.length() <= LONGEST_EXAMPLE ? line : line.substring(0, LONGEST_EXAMPLE) + "...";
  }
}

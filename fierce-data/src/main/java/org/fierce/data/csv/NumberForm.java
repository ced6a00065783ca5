package org.fierce.data.csv;

import java.nio.charset.StandardCharsets;
import org.fierce.files.DatasetFormatException;

/**
 * How numbers are written.
 *
 * @param decimalComma whether decimals stand behind a comma, as {@code 1,5}, rather than a point
 * @param group what parts thousands, as {@code 1'234}: a comma, a point, a blank or an apostrophe;
 *     0 for nothing
 */
public record NumberForm(boolean decimalComma, char group) {
  /** As {@code 1234.5}. */
  public static final NumberForm POINT = new NumberForm(false, '\0');

  /** As {@code 1234,5}. */
  public static final NumberForm COMMA = new NumberForm(true, '\0');

  // All powers of ten that a double holds exactly.
  private static final double[] POWERS = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };
  private static final long EXACT = 1L << 53;
  private static final int MOST_DIGITS = 18;

  /**
   * Checks that the marks differ.
   *
   * @throws IllegalArgumentException if thousands are parted by the decimal mark or another sign
   */
  public NumberForm {
    if (group != 0 && (" '.,".indexOf(group) < 0 || group == (decimalComma ? ',' : '.'))) {
      throw new IllegalArgumentException(
          "thousands are parted by \"%s\" where decimals follow a %s; expected another of a comma, a point, a blank, an apostrophe"
              .formatted(group, decimalComma ? "comma" : "point"));
    }
  }

  /** A form with parted thousands by its marks. */
  public static NumberForm of(boolean decimalComma, String group) {
    if (group.length() != 1) {
      throw new IllegalArgumentException(
          "group is \"%s\"; expected one character".formatted(group));
    }
    return new NumberForm(decimalComma, group.charAt(0));
  }

  /** A number written so. */
  public String example() {
    String thousands = group == 0 ? "1234" : "1" + group + "234";
    return thousands + (decimalComma ? ",5" : ".5");
  }

  /** The value of a text, infinite where it is beyond the doubles; NaN where it is no number. */
  public double value(String text) {
    byte[] bytes = NumberText.plain(text).getBytes(StandardCharsets.UTF_8);
    return value(bytes, 0, bytes.length);
  }

  /**
   * A text of a column whose numbers are written so: a {@link Double} where it is a number, else
   * the text.
   *
   * @throws DatasetFormatException if the text is a number by the other decimal mark only, which
   *     may mean a thousand times as much
   */
  public Object number(String column, String text) throws DatasetFormatException {
    double value = value(text);
    if (!Double.isNaN(value)) {
      return value;
    }
    if (!Double.isNaN((decimalComma ? POINT : COMMA).value(text))) {
      throw new DatasetFormatException(
          "column %s is \"%s\"; expected a number with a decimal %s, as the column begins"
              .formatted(column, text, decimalComma ? "comma" : "point"));
    }
    return text;
  }

  /** The value of a text in plain characters, as {@link NumberText#plain} makes them. */
  double value(byte[] text, int from, int to) {
    int at = from;
    boolean isNegative = at < to && text[at] == '-';
    if (at < to && (isNegative || text[at] == '+')) {
      at++;
    }
    int start = at;
    long digits = 0;
    int count = 0;
    boolean isLong = false;
    int whole = 0;
    int run = 0;
    boolean isGrouped = false;
    for (; at < to; at++) {
      int c = text[at];
      if (c >= '0' && c <= '9') {
        whole++;
        run++;
        isLong |= count == MOST_DIGITS;
        if (!isLong) {
          digits = 10 * digits + (c - '0');
          count += digits == 0 ? 0 : 1;
        }
      } else if (c == group && group != 0) {
        if (isGrouped ? run != 3 : run < 1 || run > 3 || text[start] == '0') {
          return Double.NaN;
        }
        isGrouped = true;
        run = 0;
      } else {
        break;
      }
    }
    if (isGrouped && run != 3) {
      return Double.NaN;
    }
    int decimals = 0;
    if (at < to && text[at] == (decimalComma ? ',' : '.')) {
      for (at++; at < to && text[at] >= '0' && text[at] <= '9'; at++) {
        decimals++;
        isLong |= count == MOST_DIGITS;
        if (!isLong) {
          digits = 10 * digits + (text[at] - '0');
          count += digits == 0 ? 0 : 1;
        }
      }
    }
    if (whole + decimals == 0) {
      return Double.NaN;
    }
    int exponent = 0;
    if (at < to && (text[at] == 'e' || text[at] == 'E')) {
      at++;
      boolean isSmall = at < to && text[at] == '-';
      if (at < to && (isSmall || text[at] == '+')) {
        at++;
      }
      if (at == to) {
        return Double.NaN;
      }
      for (; at < to && text[at] >= '0' && text[at] <= '9'; at++) {
        exponent = Math.min(99_999, 10 * exponent + (text[at] - '0'));
      }
      exponent = isSmall ? -exponent : exponent;
    }
    if (at < to) {
      return Double.NaN;
    }
    int power = exponent - decimals;
    if (isLong || digits >= EXACT || power < -22 || power > 22) {
      return parsed(text, from, to);
    }
    // Both are exact, and so the result is rounded once.
    double value = power < 0 ? digits / POWERS[-power] : digits * POWERS[power];
    return isNegative ? -value : value;
  }

  private double parsed(byte[] text, int from, int to) {
    String plain = new String(text, from, to - from, StandardCharsets.US_ASCII);
    if (group != 0) {
      plain = plain.replace(String.valueOf(group), "");
    }
    return Double.parseDouble(decimalComma ? plain.replace(',', '.') : plain);
  }
}

package org.fierce.data.csv;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The one rule by which texts of tables are numbers.
 *
 * <ul>
 *   <li>A number is a decimal one, as {@code -1.5e3}, with ASCII digits or those of other scripts
 *       (full-width, Arabic-Indic), and Unicode's minus and plus as well as ASCII's. In a table
 *       that shows that it writes a decimal comma, {@code 1,5} is one too, and in a column that
 *       bears it out thousands may be parted, as {@code 1,234,567} ({@link NumberMarks}).
 *   <li>A missing value is the empty text or one of NA, N/A, null, NaN, none, - and ?, in capitals
 *       or not.
 *   <li>Anything else is no number: infinity, hexadecimals, underscores, units, currencies,
 *       percentages, dates. What begins or ends like a number and is none {@link #resembles} one,
 *       so that a column of such texts is not taken for one of names.
 * </ul>
 */
public final class NumberText {
  // A group of thousands never has these forms.
  private static final Pattern SURELY_COMMA =
      Pattern.compile("[+-]?(\\d*,(\\d{0,2}|\\d{4,})|0\\d*,\\d+|\\d{4,},\\d+|,\\d+)([eE].*)?");
  private static final Pattern GROUPED = Pattern.compile("[+-]?[1-9]\\d{0,2}(\\.\\d{3})+");
  private static final Set<String> MISSING =
      Set.of("", "na", "n/a", "null", "nan", "none", "-", "?");
  private static final String UNIT =
      "[\\p{Sc}%\u2030\u00b0\u00b5\\p{L}][\\p{L}\\d/%.\u00b2\u00b3\u00b0]{0,7}";
  private static final Pattern RESEMBLING =
      Pattern.compile(
          "[+-]?(0[xX][0-9a-fA-F]+|(?i:inf|infinity))|(\\p{Sc}|[A-Z]{2,3}\\s)?\\s*[+-]?\\s*\\p{Sc}?\\s*"
              + "(\\d[\\d.,'\u2019_ \u00a0\u202f\u2009:/-]*|\\.\\d+)([eE][+-]?\\d+)?\\s*("
              + UNIT
              + ")?");

  private static final Pattern DATE =
      Pattern.compile("(\\d{4}[-/.]\\d{1,2}[-/.]\\d{1,2}|\\d{1,2}[-/.]\\d{1,2}[-/.]\\d{2,4}).*");

  private NumberText() {}

  /** Whether a text says that there is no value. */
  public static boolean isMissing(String text) {
    return text.length() <= 4 && MISSING.contains(text.toLowerCase(Locale.ROOT));
  }

  /** Whether a text is a number with a decimal point, or without decimals. */
  static boolean isPoint(String text) {
    return !Double.isNaN(NumberForm.POINT.value(text));
  }

  /** Whether a text is a number with a decimal comma, or without decimals. */
  static boolean isComma(String text) {
    return !Double.isNaN(NumberForm.COMMA.value(text));
  }

  /** Whether the comma of a text can be no thousands separator. */
  static boolean isSurelyComma(String text) {
    return SURELY_COMMA.matcher(plain(text)).matches();
  }

  /** Whether the points of a text may part groups of thousands. */
  static boolean isGrouped(String text) {
    return GROUPED.matcher(plain(text)).matches();
  }

  /** Whether a text that is no number begins or ends like one, or is a date. */
  static boolean resembles(String text) {
    return isDate(text) || (text.length() <= 40 && RESEMBLING.matcher(plain(text)).matches());
  }

  /** Whether a text is a date, or begins with one. */
  static boolean isDate(String text) {
    return DATE.matcher(plain(text)).matches();
  }

  /** The value of a number, infinite where it is beyond the doubles; NaN for other texts. */
  public static double value(String text, boolean decimalComma) {
    return (decimalComma ? NumberForm.COMMA : NumberForm.POINT).value(text);
  }

  /** The text of a cell that is no text: of a number as a table has it, 3 and not 3.0. */
  public static String of(Object cell) {
    return cell instanceof Number number && Double.isFinite(number.doubleValue())
        ? new BigDecimal(cell.toString()).stripTrailingZeros().toPlainString()
        : cell.toString();
  }

  /** Whether bytes of UTF-8 say that there is no value. */
  static boolean isMissing(byte[] text, int from, int to) {
    if (from == to) {
      return true;
    }
    byte first = text[from];
    boolean mayBe =
        to - from <= 4
            && (first == '?' || first == '-' || (first >= 'A' && first <= 'Z') || first >= 'a');
    return mayBe && isMissing(new String(text, from, to - from, StandardCharsets.UTF_8));
  }

  /** With ASCII digits, signs and marks, blanks and apostrophes. */
  static String plain(String text) {
    boolean isAscii = true;
    for (int i = 0; i < text.length() && isAscii; i++) {
      isAscii = text.charAt(i) < 0x80;
    }
    if (isAscii) {
      return text;
    }
    StringBuilder plain = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      int c = text.codePointAt(i);
      int digit = Character.isDigit(c) ? Character.digit(c, 10) : -1;
      if (digit >= 0) {
        plain.append((char) ('0' + digit));
      } else {
        switch (c) {
          case 0x2212, 0xFE63, 0xFF0D -> plain.append('-');
          case 0xFF0B, 0xFE62 -> plain.append('+');
          case 0xFF0E -> plain.append('.');
          case 0xFF0C -> plain.append(',');
          case 0xA0, 0x2007, 0x2009, 0x202F -> plain.append(' ');
          case 0x2019, 0x02BC, 0xFF07 -> plain.append('\'');
          default -> plain.appendCodePoint(c);
        }
      }
    }
    return plain.toString();
  }
}

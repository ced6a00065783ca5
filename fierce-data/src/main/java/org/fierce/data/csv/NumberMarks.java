package org.fierce.data.csv;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds how the numbers of a column are written, of all its texts.
 *
 * <ul>
 *   <li>Thousands are parted by a mark where at least two texts show it beyond doubt ({@code
 *       1,234,567}, {@code 1,234.5}, {@code 1.234,5}, {@code 1 234}, {@code 1'234}) and every
 *       number of the column can be read so.
 *   <li>Else decimals stand behind a comma where the table shows a decimal comma, and the column
 *       holds a comma and no number with a point. A table shows it where at least half the texts of
 *       a column are numbers with a comma, at least one of them cannot be a thousand ({@code 0,5}),
 *       and none has a point.
 *   <li>Else decimals stand behind a point. Where the table shows a decimal comma and all points of
 *       the column may part thousands ({@code 1.234}), nothing in it is a number: it may mean a
 *       thousand times as much.
 * </ul>
 */
final class NumberMarks {
  private static final List<NumberForm> GROUPED =
      List.of(
          new NumberForm(false, ','),
          new NumberForm(true, '.'),
          new NumberForm(false, ' '),
          new NumberForm(true, ' '),
          new NumberForm(false, '\''),
          new NumberForm(true, '\''));
  private static final int LEAST_SURE = 2;

  /** Texts that are numbers in some way, and in each way with groups. */
  private long numbers;

  private final long[] fits = new long[GROUPED.size()];
  private final long[] sure = new long[GROUPED.size()];
  private long texts;
  private long commaNumbers;
  private boolean hasSureComma;
  private boolean hasComma;
  private boolean hasPoint;
  private boolean hasUngroupedPoint;

  /** How the numbers of each column of some rows are written; empty where none shows it. */
  static List<Optional<NumberForm>> forms(List<String[]> rows, int columns) {
    List<NumberMarks> found = new ArrayList<>();
    for (int c = 0; c < columns; c++) {
      NumberMarks marks = new NumberMarks();
      for (String[] cells : rows) {
        marks.add(cells[c]);
      }
      found.add(marks);
    }
    boolean comma = found.stream().anyMatch(NumberMarks::showsDecimalComma);
    return found.stream()
        .map(
            marks ->
                marks.isUnknown(comma)
                    ? Optional.<NumberForm>empty()
                    : Optional.of(marks.form(comma)))
        .toList();
  }

  void add(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    add(bytes, 0, bytes.length, 1);
  }

  /** Looks at a text that stands in so many rows. */
  void add(byte[] text, int from, int to, int times) {
    if (times == 0 || NumberText.isMissing(text, from, to)) {
      return;
    }
    texts += times;
    int points = 0;
    int digits = 0;
    boolean isPlain = true;
    for (int i = from; i < to; i++) {
      byte c = text[i];
      points += c == '.' ? 1 : 0;
      digits += c >= '0' && c <= '9' ? 1 : 0;
      isPlain &= c > 0 && c != ',' && c != ' ' && c != '\'';
    }
    if (!isPlain || points > 1) {
      addMarked(text, from, to, times);
      return;
    }
    int sign = text[from] == '-' || text[from] == '+' ? 1 : 0;
    boolean isNumber =
        digits > 0
            && (digits + points + sign == to - from
                || !Double.isNaN(NumberForm.POINT.value(text, from, to)));
    if (!isNumber) {
      return;
    }
    numbers += times;
    boolean isGrouped = points == 1 && isGrouped(text, from, to);
    for (int form = 0; form < fits.length; form++) {
      boolean isPointForm = !GROUPED.get(form).decimalComma();
      fits[form] +=
          points == 0 || isPointForm || (isGrouped && GROUPED.get(form).group() == '.') ? times : 0;
    }
    if (points == 0) {
      commaNumbers += times;
    } else {
      hasPoint = true;
      hasUngroupedPoint |= !isGrouped;
    }
  }

  /** Whether a number with one point may be a thousand times as much. */
  private static boolean isGrouped(byte[] text, int from, int to) {
    int start = text[from] == '-' || text[from] == '+' ? from + 1 : from;
    int whole = to - 4 - start;
    return whole >= 1
        && whole <= 3
        && text[start] != '0'
        && text[to - 4] == '.'
        && isDigits(text, start, to - 4)
        && isDigits(text, to - 3, to);
  }

  private static boolean isDigits(byte[] text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (text[i] < '0' || text[i] > '9') {
        return false;
      }
    }
    return true;
  }

  private void addMarked(byte[] text, int from, int to, int times) {
    String plain = NumberText.plain(new String(text, from, to - from, StandardCharsets.UTF_8));
    byte[] bytes = plain.getBytes(StandardCharsets.UTF_8);
    boolean isPoint = !Double.isNaN(NumberForm.POINT.value(bytes, 0, bytes.length));
    boolean isComma = !Double.isNaN(NumberForm.COMMA.value(bytes, 0, bytes.length));
    hasComma |= plain.indexOf(',') >= 0;
    commaNumbers += isComma ? times : 0;
    hasSureComma |= isComma && plain.indexOf(',') >= 0 && NumberText.isSurelyComma(plain);
    if (isPoint && plain.indexOf('.') >= 0) {
      hasPoint = true;
      hasUngroupedPoint |= !NumberText.isGrouped(plain);
    }
    boolean isNumber = isPoint || isComma;
    for (int i = 0; i < fits.length; i++) {
      NumberForm form = GROUPED.get(i);
      if (!Double.isNaN(form.value(bytes, 0, bytes.length))) {
        isNumber = true;
        fits[i] += times;
        sure[i] += isSure(plain, form) ? times : 0;
      }
    }
    numbers += isNumber ? times : 0;
  }

  /** Whether a number that can be read in a form with groups cannot be read in any other. */
  private static boolean isSure(String plain, NumberForm form) {
    int first = plain.indexOf(form.group());
    if (first < 0) {
      return false;
    }
    return form.group() == ' '
        || form.group() == '\''
        || plain.indexOf(form.group(), first + 1) >= 0
        || plain.indexOf(form.decimalComma() ? ',' : '.') >= 0;
  }

  /** Whether the column shows that its table writes a decimal comma. */
  boolean showsDecimalComma() {
    NumberForm grouped = grouped();
    return grouped == null
        ? hasSureComma && 2 * commaNumbers >= texts && !hasPoint
        : grouped.decimalComma() && hasComma;
  }

  /** The form with groups of thousands that the column bears out, or null. */
  private @Nullable NumberForm grouped() {
    NumberForm found = null;
    long most = LEAST_SURE - 1;
    for (int i = 0; i < fits.length; i++) {
      if (fits[i] == numbers && sure[i] > most) {
        found = GROUPED.get(i);
        most = sure[i];
      }
    }
    return found;
  }

  /** How the numbers of the column are written, in a table that shows a decimal comma or not. */
  NumberForm form(boolean decimalComma) {
    NumberForm grouped = grouped();
    if (grouped != null) {
      return grouped;
    }
    return decimalComma && hasComma && !hasPoint ? NumberForm.COMMA : NumberForm.POINT;
  }

  /** Whether all numbers may be a thousand times as much as they seem, and none is to be read. */
  boolean isAmbiguous(boolean decimalComma) {
    return decimalComma && form(true).equals(NumberForm.POINT) && hasPoint && !hasUngroupedPoint;
  }

  /** Whether no number of the column shows how it is written. */
  boolean isUnknown(boolean decimalComma) {
    return grouped() == null
        && !hasUngroupedPoint
        && !(decimalComma && commaNumbers > 0 && hasComma);
  }
}

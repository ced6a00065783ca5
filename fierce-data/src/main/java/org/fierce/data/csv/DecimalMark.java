package org.fierce.data.csv;

import java.util.List;

/** How the numbers of a column are written, as far as some of its rows show. */
public enum DecimalMark {
  /** As {@code 1.5}. */
  POINT,

  /** As {@code 1,5}. */
  COMMA,

  /** No number shows it. */
  UNKNOWN;

  /** The marks of the columns of a table, as {@link NumberMarks} finds them. */
  static List<DecimalMark> of(List<String[]> rows, int columns) {
    return NumberMarks.forms(rows, columns).stream()
        .map(form -> form.isEmpty() ? UNKNOWN : form.get().decimalComma() ? COMMA : POINT)
        .toList();
  }

  /**
   * The value of a text; NaN where it is no number.
   *
   * @param otherwise whether numbers have a decimal comma where the mark is not known
   */
  public double value(String text, boolean otherwise) {
    return NumberText.value(text, this == UNKNOWN ? otherwise : this == COMMA);
  }
}

package org.fierce.data.csv;

import java.util.ArrayList;
import java.util.List;
import org.fierce.files.DatasetFormatException;

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
                marks.isUnknown(comma) ? UNKNOWN : marks.form(comma).decimalComma() ? COMMA : POINT)
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

  /**
   * A text of the column as a number, where its mark is known: a {@link Double} where the text is
   * one, else the text.
   *
   * @throws DatasetFormatException if the text is a number by the other mark only, which may mean a
   *     thousand times as much
   */
  public Object number(String column, String text) throws DatasetFormatException {
    if (this == UNKNOWN) {
      return text;
    }
    double value = NumberText.value(text, this == COMMA);
    if (!Double.isNaN(value)) {
      return value;
    }
    if (!Double.isNaN(NumberText.value(text, this != COMMA))) {
      throw new DatasetFormatException(
          "column %s is \"%s\"; expected a number with a decimal %s, as the column begins"
              .formatted(column, text, this == COMMA ? "comma" : "point"));
    }
    return text;
  }
}

package org.fierce.data.csv;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvParseException;
import java.util.Arrays;

/** The cells of the row that was read last, without blanks at their ends, in one array. */
final class CellBuffer extends AbstractBaseCsvCallbackHandler<CellBuffer> {
  private static final int MOST_COLUMNS = 100_000;
  private static final int LONGEST_CELL = 1 << 20;
  private static final int LONGEST_ROW = 1 << 24;

  private char[] characters = new char[1 << 10];
  private int[] ends = new int[1 << 5];
  private int used;
  private int count;
  private int length;

  @Override
  protected void handleBegin(long line) {
    used = 0;
    count = 0;
    length = 0;
  }

  @Override
  protected void handleField(int index, char[] buffer, int offset, int size, boolean isQuoted) {
    length += size;
    if (count == MOST_COLUMNS || size > LONGEST_CELL || length > LONGEST_ROW) {
      throw new CsvParseException(
          "a row has more than %d cells or %d characters, or a cell has more than %d"
              .formatted(MOST_COLUMNS, LONGEST_ROW, LONGEST_CELL));
    }
    int from = offset;
    int to = offset + size;
    while (from < to && CsvFile.isBlank(buffer[from])) {
      from++;
    }
    while (to > from && CsvFile.isBlank(buffer[to - 1])) {
      to--;
    }
    if (used + to - from > characters.length) {
      characters = Arrays.copyOf(characters, 2 * (used + to - from));
    }
    if (count == ends.length) {
      ends = Arrays.copyOf(ends, 2 * count);
    }
    System.arraycopy(buffer, from, characters, used, to - from);
    used += to - from;
    ends[count++] = used;
  }

  @Override
  protected CellBuffer buildRecord() {
    return this;
  }

  /** Number of cells. */
  int count() {
    return count;
  }

  /** Line on which the row begins, from 1. */
  long line() {
    return getStartingLineNumber();
  }

  /** The characters of all cells behind each other. */
  char[] characters() {
    return characters;
  }

  /** Index of a cell's first character. */
  int from(int cell) {
    return cell == 0 ? 0 : ends[cell - 1];
  }

  /** Index behind a cell's last character. */
  int to(int cell) {
    return ends[cell];
  }

  /** All cells. */
  String[] cells() {
    String[] cells = new String[count];
    for (int i = 0; i < count; i++) {
      cells[i] = new String(characters, from(i), to(i) - from(i));
    }
    return cells;
  }
}

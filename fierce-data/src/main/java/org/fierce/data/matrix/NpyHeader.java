package org.fierce.data.matrix;

import java.util.ArrayList;
import java.util.List;
import org.fierce.files.DatasetFormatException;
import org.jspecify.annotations.Nullable;

/**
 * The header of a .npy file: a Python dictionary of {@code descr} (a text, or a list that is kept
 * as it stands), {@code fortran_order} and {@code shape}, in any order, once each. Read from left
 * to right in time proportional to its length, whatever it holds.
 *
 * @param descr kind of the values, as {@code <f4}
 * @param isFortranOrder whether the values lie column by column
 * @param sides digits of each side of the shape
 */
record NpyHeader(String descr, boolean isFortranOrder, List<String> sides) {
  private static final int SHOWN = 200;

  /** The sides; those that are too long are the longest there are. */
  long[] lengths() {
    return sides.stream()
        .mapToLong(side -> side.length() > 18 ? Long.MAX_VALUE : Long.parseLong(side))
        .toArray();
  }

  /** How a number is stored; null where it is none. */
  @Nullable NumberKind kind() {
    boolean isKnown = descr.matches("[<>|=][a-z]\\d");
    return isKnown ? NumberKind.of(descr.substring(1)) : null;
  }

  /**
   * Reads a header.
   *
   * @throws DatasetFormatException if it is something else
   */
  static NpyHeader parse(String name, String text) throws DatasetFormatException {
    NpyHeader header = new Reader(text).dictionary();
    if (header == null) {
      String begin = text.substring(0, Math.min(SHOWN, text.length())).strip();
      throw new DatasetFormatException(
          "%s has the header \"%s\"; expected {'descr': '<f4', 'fortran_order': False, 'shape': (rows, columns), }"
              .formatted(name, text.length() > SHOWN ? begin + "..." : begin));
    }
    return header;
  }

  /** Each method gives null where the text does not go on as it expects. */
  private static final class Reader {
    private final String text;
    private int next;

    Reader(String text) {
      this.text = text;
    }

    @Nullable NpyHeader dictionary() {
      String descr = null;
      Boolean isFortranOrder = null;
      List<String> sides = null;
      if (!take('{')) {
        return null;
      }
      while (!take('}')) {
        String key = quoted();
        if (key == null || !take(':')) {
          return null;
        }
        if (key.equals("descr") && descr == null) {
          descr = peek() == '[' ? list() : quoted();
        } else if (key.equals("fortran_order") && isFortranOrder == null) {
          isFortranOrder = truth();
        } else if (key.equals("shape") && sides == null) {
          sides = tuple();
        } else {
          return null;
        }
        if (!take(',') && peek() != '}') {
          return null;
        }
      }
      if (descr == null || isFortranOrder == null || sides == null || peek() != 0) {
        return null;
      }
      return new NpyHeader(descr, isFortranOrder, sides);
    }

    /** The next character that is no blank, or 0 at the end. */
    private char peek() {
      while (next < text.length() && Character.isWhitespace(text.charAt(next))) {
        next++;
      }
      return next < text.length() ? text.charAt(next) : 0;
    }

    private boolean take(char expected) {
      boolean isNext = peek() == expected;
      next += isNext ? 1 : 0;
      return isNext;
    }

    private @Nullable String quoted() {
      char quote = peek();
      int end = quote == '\'' || quote == '"' ? text.indexOf(quote, next + 1) : -1;
      if (end < 0) {
        return null;
      }
      String value = text.substring(next + 1, end);
      next = end + 1;
      return value;
    }

    private @Nullable Boolean truth() {
      peek();
      for (String word : new String[] {"True", "False"}) {
        if (text.startsWith(word, next)) {
          next += word.length();
          return word.equals("True");
        }
      }
      return null;
    }

    /** A list with whatever it holds: the fields of a structured array. */
    private @Nullable String list() {
      int start = next;
      int depth = 0;
      while (next < text.length()) {
        char c = text.charAt(next++);
        depth += c == '[' ? 1 : c == ']' ? -1 : 0;
        if (depth == 0) {
          return text.substring(start, next);
        }
      }
      return null;
    }

    /** Whole numbers in parentheses; one alone needs a comma behind it. */
    private @Nullable List<String> tuple() {
      List<String> sides = new ArrayList<>();
      if (!take('(')) {
        return null;
      }
      boolean isAfterComma = true;
      while (!take(')')) {
        peek();
        int start = next;
        while (next < text.length() && text.charAt(next) >= '0' && text.charAt(next) <= '9') {
          next++;
        }
        if (next == start || !isAfterComma) {
          return null;
        }
        sides.add(text.substring(start, next));
        // Python 2 wrote long numbers with an L.
        take('L');
        isAfterComma = take(',');
      }
      return sides.size() == 1 && !isAfterComma ? null : sides;
    }
  }
}

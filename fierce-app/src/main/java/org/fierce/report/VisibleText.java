package org.fierce.report;

/**
 * Text of files, as names and cells, made safe to look at: characters that steer a terminal, turn
 * the direction of writing or cannot be seen are shown as {@code \\x1b} or {@code \\u202e}. Data
 * keep them; only what is shown is changed.
 */
public final class VisibleText {
  private VisibleText() {}

  /** A name or a cell on one line: line ends and tabs are shown as {@code \\n} and the like too. */
  public static String of(String text) {
    return shown(text, true);
  }

  /** A text of several lines: line ends and tabs stay. */
  public static String lines(String text) {
    return shown(text, false);
  }

  private static String shown(String text, boolean isOneLine) {
    StringBuilder shown = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(
            c -> {
              if (c != '\n' && c != '\t') {
                append(shown, c);
              } else if (isOneLine) {
                shown.append(c == '\n' ? "\\n" : "\\t");
              } else {
                shown.appendCodePoint(c);
              }
            });
    return shown.toString();
  }

  /** Appends a character, or what stands for one that is hidden. */
  public static void append(StringBuilder shown, int codePoint) {
    if (codePoint == '\r') {
      shown.append("\\r");
    } else if (!isHidden(codePoint)) {
      shown.appendCodePoint(codePoint);
    } else if (codePoint < ' ') {
      shown.append("\\x%02x".formatted(codePoint));
    } else {
      // As JSON writes it, so that JSON stays JSON.
      for (char unit : Character.toChars(codePoint)) {
        shown.append("\\u%04x".formatted((int) unit));
      }
    }
  }

  /** Control and format characters, line and paragraph separators, halves of a pair. */
  private static boolean isHidden(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      default -> isNoncharacter(codePoint);
    };
  }

  private static boolean isNoncharacter(int codePoint) {
    return (codePoint >= 0xFDD0 && codePoint <= 0xFDEF) || (codePoint & 0xFFFE) == 0xFFFE;
  }
}

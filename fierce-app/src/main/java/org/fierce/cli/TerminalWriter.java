package org.fierce.cli;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import org.fierce.report.VisibleText;
import org.jspecify.annotations.Nullable;

/**
 * What all text goes through on its way to a stream: control characters, whatever name or message
 * they come from, are written as {@code \\x1b} and the like. Only {@link Mark}s become escape
 * sequences.
 */
final class TerminalWriter extends Writer {
  private static final char NONE = 0;

  private final Writer out;
  private char pending = NONE;

  TerminalWriter(Writer out) {
    this.out = out;
  }

  /**
   * What this program, and no file, does to a terminal. Each has a character of its own on the way,
   * one of those that Unicode keeps for a program's inner use.
   */
  enum Mark {
    BOLD('\uFDD0', "\u001b[1m"),
    FAINT('\uFDD1', "\u001b[2m"),
    GREEN('\uFDD2', "\u001b[32m"),
    RED('\uFDD3', "\u001b[31m"),
    PLAIN('\uFDD4', "\u001b[0m"),
    LINE_START('\uFDD5', "\r"),
    CLEAR_LINE('\uFDD6', "\r\u001b[K");

    private final char substitute;
    private final String sequence;

    Mark(char substitute, String sequence) {
      this.substitute = substitute;
      this.sequence = sequence;
    }

    @Override
    public String toString() {
      return Character.toString(substitute);
    }

    private static @Nullable Mark of(char c) {
      for (Mark mark : values()) {
        if (mark.substitute == c) {
          return mark;
        }
      }
      return null;
    }
  }

  /** What a text looks like when it has passed. */
  static String shown(String text) {
    StringWriter shown = new StringWriter();
    try (TerminalWriter writer = new TerminalWriter(shown)) {
      writer.write(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return shown.toString();
  }

  @Override
  public void write(char[] text, int offset, int length) throws IOException {
    StringBuilder shown = new StringBuilder(length + 16);
    for (int i = offset; i < offset + length; i++) {
      add(shown, text[i]);
    }
    out.write(shown.toString());
  }

  private void add(StringBuilder shown, char c) {
    char before = pending;
    pending = NONE;
    if (before == '\r' && c == '\n') {
      shown.append("\r\n");
      return;
    }
    if (before != NONE && Character.isSurrogatePair(before, c)) {
      VisibleText.append(shown, Character.toCodePoint(before, c));
      return;
    }
    if (before != NONE) {
      VisibleText.append(shown, before);
    }
    Mark mark = Mark.of(c);
    if (c == '\r' || Character.isHighSurrogate(c)) {
      pending = c;
    } else if (mark != null) {
      shown.append(mark.sequence);
    } else if (c == '\n' || c == '\t') {
      shown.append(c);
    } else {
      VisibleText.append(shown, c);
    }
  }

  @Override
  public void flush() throws IOException {
    if (pending != NONE) {
      StringBuilder shown = new StringBuilder();
      VisibleText.append(shown, pending);
      pending = NONE;
      out.write(shown.toString());
    }
    out.flush();
  }

  @Override
  public void close() throws IOException {
    flush();
  }
}

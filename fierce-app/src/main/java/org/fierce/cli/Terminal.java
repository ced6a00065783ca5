package org.fierce.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.fierce.cli.TerminalWriter.Mark;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;

/**
 * What the terminal behind a stream can show.
 *
 * @param isInteractive whether somebody watches, so that a line may be drawn over
 * @param hasColour whether colour is welcome
 * @param width columns
 */
record Terminal(boolean isInteractive, boolean hasColour, int width) {
  private static final int FALLBACK_WIDTH = 100;
  private static final int NARROWEST = 40;
  private static final String HANGING = "  ";
  private static final String NO_BREAK = "\u00a0";

  /** Standard output. */
  static Terminal out() {
    return of(System.getProperty("fierce.stdout"), System.getenv(), Terminal::askWidth);
  }

  /** Standard error. */
  static Terminal err() {
    return of(System.getProperty("fierce.stderr"), System.getenv(), Terminal::askWidth);
  }

  /**
   * Whether somebody types what standard input holds, rather than a file or program, as far as the
   * launcher knows.
   */
  static boolean isInputTyped() {
    return "terminal".equals(System.getProperty("fierce.stdin"));
  }

  /** Asks a terminal for its columns; 0 where it does not tell. */
  interface Width {
    int ask();
  }

  /**
   * A stream is a terminal where the launcher said {@code terminal}: the shell knows, Java before
   * 22 does not. {@code NO_COLOR} and {@code TERM=dumb} hold.
   */
  static Terminal of(@Nullable String kind, Map<String, String> environment, Width width) {
    boolean interactive = "terminal".equals(kind);
    boolean dumb = "dumb".equals(environment.get("TERM"));
    boolean colour = interactive && !dumb && environment.getOrDefault("NO_COLOR", "").isEmpty();
    int columns = 0;
    String told = environment.getOrDefault("COLUMNS", "");
    if (told.matches("[1-9]\\d{0,4}")) {
      columns = Integer.parseInt(told);
    } else if (interactive) {
      columns = width.ask();
    }
    return new Terminal(
        interactive && !dumb, colour, columns == 0 ? FALLBACK_WIDTH : Math.max(columns, NARROWEST));
  }

  /** For picocli's help and messages. */
  Ansi ansi() {
    return hasColour ? Ansi.ON : Ansi.OFF;
  }

  String bold(String text) {
    return hasColour ? marked(Mark.BOLD, text) : text;
  }

  String faint(String text) {
    return hasColour && !text.isEmpty() ? marked(Mark.FAINT, text) : text;
  }

  String green(String text) {
    return hasColour ? marked(Mark.GREEN, text) : text;
  }

  String red(String text) {
    return hasColour ? marked(Mark.RED, text) : text;
  }

  private static String marked(Mark mark, String text) {
    return mark + text + Mark.PLAIN;
  }

  /** A sentence in lines that fit, those after the first set in; each ended. */
  String paragraph(String sentence) {
    // An interval stays whole.
    String tied = sentence.replaceAll("(\\[[^\\[\\] ]+,) (?=[^\\[\\] ]+])", "$1" + NO_BREAK);
    List<String> lines = TextTable.wrap(tied, width - HANGING.length());
    return String.join("\n" + HANGING, lines).replace(NO_BREAK, " ") + "\n";
  }

  /**
   * A message in lines that fit where somebody watches, those that are broken set in; as it is
   * elsewhere, where programs look for it.
   */
  String fitted(String message) {
    return isInteractive
        ? message
            .lines()
            .map(line -> indented(line).stripTrailing())
            .collect(Collectors.joining("\n"))
        : message;
  }

  private String indented(String line) {
    int own = line.length() - line.stripLeading().length();
    String margin = " ".repeat(own) + HANGING;
    List<String> lines = TextTable.wrap(line.strip(), width - margin.length());
    return line.substring(0, own) + String.join("\n" + margin, lines);
  }

  /** Standard input is a terminal that {@code stty} can measure, or it is not known. */
  private static int askWidth() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(Path.of("/dev/tty").toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      try (InputStream answer = stty.getInputStream()) {
        String[] size =
            new String(answer.readAllBytes(), StandardCharsets.US_ASCII).strip().split(" ", -1);
        return size.length == 2 ? Integer.parseInt(size[1]) : 0;
      }
    } catch (IOException | NumberFormatException noTerminal) {
      return 0;
    }
  }
}

package org.fierce.cli;

import java.util.regex.Pattern;

/** What the program was called by, so that a command can be pasted as it is printed. */
final class ProgramName {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:@%+,-]+");
  private static final String USUAL = "fierce";

  private ProgramName() {}

  /** As {@code ./fierce}, where the launcher said so; else {@code fierce}. */
  static String of() {
    String told = System.getProperty("fierce.command", USUAL);
    return PLAIN.matcher(told).matches() ? told : USUAL;
  }

  /** A command that begins with {@code fierce}, as it is to be typed. */
  static String command(String line) {
    return line.startsWith(USUAL + " ") ? of() + line.substring(USUAL.length()) : line;
  }
}

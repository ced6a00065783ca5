package org.fierce.cli;

/** Entry point of the {@code fierce} command. */
public final class Main {
  private Main() {}

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.exit(FierceCommand.execute(arguments));
  }
}

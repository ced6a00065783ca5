package org.fierce.app.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** x. */
@Command(
    name = "fierce",
    mixinStandardHelpOptions = true,
    subcommands = {CommandLine.HelpCommand.class, ReportCommand.class})
public final class FierceCommand implements Runnable {
  /** x. */
  public static int execute(String... arguments) {
    return new CommandLine(new FierceCommand()).execute(arguments);
  }

  @Override
  public void run() {}
}

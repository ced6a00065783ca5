package org.fierce.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.fierce.config.NearestName;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Prints one message for a failure on standard error and tells the exit code. */
final class FailureHandler implements IExecutionExceptionHandler, IParameterExceptionHandler {
  private static final String STACKTRACE = "--stacktrace";

  private final Streams streams;

  FailureHandler(Streams streams) {
    this.streams = streams;
  }

  @Override
  public int handleParseException(ParameterException failure, String[] arguments) {
    CommandLine command = failure.getCommandLine();
    print(streams, String.valueOf(failure.getMessage()).lines().findFirst().orElse(""));
    if (failure instanceof UnmatchedArgumentException unmatched
        && !unmatched.getUnmatched().isEmpty()) {
      nearest(command, unmatched.getUnmatched().get(0))
          .ifPresent(near -> streams.err().println("Did you mean " + near + "?"));
    }
    streams.err().println("See " + command.getCommandSpec().qualifiedName() + " --help");
    if (Arrays.asList(arguments).contains(STACKTRACE)) {
      failure.printStackTrace(streams.err());
    }
    return ExitCodes.USAGE;
  }

  @Override
  public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
    return failed(failure, streams, isTraceAskedFor(parsed));
  }

  /** Prints the failure and returns its exit code. */
  static int failed(Throwable failure, Streams streams, boolean trace) {
    int code = ExitCodes.of(failure);
    print(streams, ExitCodes.message(failure));
    String file = ProblemFile.write(failure, Path.of(""));
    if (!file.isEmpty()) {
      streams.err().println(file);
    }
    if (trace) {
      failure.printStackTrace(streams.err());
    } else if (code == ExitCodes.FAILED) {
      streams.err().println("(" + STACKTRACE + " tells more)");
    }
    return code;
  }

  /** The option or subcommand of this command nearest to an argument it does not know. */
  private static Optional<String> nearest(CommandLine command, String argument) {
    String name = argument.contains("=") ? argument.substring(0, argument.indexOf('=')) : argument;
    return NearestName.nearest(
        name,
        name.startsWith("-")
            ? command.getCommandSpec().optionsMap().keySet()
            : command.getSubcommands().keySet());
  }

  private static boolean isTraceAskedFor(ParseResult parsed) {
    for (ParseResult level = parsed; level != null; level = level.subcommand()) {
      if (level.hasMatchedOption(STACKTRACE)) {
        return true;
      }
    }
    return false;
  }

  private static void print(Streams streams, String message) {
    // Lines after the first are set in, so that none that a file says looks like one of ours.
    String indented = message.strip().replaceAll("\\R(?! )", "\n  ");
    String text = streams.errTerminal().bold("fierce:") + " " + indented;
    streams.err().println(streams.errTerminal().fitted(text));
  }
}

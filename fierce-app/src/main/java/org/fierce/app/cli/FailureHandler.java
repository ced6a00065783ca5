package org.fierce.app.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Prints one message for a failure on standard error and tells the exit code. */
final class FailureHandler implements IExecutionExceptionHandler, IParameterExceptionHandler {
  private static final String STACKTRACE = "--stacktrace";

  @Override
  public int handleParseException(ParameterException failure, String[] arguments) {
    CommandLine command = failure.getCommandLine();
    PrintWriter err = command.getErr();
    print(err, firstLine(failure));
    if (failure instanceof UnmatchedArgumentException unmatched
        && !unmatched.getUnmatched().isEmpty()) {
      Suggestions.forArgument(command, unmatched.getUnmatched().get(0))
          .ifPresent(near -> err.println("Did you mean " + near + "?"));
    }
    err.println("See " + command.getCommandSpec().qualifiedName() + " --help");
    if (java.util.Arrays.asList(arguments).contains(STACKTRACE)) {
      failure.printStackTrace(err);
    }
    err.flush();
    return ExitCodes.USAGE;
  }

  @Override
  public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
    return failed(failure, command.getErr(), asksForTrace(parsed));
  }

  /** Prints the failure and returns its exit code. */
  static int failed(Throwable failure, PrintWriter err, boolean trace) {
    print(err, ExitCodes.message(failure));
    if (trace) {
      failure.printStackTrace(err);
    } else if (ExitCodes.of(failure) == ExitCodes.FAILED) {
      err.println("(" + STACKTRACE + " tells more)");
    }
    err.flush();
    return ExitCodes.of(failure);
  }

  private static boolean asksForTrace(ParseResult parsed) {
    for (ParseResult level = parsed; level != null; level = level.subcommand()) {
      if (level.hasMatchedOption(STACKTRACE)) {
        return true;
      }
    }
    return false;
  }

  private static void print(PrintWriter err, String message) {
    err.println(Ansi.AUTO.string("@|bold,red fierce:|@ ") + message);
  }

  private static String firstLine(ParameterException failure) {
    String text = String.valueOf(failure.getMessage());
    return text.lines().findFirst().orElse(text);
  }
}

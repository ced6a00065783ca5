package org.fierce.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.fierce.config.ConfigReader;
import org.fierce.files.WriteFailure;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The {@code fierce} command: what it is, its subcommands, and what holds for all of them. */
@Command(
    name = "fierce",
    versionProvider = Version.class,
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    sortOptions = false,
    synopsisSubcommandLabel = "COMMAND",
    description = {
      "Train on the labels you have (a category, a range of prices) and ask for finer ones: the kinds",
      "inside a category, the price itself, a mixture. train says in a sentence whether it worked, and",
      "writes a model file that answers for new rows.",
      ""
    },
    footerHeading = "%nFirst steps:%n",
    footer = {
      "  fierce demo",
      "  fierce data prices.csv --coarse grade --fine price",
      "  fierce train prices.csv --coarse grade --fine price --out runs/prices",
      "  fierce predict runs/prices new-houses.csv",
      "",
      "fierce COMMAND --help tells more of each command, with examples."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:failed: a folder that cannot be written, diverged training, out of memory",
      "2:wrong usage or configuration",
      "3:bad or missing data, or a checkpoint that cannot be read",
      "130, 143:stopped by Ctrl-C or SIGTERM; the last line says how to continue"
    })
public final class FierceCommand implements Runnable {
  /** The subcommands, in the order of the help. */
  private static final List<Class<?>> COMMANDS =
      List.of(
          DemoCommand.class,
          DataCommand.class,
          TrainCommand.class,
          PredictCommand.class,
          ReportCommand.class,
          ClassesCommand.class,
          HeadCommand.class,
          CompareCommand.class,
          TuneCommand.class,
          EvaluateCommand.class,
          DetailCommand.class,
          EmbedCommand.class,
          ExportCommand.class,
          FetchCommand.class,
          ReproduceCommand.class,
          CompletionCommand.class,
          GenerateCompletion.class,
          HelpCommand.class);

  private static final int WIDEST_HELP = 100;

  private static final Set<Class<?>> TELL_OF_OTHERS =
      Set.of(CompletionCommand.class, GenerateCompletion.class, HelpCommand.class);

  @Spec private CommandSpec spec;

  @Option(
      names = "--schema",
      description =
          "Print the JSON Schema of configurations, by which editors complete and check them.")
  private boolean wantsSchema;

  /** Runs the command on the standard streams and returns its exit code. */
  public static int execute(String... arguments) {
    StandardOutput output = new StandardOutput();
    PrintWriter out = new PrintWriter(output, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    Streams streams = new Streams(out, err, Terminal.out(), Terminal.err());
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> streams.stop().tell(streams), "stop notice"));
    int code = execute(streams, arguments);
    streams.out().flush();
    IOException lost = output.failure();
    return lost == null || code != ExitCodes.DONE
        ? code
        : FailureHandler.failed(
            WriteFailure.naming(Path.of("standard output"), lost), streams, false);
  }

  /** Runs the command on other streams. */
  static int execute(Streams streams, String... arguments) {
    streams.stop().arguments(arguments);
    try {
      return commandLine(streams, named(arguments)).execute(arguments);
    } catch (OutOfMemoryError | StackOverflowError | LinkageError error) {
      boolean trace = Arrays.asList(arguments).contains("--stacktrace");
      return FailureHandler.failed(error, streams, trace);
    }
  }

  /**
   * The subcommands that a command line can be about: the one that it begins with, or all. To make
   * all of them takes a fifth of the time of one prediction.
   */
  private static List<Class<?>> named(String... arguments) {
    return COMMANDS.stream()
        .filter(type -> arguments.length > 0 && !TELL_OF_OTHERS.contains(type))
        .filter(type -> type.getAnnotation(Command.class).name().equals(arguments[0]))
        .findFirst()
        .<List<Class<?>>>map(List::of)
        .orElse(COMMANDS);
  }

  /** The command with its subcommands, ready to run. */
  static CommandLine commandLine(Streams streams) {
    return commandLine(streams, COMMANDS);
  }

  private static CommandLine commandLine(Streams streams, List<Class<?>> subcommands) {
    FailureHandler failures = new FailureHandler(streams);
    CommandLine command = new CommandLine(new FierceCommand(), new StreamsFactory(streams));
    subcommands.forEach(command::addSubcommand);
    CommandLine completion = command.getSubcommands().get("generate-completion");
    if (completion != null) {
      completion
          .getCommandSpec()
          .usageMessage()
          .description("Print the completion script of fierce for bash and zsh.");
    }
    addStacktrace(command);
    HelpLayout.set(command, Math.min(streams.outTerminal().width(), WIDEST_HELP));
    return command
        .setOut(streams.helpOut())
        .setErr(streams.helpErr())
        .setColorScheme(Help.defaultColorScheme(streams.outTerminal().ansi()))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setAbbreviatedOptionsAllowed(false)
        .setParameterExceptionHandler(failures)
        .setExecutionExceptionHandler(failures);
  }

  /** To a command and all below it: an inherited option does not reach those that are there. */
  private static void addStacktrace(CommandLine command) {
    command.getSubcommands().values().forEach(FierceCommand::addStacktrace);
    command
        .getCommandSpec()
        .addOption(
            OptionSpec.builder("--stacktrace")
                .description("Print the stack trace of a failure too.")
                .build());
  }

  @Override
  public void run() {
    if (wantsSchema) {
      spec.commandLine().getOut().println(ConfigReader.schema());
      return;
    }
    throw new ParameterException(
        spec.commandLine(),
        "no command was given; give one of "
            + String.join(
                ", ",
                spec.subcommands().entrySet().stream()
                    .filter(entry -> !entry.getValue().getCommandSpec().usageMessage().hidden())
                    .map(java.util.Map.Entry::getKey)
                    .toList()));
  }
}

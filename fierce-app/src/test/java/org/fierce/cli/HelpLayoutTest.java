package org.fierce.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

class HelpLayoutTest {
  private static final Pattern SHELL_WORD = Pattern.compile("(?:'[^']*'|[^\\s'])+");

  private static CommandLine fierce(int width) {
    Terminal terminal = new Terminal(false, false, width);
    PrintWriter nowhere = new PrintWriter(new StringWriter());
    return FierceCommand.commandLine(new Streams(nowhere, nowhere, terminal, terminal));
  }

  private static List<CommandLine> all(CommandLine command) {
    List<CommandLine> all = new ArrayList<>(List.of(command));
    command.getSubcommands().values().forEach(each -> all.addAll(all(each)));
    return all;
  }

  static List<String> commands() {
    return all(fierce(80)).stream().map(each -> each.getCommandSpec().qualifiedName()).toList();
  }

  private static CommandLine command(String name, int width) {
    return all(fierce(width)).stream()
        .filter(each -> each.getCommandSpec().qualifiedName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void noLineOfHelpIsLongerThanTheTerminalOrBrokenInsideAWord(String name) {
    Set<String> words = words(command(name, 80).getUsageMessage());
    for (int width : new int[] {40, 80, 100}) {
      String help = command(name, width).getUsageMessage();
      assertThat(help.lines())
          .allSatisfy(
              line ->
                  assertThat(line.length() <= width || line.strip().matches("\\S+|.*'[^']+'.*"))
                      .as(line)
                      .isTrue());
      assertThat(words(help)).isEqualTo(words);
    }
    // Those of the command itself, so that no width breaks them alike.
    assertThat(written(command(name, 80).getCommandSpec())).containsAll(words);
  }

  private static Set<String> words(String help) {
    return new TreeSet<>(List.of(help.replaceAll(" \\\\\n *", " ").strip().split("\\s+")));
  }

  /** All words that a command is described by. */
  private static Set<String> written(CommandSpec spec) {
    StringBuilder text =
        new StringBuilder(
            "Usage: COMMAND [OPTIONS] Arguments and options: Commands: Exit codes: Examples: Example: First steps: -h, -V, --help --version --stacktrace ");
    text.append(spec.qualifiedName()).append(' ');
    spec.usageMessage()
        .exitCodeList()
        .forEach((code, words) -> text.append(code + " " + words + " "));
    for (String[] lines :
        List.of(spec.usageMessage().description(), spec.usageMessage().footer())) {
      Stream.of(lines).forEach(line -> text.append(String.format(line)).append(' '));
    }
    spec.options()
        .forEach(
            option -> {
              text.append(String.join(" ", option.description())).append(' ');
              for (String each : option.names()) {
                text.append("%1$s %1$s, %1$s=%2$s, ".formatted(each, option.paramLabel()));
              }
              text.append(option.longestName() + "=" + option.paramLabel()).append(' ');
            });
    for (var parameter : spec.positionalParameters()) {
      text.append(String.join(" ", parameter.description())).append(' ');
      String label = parameter.paramLabel();
      text.append("%1$s [%1$s] %1$s... [%1$s...] ".formatted(label));
    }
    spec.subcommands()
        .forEach(
            (name, command) ->
                text.append(name + " ")
                    .append(
                        String.format(
                            String.join(
                                " ", command.getCommandSpec().usageMessage().description())))
                    .append(' '));
    return words(text.toString());
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandHasExamplesWhoseOptionsAreThere(String name) {
    CommandSpec spec = command(name, 80).getCommandSpec();
    if (Set.of("fierce help", "fierce generate-completion").contains(name)) {
      return;
    }
    List<String> examples =
        Stream.of(spec.usageMessage().footer()).filter(line -> line.startsWith("  ")).toList();
    assertThat(examples).isNotEmpty();
    for (String example : examples) {
      Matcher call =
          Pattern.compile("(?:^|[|&=] *|\\w )fierce (?!experiments)([^|&>]*)")
              .matcher(example.strip());
      assertThat(call.find()).as(example).isTrue();
      String[] arguments =
          SHELL_WORD
              .matcher(call.group(1))
              .results()
              .map(word -> word.group().replace("'", ""))
              .toArray(String[]::new);
      assertThatCode(() -> fierce(80).parseArgs(arguments)).as(example).doesNotThrowAnyException();
    }
  }

  @Command(
      name = "bake",
      mixinStandardHelpOptions = true,
      description = {
        "Bake a cake.",
        "",
        "What goes in depends on",
        "the kind:",
        "  sponge  eggs, flour, sugar and nothing else at all",
        "  bread   flour, water",
        "          and salt",
        ""
      },
      footerHeading = "%nExamples:%n",
      footer = {"  bake cake --oven 180 --note 'a long note of words' --quick", "Or buy one."},
      exitCodeListHeading = "x",
      exitCodeList = {"0:eaten"})
  @SuppressWarnings("UnusedVariable")
  private static final class Bake {
    @Parameters(paramLabel = "CAKE", description = "What to bake.")
    private String cake;

    @Option(
        names = "--oven",
        required = true,
        paramLabel = "DEGREES",
        description = {"How hot, as '[low, high]' or", "a number."})
    private int oven;

    @Option(names = "--quick", description = "Eat the file cake.html.txt raw.")
    private boolean isQuick;

    @Option(names = "--note", paramLabel = "WORDS", description = "Said at the end.")
    private String note;
  }

  @Test
  void aCommandSaysWhatItIsForThenExamplesThenOptions() {
    CommandLine command = new CommandLine(new Bake());
    HelpLayout.set(command, 44);
    assertThat(command.getUsageMessage())
        .isEqualTo(
            """
            Usage: bake --oven=DEGREES [OPTIONS]
                CAKE
            Bake a cake.

            What goes in depends on the kind:
              sponge  eggs, flour, sugar and nothing
                      else at all
              bread   flour, water and salt

            Examples:
              bake cake --oven 180 \\
                  --note 'a long note of words' --quick
            Or buy one.

            Arguments and options:
              CAKE            What to bake.
              --oven=DEGREES  How hot, as '[low, high]'
                              or a number.
              --quick         Eat the file cake.html.txt
                              raw.
              --note=WORDS    Said at the end.
              -h, --help      Show this help message and
                              exit.
              -V, --version   Print version information
                              and exit.

            Exit codes:
              0  eaten
            """);
  }

  @ParameterizedTest
  @ValueSource(strings = {"train", "compare", "predict", "completion"})
  void theHelpOfFierceListsItsCommands(String name) {
    assertThat(fierce(80).getUsageMessage()).contains("\n  " + name + " ");
  }
}

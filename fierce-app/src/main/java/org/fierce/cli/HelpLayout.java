package org.fierce.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * How help is laid out: what a command is for, examples, then its arguments and options in the
 * order of use, exit codes last. No line is broken inside a word; an example that is too long for a
 * line goes on behind a backslash, so that it can be pasted.
 */
final class HelpLayout {
  /** What stands before a description in a list: its label and two spaces or more. */
  private static final Pattern LABEL = Pattern.compile("( *)(\\S+(?: \\S+)*? {2,})(\\S.*)");

  /** A word of shell: quotes keep its parts together. */
  private static final Pattern SHELL_WORD = Pattern.compile("(?:'[^']*'|[^\\s'])+");

  /** What is typed between quotes stays on one line; an apostrophe is no quote. */
  private static final Pattern QUOTED = Pattern.compile("(?<!\\w)'[^']{1,60}'(?!\\w)");

  private static final char NO_BREAK = '\u00a0';

  private static final int WIDEST_NAME = 24;
  private static final String INDENT = "  ";

  /** Options that every command has stand last. */
  private static final List<String> COMMON = List.of("--help", "--version", "--stacktrace");

  private final int width;

  private HelpLayout(int width) {
    this.width = width;
  }

  /** Lays out the help of a command and all its subcommands. */
  static void set(CommandLine command, int width) {
    HelpLayout layout = new HelpLayout(width);
    Map<String, IHelpSectionRenderer> sections = new LinkedHashMap<>();
    sections.put("synopsis", layout::synopsis);
    sections.put("description", help -> layout.description(help.commandSpec()));
    sections.put("examples", help -> layout.examples(help.commandSpec()));
    sections.put("arguments", layout::arguments);
    sections.put("commands", layout::commands);
    sections.put("exitCodes", help -> layout.exitCodes(help.commandSpec()));
    command.setHelpSectionMap(sections);
    command.setHelpSectionKeys(List.copyOf(sections.keySet()));
  }

  private String synopsis(Help help) {
    CommandSpec spec = help.commandSpec();
    List<String> words = new ArrayList<>();
    words.add("Usage: " + spec.qualifiedName());
    spec.options().stream().filter(OptionSpec::required).forEach(option -> words.add(name(option)));
    if (spec.options().stream().anyMatch(option -> !option.required() && !isCommon(option))) {
      words.add("[OPTIONS]");
    }
    spec.positionalParameters().forEach(parameter -> words.add(name(parameter)));
    if (!spec.subcommands().isEmpty()) {
      words.add("COMMAND");
    }
    return filled("", "    ", String.join(" ", words));
  }

  /** Lines of the same paragraph joined; those that are set in are items of a list. */
  private String description(CommandSpec spec) {
    StringBuilder text = new StringBuilder();
    StringBuilder block = new StringBuilder();
    for (String raw : spec.usageMessage().description()) {
      String line = String.format(Locale.ROOT, raw);
      boolean isItem = line.startsWith(" ");
      boolean goesOn =
          !block.isEmpty()
              && !line.isBlank()
              && (isItem
                  ? block.toString().startsWith(" ") && indent(line) > indent(block) + 2
                  : !block.toString().startsWith(" "));
      if (goesOn) {
        block.append(' ').append(line.strip());
        continue;
      }
      flush(block, text);
      block.append(line);
      if (line.isBlank() && !text.isEmpty() && !text.toString().endsWith("\n\n")) {
        text.append('\n');
      }
    }
    flush(block, text);
    return text.toString().strip() + "\n";
  }

  private void flush(StringBuilder block, StringBuilder text) {
    String line = block.toString();
    block.setLength(0);
    if (line.isBlank()) {
      return;
    }
    Matcher label = LABEL.matcher(line);
    if (line.startsWith(" ") && label.matches()) {
      String head = line.substring(0, label.start(3));
      text.append(filled(head, " ".repeat(head.length()), group(label, 3)));
    } else {
      String own = " ".repeat(indent(line));
      text.append(filled(own, own, line.strip()));
    }
  }

  private static String group(Matcher matcher, int group) {
    return Objects.requireNonNull(matcher.group(group));
  }

  private static int indent(CharSequence line) {
    int at = 0;
    while (at < line.length() && line.charAt(at) == ' ') {
      at++;
    }
    return at;
  }

  private String examples(CommandSpec spec) {
    String[] lines = spec.usageMessage().footer();
    if (lines.length == 0) {
      return "";
    }
    StringBuilder text = new StringBuilder("\n");
    text.append(String.format(Locale.ROOT, spec.usageMessage().footerHeading()).strip());
    text.append('\n');
    for (String raw : lines) {
      String line = String.format(Locale.ROOT, raw);
      text.append(
          line.startsWith(" ") ? command(line.strip()) : filled("", "", line.stripTrailing()));
    }
    return text.toString();
  }

  /** A line of shell, broken between its words behind backslashes where it is too long. */
  private String command(String line) {
    List<String> words = shellWords(line);
    StringBuilder text = new StringBuilder();
    StringBuilder own = new StringBuilder(INDENT);
    boolean isEmpty = true;
    for (int i = 0; i < words.size(); i++) {
      // Two more are wanted for the backslash, unless the line ends here.
      int room = width - (i == words.size() - 1 ? 0 : 2);
      if (!isEmpty && own.length() + 1 + words.get(i).length() > room) {
        text.append(own).append(" \\\n");
        own = new StringBuilder(INDENT.repeat(3));
        isEmpty = true;
      }
      own.append(isEmpty ? "" : " ").append(words.get(i));
      isEmpty = false;
    }
    return text.append(own).append('\n').toString();
  }

  /** The words of a line of shell; an option with what follows it is one. */
  private static List<String> shellWords(String line) {
    List<String> words = new ArrayList<>();
    Matcher word = SHELL_WORD.matcher(line);
    boolean isValue = false;
    while (word.find()) {
      String next = word.group();
      if (isValue && !next.startsWith("-")) {
        words.set(words.size() - 1, words.get(words.size() - 1) + " " + next);
        isValue = false;
      } else {
        words.add(next);
        isValue = next.startsWith("--");
      }
    }
    return words;
  }

  private String arguments(Help help) {
    CommandSpec spec = help.commandSpec();
    List<String[]> rows = new ArrayList<>();
    for (PositionalParamSpec parameter : spec.positionalParameters()) {
      rows.add(new String[] {name(parameter), words(parameter)});
    }
    Stream.concat(
            spec.options().stream().filter(option -> !isCommon(option)),
            spec.options().stream().filter(HelpLayout::isCommon))
        .filter(option -> !option.hidden())
        .forEach(
            option ->
                rows.add(
                    new String[] {
                      String.join(
                          ", ",
                          Stream.of(option.names())
                              .map(name -> name.equals(option.longestName()) ? name(option) : name)
                              .toList()),
                      words(option)
                    }));
    return list("Arguments and options:", rows, help);
  }

  private static boolean isCommon(OptionSpec option) {
    return COMMON.contains(option.longestName());
  }

  /** A parameter or option as it is typed. */
  private static String name(ArgSpec argument) {
    if (argument instanceof OptionSpec option) {
      return option.longestName() + (option.arity().max() == 0 ? "" : "=" + option.paramLabel());
    }
    String label = argument.paramLabel() + (argument.isMultiValue() ? "..." : "");
    return argument.arity().min() == 0 ? "[" + label + "]" : label;
  }

  /** What it does; a line that ends with a semicolon or a colon ends there. */
  private static String words(ArgSpec argument) {
    StringBuilder words = new StringBuilder();
    for (String line : argument.description()) {
      boolean isNew = words.toString().endsWith(";") || words.toString().endsWith(":");
      words.append(words.isEmpty() ? "" : isNew ? "\n" : " ").append(line.strip());
    }
    return words.toString();
  }

  private String commands(Help help) {
    List<String[]> rows = new ArrayList<>();
    help.commandSpec()
        .subcommands()
        .forEach(
            (name, command) -> {
              CommandSpec spec = command.getCommandSpec();
              if (!spec.usageMessage().hidden()) {
                rows.add(new String[] {name, purpose(spec)});
              }
            });
    return rows.isEmpty() ? "" : list("Commands:", rows, help);
  }

  /** The first paragraph of its description. */
  private static String purpose(CommandSpec spec) {
    List<String> words = new ArrayList<>();
    for (String line : spec.usageMessage().description()) {
      if (line.isBlank()) {
        break;
      }
      words.add(String.format(Locale.ROOT, line).strip());
    }
    return String.join(" ", words);
  }

  private String exitCodes(CommandSpec spec) {
    List<String[]> rows = new ArrayList<>();
    spec.usageMessage()
        .exitCodeList()
        .forEach((code, words) -> rows.add(new String[] {code, words}));
    return rows.isEmpty() ? "" : list("Exit codes:", rows, null);
  }

  /** Names on the left, words beside them, or below a name that is too long. */
  private String list(String heading, List<String[]> rows, @Nullable Help help) {
    int widest = Math.min(WIDEST_NAME, width / 3);
    int column =
        rows.stream()
            .mapToInt(row -> row[0].length())
            .filter(length -> length <= widest)
            .max()
            .orElse(widest);
    String margin = " ".repeat(INDENT.length() + column + 2);
    StringBuilder text = new StringBuilder("\n").append(heading).append('\n');
    for (String[] row : rows) {
      boolean fits = row[0].length() <= column;
      String name = help == null ? row[0] : help.colorScheme().optionText(row[0]).toString();
      text.append(INDENT).append(name);
      text.append(fits ? " ".repeat(column + 2 - row[0].length()) : "\n" + margin);
      boolean isFirst = true;
      for (String line : row[1].split("\n", -1)) {
        String filled = filled(margin, margin, line);
        text.append(isFirst ? filled.substring(margin.length()) : filled);
        isFirst = false;
      }
    }
    return text.toString();
  }

  /** Words in lines that fit, each ended. */
  private String filled(String first, String others, String words) {
    int room = Math.max(20, width - Math.max(first.length(), others.length()));
    String tied = QUOTED.matcher(words).replaceAll(quoted -> quoted.group().replace(' ', NO_BREAK));
    List<String> lines = TextTable.wrap(tied, room);
    return first + String.join("\n" + others, lines).replace(NO_BREAK, ' ') + "\n";
  }
}

package org.fierce.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Holds the pages of the repository to what there is: files, commands, options, examples. */
class DocumentsTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)(?:#[^)]*)?\\)");
  private static final Pattern COMMAND =
      Pattern.compile("(?m)^ *(?:\\S+=\\S+ )*(?:\\./)?fierce ((?:.|\\\\\n)*)");
  private static final Pattern BLOCK = Pattern.compile("(?s)```(\\w+)\n(.*?)```");

  private static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>();
    for (String top : List.of(".", "docs", "research", "fierce-benchmarks", "experiments")) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(top), top.equals(".") ? 1 : 3)) {
        files.filter(file -> file.toString().endsWith(".md")).forEach(pages::add);
      }
    }
    assertThat(pages).hasSizeGreaterThan(20);
    return pages;
  }

  private static List<MatchResult> matches(Pattern pattern, String text) {
    return pattern.matcher(text).results().toList();
  }

  @Test
  void everyLinkToAFileLeadsToOne() throws IOException {
    List<String> dead = new ArrayList<>();
    for (Path page : pages()) {
      for (MatchResult link : matches(LINK, Files.readString(page))) {
        Path target = page.resolveSibling(link.group(1));
        if (!link.group(1).contains("://") && !Files.exists(target)) {
          dead.add(ROOT.relativize(page) + " -> " + link.group(1));
        }
      }
    }
    assertThat(dead).isEmpty();
  }

  @Test
  void commandsOfReadmeAndGuideAreThereWithTheirOptions() throws IOException {
    Terminal terminal = new Terminal(false, false, 100);
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    CommandLine fierce =
        FierceCommand.commandLine(new Streams(nowhere, nowhere, terminal, terminal));
    List<String> unknown = new ArrayList<>();
    int commands = 0;
    for (String page : List.of("README.md", "docs/guide.md", "docs/performance.md")) {
      for (MatchResult found : matches(COMMAND, Files.readString(ROOT.resolve(page)))) {
        String line = found.group(1).replace("\\\n", " ").replaceAll(" +#.*", "");
        List<String> words = List.of(line.strip().split("\\s+"));
        commands++;
        if (words.get(0).startsWith("-")) {
          continue;
        }
        CommandLine command = fierce.getSubcommands().get(words.get(0));
        Set<String> options = new TreeSet<>();
        if (command != null) {
          command.getCommandSpec().options().forEach(o -> options.addAll(List.of(o.names())));
        }
        for (String word : words.subList(1, words.size())) {
          if (command == null || (word.startsWith("--") && !options.contains(word))) {
            unknown.add(page + ": " + line);
          }
        }
      }
    }
    assertThat(unknown).isEmpty();
    assertThat(commands).isGreaterThan(15);
  }

  @Test
  void linesOfTheJavaGuideStandInExamplesThatAreRun() throws IOException {
    StringBuilder examples = new StringBuilder();
    for (String module : List.of("fierce-core", "fierce-model")) {
      Path folder = ROOT.resolve(module).resolve("src/test/java/org/fierce/examples");
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.toList()) {
          examples.append(Files.readString(file).replaceAll("\\s+", ""));
        }
      }
    }
    for (String page : List.of("README.md", "docs/java.md")) {
      for (MatchResult block : matches(BLOCK, Files.readString(ROOT.resolve(page)))) {
        if (block.group(1).equals("java")) {
          for (String part : block.group(2).split("\n *\n", -1)) {
            assertThat(examples).contains(part.replaceAll("\\s+", ""));
          }
        }
      }
    }
  }
}

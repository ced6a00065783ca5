package org.fierce.experiment;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Lines of shell that repeat what a folder holds, to be run inside that folder. */
final class RepeatCommand {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:=@%+,-]+");

  private RepeatCommand() {}

  /** Repeats the run of a method; its configuration is complete. */
  static String train(long seed) {
    return of(List.of("train", "config.yaml", "--seed", Long.toString(seed)));
  }

  /** Repeats a comparison. */
  static String compare(List<Long> seeds) {
    String text = new SeedList(seeds).toString();
    // Alone a word that begins with a minus passes for an option.
    return of(
        text.startsWith("-")
            ? List.of("compare", "config.yaml", "--seeds=" + text)
            : List.of("compare", "config.yaml", "--seeds", text));
  }

  /** The words as one line, quoted where a shell would part or read them. */
  static String of(List<String> words) {
    return words.stream()
        .map(word -> PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'")
        .collect(Collectors.joining(" ", "fierce ", " --out again"));
  }
}

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

  /** Repeats a comparison of consecutive seeds. */
  static String compare(List<Long> seeds) {
    long first = seeds.get(0);
    String range = first == 0 ? "" + seeds.size() : first + "-" + (first + seeds.size() - 1);
    return of(List.of("compare", "config.yaml", "--seeds", range));
  }

  /** The words as one line, quoted where a shell would part or read them. */
  static String of(List<String> words) {
    return words.stream()
        .map(word -> PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'")
        .collect(Collectors.joining(" ", "fierce ", " --out again"));
  }
}

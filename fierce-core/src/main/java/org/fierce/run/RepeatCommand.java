package org.fierce.run;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.fierce.config.SeedList;

/** Lines of shell that repeat what a folder holds, to be run inside that folder. */
public final class RepeatCommand {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:=@%+,-]+");

  private RepeatCommand() {}

  /** Repeats the run of a method; its configuration is complete. */
  public static String train(long seed) {
    return of(List.of("train", "config.yaml", "--seed", Long.toString(seed)));
  }

  /** Repeats a comparison. */
  public static String compare(List<Long> seeds) {
    String text = new SeedList(seeds).toString();
    // Alone a word that begins with a minus passes for an option.
    return of(
        text.startsWith("-")
            ? List.of("compare", "config.yaml", "--seeds=" + text)
            : List.of("compare", "config.yaml", "--seeds", text));
  }

  /** The words as one line, quoted where a shell would part or read them. */
  public static String of(List<String> words) {
    return line(words) + " --out again";
  }

  /** A command as one line, its words quoted where a shell would part or read them. */
  public static String line(List<String> words) {
    return words.stream()
        .map(word -> PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'")
        .collect(Collectors.joining(" ", "fierce ", ""));
  }
}

package org.fierce.app.cli;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;

/** Finds the name somebody meant. */
final class Suggestions {
  private Suggestions() {}

  /** The option or subcommand of this command nearest to an argument it does not know. */
  static Optional<String> forArgument(CommandLine command, String argument) {
    String name = argument.contains("=") ? argument.substring(0, argument.indexOf('=')) : argument;
    List<String> known = new ArrayList<>();
    if (name.startsWith("-")) {
      known.addAll(command.getCommandSpec().optionsMap().keySet());
    } else {
      known.addAll(command.getSubcommands().keySet());
    }
    return nearest(name, known);
  }

  /** The known name fewest changes away; empty where even that one is too far. */
  static Optional<String> nearest(String name, Collection<String> known) {
    String best = null;
    int bestDistance = 1 + Math.max(1, name.length() / 3);
    for (String candidate : known) {
      int distance = distance(name, candidate);
      if (distance < bestDistance) {
        best = candidate;
        bestDistance = distance;
      }
    }
    return Optional.ofNullable(best);
  }

  /**
   * Edits from one word to the other; two letters swapped count as one (optimal string alignment).
   */
  static int distance(String from, String to) {
    int[][] d = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      for (int j = 0; j <= to.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int change = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
        d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + change);
        if (i > 1
            && j > 1
            && from.charAt(i - 1) == to.charAt(j - 2)
            && from.charAt(i - 2) == to.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[from.length()][to.length()];
  }
}

package org.fierce.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Suggests the name somebody meant. */
public final class NearestName {
  private NearestName() {}

  /**
   * A clause for an error message: {@code did you mean 'x'?} where one known name is near the one
   * found, else the list of what is known.
   */
  public static String suggest(String found, Collection<String> known) {
    return nearest(found, known)
        .map("did you mean '%s'?"::formatted)
        .orElseGet(() -> "expected one of " + String.join(", ", known));
  }

  /** The known name fewest edits away; empty where even that one is too far. */
  public static Optional<String> nearest(String found, Collection<String> known) {
    return known.stream()
        .min(Comparator.comparingInt(name -> distance(found, name)))
        .filter(name -> distance(found, name) <= Math.max(1, (found.length() + 1) / 3));
  }

  /**
   * Edits from one name to the other, blind to case and hyphens; two letters swapped count as one
   * (optimal string alignment).
   */
  static int distance(String from, String to) {
    String a = from.toLowerCase(Locale.ROOT).replace("-", "");
    String b = to.toLowerCase(Locale.ROOT).replace("-", "");
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + change);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}

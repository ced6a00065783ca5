package org.fierce.experiment;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** Suggests the name somebody meant. */
public final class NearestName {
  private NearestName() {}

  /**
   * A clause for an error message: {@code did you mean 'x'?} where one known name is near the one
   * found, else the list of what is known.
   */
  public static String suggest(String found, Collection<String> known) {
    return known.stream()
        .min(Comparator.comparingInt(name -> distance(found, name)))
        .filter(name -> distance(found, name) <= Math.max(2, found.length() / 3))
        .map("did you mean '%s'?"::formatted)
        .orElse("expected one of " + String.join(", ", known));
  }

  /** Levenshtein distance, blind to case and hyphens. */
  private static int distance(String from, String to) {
    String a = from.toLowerCase(Locale.ROOT).replace("-", "");
    String b = to.toLowerCase(Locale.ROOT).replace("-", "");
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}

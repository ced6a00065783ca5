package org.fierce.model;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The coarse class of a fine class of which only examples are given: the one that more than half of
 * them are predicted to be in.
 *
 * @param coarse index of the coarse class
 * @param of how many examples it is the predicted one, at most all of them
 */
public record Majority(int coarse, int of) {
  /**
   * Of the examples of a class.
   *
   * @param name of the class, for the message
   * @param predicted index of the coarse class that each example is predicted to be in
   * @param coarseNames names of the coarse classes
   * @throws IllegalArgumentException if none has more than half
   */
  public static Majority of(String name, int[] predicted, List<String> coarseNames) {
    int[] counts = new int[coarseNames.size()];
    int best = 0;
    for (int each : predicted) {
      counts[each]++;
      best = counts[each] > counts[best] ? each : best;
    }
    if (2 * counts[best] <= predicted.length) {
      String found =
          IntStream.range(0, counts.length)
              .filter(c -> counts[c] > 0)
              .mapToObj(c -> "%d in %s".formatted(counts[c], coarseNames.get(c)))
              .collect(Collectors.joining(", "));
      throw new IllegalArgumentException(
          "of the %d examples of class \"%s\" no coarse class has more than half: %s; say which it belongs to"
              .formatted(predicted.length, name, found));
    }
    return new Majority(best, counts[best]);
  }
}

package org.fierce.model;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far examples are from class means, each left out of the mean of its own class. With m the
 * mean of all n examples of a class, one of them included, the mean of the others is {@code n / (n
 * - 1)} times as far from it as m is.
 */
final class LeaveOneOut {
  private static final double COOLEST = 1e-4;
  private static final double WARMEST = 1e4;
  private static final int STEPS = 60;

  private final List<Example> examples;

  private LeaveOneOut(List<Example> examples) {
    this.examples = examples;
  }

  /**
   * An example.
   *
   * @param distances squared, to the means of all classes of its coarse class; its own is left out
   *     of that of its own
   * @param own which of them is its own class
   * @param usual squared distance to the nearest mean, as that of a new row is expected to be, over
   *     that to the mean of the coarse class
   */
  private record Example(double[] distances, int own, double usual, int coarse) {
    int nearest() {
      int best = 0;
      for (int c = 1; c < distances.length; c++) {
        best = distances[c] < distances[best] ? c : best;
      }
      return best;
    }
  }

  /** Collects examples. */
  static final class Builder {
    private final List<Example> examples = new ArrayList<>();

    /**
     * Adds an example.
     *
     * @param distances squared, to the mean of each class of its coarse class, its own made with it
     * @param own which of them is its own class
     * @param count number of examples of its own class, at least 2
     * @param fromCoarse squared distance to the mean of the coarse class
     */
    void add(double[] distances, int own, int count, double fromCoarse, int coarse) {
      double with = distances[own];
      double n = count;
      // The distance of a new row has 1 + 1/n times the variance of the class; that of a row among
      // the n has 1 - 1/n times.
      distances[own] = with * (n + 1) / (n - 1);
      double usual = distances[0];
      for (double distance : distances) {
        usual = Math.min(usual, distance);
      }
      distances[own] = with * n * n / ((n - 1) * (n - 1));
      examples.add(new Example(distances, own, usual / fromCoarse, coarse));
    }

    LeaveOneOut build() {
      return new LeaveOneOut(examples);
    }
  }

  /** Share of the examples of a coarse class that are nearest to their own class; NaN of none. */
  double accuracy(int coarse) {
    long all =
        examples.stream().filter(e -> e.coarse() == coarse && e.distances().length > 1).count();
    long right =
        examples.stream()
            .filter(e -> e.coarse() == coarse && e.distances().length > 1)
            .filter(e -> e.nearest() == e.own())
            .count();
    return all == 0 ? Double.NaN : (double) right / all;
  }

  /** Null where there is no example. */
  @Nullable NoneOfThese noneOfThese() {
    return examples.isEmpty()
        ? null
        : NoneOfThese.of(examples.stream().mapToDouble(Example::usual).sorted().toArray());
  }

  /**
   * The T that makes the cross-entropy of {@code softmax(-distances / T)} least, where the own
   * class of each of N examples is given N+1 of N+2 parts and the other classes share the rest, so
   * that few examples never make for certainty (after Platt 1999); 1 where no example has a choice.
   */
  double temperature() {
    List<Example> choosing = examples.stream().filter(e -> e.distances().length > 1).toList();
    if (choosing.isEmpty()) {
      return 1;
    }
    double rest = 1.0 / (choosing.size() + 2);
    double low = Math.log(1 / WARMEST);
    double high = Math.log(1 / COOLEST);
    for (int step = 0; step < STEPS; step++) {
      double middle = (low + high) / 2;
      double inverse = Math.exp(middle);
      double slope = 0;
      for (Example example : choosing) {
        slope += slope(example, inverse, rest);
      }
      if (slope > 0) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return Math.exp(-(low + high) / 2);
  }

  /** Derivative of the cross-entropy by 1/T: distance of the target less that of the softmax. */
  private static double slope(Example example, double inverse, double rest) {
    double[] distances = example.distances();
    double least = distances[example.nearest()];
    double weights = 0;
    double mean = 0;
    double others = 0;
    for (int c = 0; c < distances.length; c++) {
      double weight = Math.exp(inverse * (least - distances[c]));
      weights += weight;
      mean += weight * distances[c];
      others += c == example.own() ? 0 : distances[c];
    }
    return (1 - rest) * distances[example.own()]
        + rest * others / (distances.length - 1)
        - mean / weights;
  }
}

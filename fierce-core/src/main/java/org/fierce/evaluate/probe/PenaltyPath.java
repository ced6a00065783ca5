package org.fierce.evaluate.probe;

import java.util.List;

/**
 * Chooses a penalty on held-out rows, going from the strongest to the weakest, each fit starting
 * from the last; two penalties in a row without gain end the walk.
 */
final class PenaltyPath {
  private static final int PATIENCE = 2;

  private PenaltyPath() {}

  /** Fits at a penalty. */
  interface Fit {
    double[] at(double penalty, double[] start);
  }

  /** Error of a fit on the held-out rows, smaller is better. */
  interface HeldError {
    double of(double[] point);
  }

  /**
   * What was chosen.
   *
   * @param error on the held-out rows; infinite where nothing was tried
   */
  record Choice(double penalty, double[] point, double error) {}

  static Choice choose(List<Double> penalties, double[] start, Fit fit, HeldError error) {
    List<Double> falling = penalties.stream().sorted((a, b) -> Double.compare(b, a)).toList();
    Choice best = new Choice(falling.get(0), start, Double.POSITIVE_INFINITY);
    double least = Double.POSITIVE_INFINITY;
    int without = 0;
    double[] point = start;
    for (double penalty : falling) {
      point = fit.at(penalty, point);
      double current = error.of(point);
      if (current < least) {
        least = current;
        best = new Choice(penalty, point, current);
        without = 0;
      } else if (++without == PATIENCE) {
        break;
      }
    }
    return best;
  }
}

package org.fierce.model;

/**
 * From which distance on a row is said to be of none of the known classes. What is compared is the
 * squared distance to the nearest class mean over that to the mean of the coarse class, which tells
 * best what is new (research/none-of-these).
 *
 * @param distance largest such ratio that is usual
 * @param falseAlarmRate share of rows of known classes that are expected to lie further out, above
 *     0, below 1
 * @param examples number of examples that it was learnt from, at least 1
 */
public record NoneOfThese(double distance, double falseAlarmRate, int examples) {
  /** The false-alarm rate that is aimed at. */
  public static final double RATE = 0.05;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public NoneOfThese {
    if (!(distance >= 0 && falseAlarmRate > 0 && falseAlarmRate < 1) || examples < 1) {
      throw new IllegalArgumentException(
          "distance is %s, false-alarm rate %s, of %d examples; expected at least 0, between 0 and 1, at least 1"
              .formatted(distance, falseAlarmRate, examples));
    }
  }

  /**
   * From the distances of examples that were left out of what they were compared with: the rank
   * that a new row of a known class passes with at most the false-alarm rate.
   *
   * @param sorted rising
   */
  static NoneOfThese of(double[] sorted) {
    int count = sorted.length;
    int rank = Math.min(count, (int) Math.ceil((count + 1) * (1 - RATE)));
    return new NoneOfThese(
        sorted[rank - 1], Math.max(RATE, (count + 1.0 - rank) / (count + 1)), count);
  }
}

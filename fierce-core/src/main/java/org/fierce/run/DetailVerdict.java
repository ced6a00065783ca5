package org.fierce.run;

import java.util.Map;
import org.fierce.config.Contender;
import org.fierce.evaluate.ClassDetail;
import org.fierce.evaluate.DetailMeasure;

/**
 * Whether the features of a coarse class still hold fine detail, told without fine labels: by
 * {@link #MEASURE} as a share of that of the untrained network on the same rows, which saw no label
 * and dropped nothing for one. The bounds were set on one data set where the fine labels were known
 * (research/detail-left/README.md says how far they hold elsewhere).
 */
public enum DetailVerdict {
  /** A share of {@link #KEPT_FROM} or more. */
  KEPT("kept"),
  /** Between the two. */
  DOUBTFUL("doubtful"),
  /** A share below {@link #LOST_BELOW}, or views that agree on next to nothing. */
  LOST("lost"),
  /** There is nothing to judge by. */
  UNKNOWN("unknown");

  /** The measure that the verdict goes by. */
  public static final DetailMeasure MEASURE = DetailMeasure.LIDAR_RANK;

  /** A share of this or more is kept. */
  public static final double KEPT_FROM = 0.95;

  /** A share below this is lost. */
  public static final double LOST_BELOW = 0.65;

  /**
   * Least view ratio at which the rank says anything: views shuffled among the rows of their class
   * have a ratio near 0, but their rank is high, as noise has no direction.
   */
  public static final double LEAST_VIEW_RATIO = 0.05;

  private final String key;

  DetailVerdict(String key) {
    this.key = key;
  }

  /** Name in files. */
  public String key() {
    return key;
  }

  static DetailVerdict of(double share) {
    if (Double.isNaN(share)) {
      return UNKNOWN;
    }
    return share >= KEPT_FROM ? KEPT : share < LOST_BELOW ? LOST : DOUBTFUL;
  }

  /**
   * The measure over that of the untrained network; 0 where views of a row agree no better than
   * those of different rows; NaN without a value or a reference above 0.
   */
  static double share(ClassDetail detail, Map<String, ClassDetail> references) {
    double value = detail.value(MEASURE);
    if (detail.value(DetailMeasure.VIEW_RATIO) < LEAST_VIEW_RATIO) {
      return 0;
    }
    ClassDetail untrained = references.get(Contender.Rival.UNTRAINED.label());
    double best = untrained == null ? Double.NaN : untrained.value(MEASURE);
    return best > 0 ? value / best : Double.NaN;
  }
}

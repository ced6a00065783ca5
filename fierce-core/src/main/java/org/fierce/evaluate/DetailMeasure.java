package org.fierce.evaluate;

import org.fierce.evaluate.detail.DetailLeft;
import org.fierce.stats.Measure;

/**
 * What can be said of the fine detail inside a coarse class without any fine label; larger is more.
 * {@link DetailLeft} says how each is computed.
 */
public enum DetailMeasure {
  /** Effective rank of the rows about the mean of their class. */
  EFFECTIVE_RANK("effectiveRank", false),
  /** Spread about the mean of the class, in units of the spread of the class means. */
  NEURAL_COLLAPSE("neuralCollapse1", false),
  /** Share of the spread inside the class that two views of a row agree on. */
  VIEW_RATIO("viewRatio", true),
  /** Effective rank of the spread of rows in units of the spread of views. */
  LIDAR_RANK("lidarRank", true),
  /** How often the other view of a row is the nearest of some candidates of the class. */
  INSTANCE_RECALL("instanceRecall", true),
  /** Lower bound on what one view tells of which row the other is of. */
  INSTANCE_INFORMATION("instanceInformationBits", true),
  /** What the code of a feature over a fixed codebook tells of its row. */
  CODEBOOK_INFORMATION("codebookInformationBits", true);

  private final String key;
  private final boolean needsViews;

  DetailMeasure(String key, boolean needsViews) {
    this.key = key;
    this.needsViews = needsViews;
  }

  /** Name in {@code detail-left.json}. */
  public String key() {
    return key;
  }

  /** Whether it needs two augmented views of each row. */
  public boolean needsViews() {
    return needsViews;
  }

  /**
   * What features that hold nothing of their row give: all rows of the class equal, or views
   * shuffled among them (in the limit of many rows).
   *
   * @param candidates rows among which the other view is looked for, at least 1
   */
  public double chance(int candidates) {
    return this == INSTANCE_RECALL ? 1.0 / candidates : 0;
  }

  /** What it is, short enough for a column. */
  public String heading() {
    return Measure.of(this == NEURAL_COLLAPSE ? key : scoreKey()).heading();
  }

  /** Name of its mean over the test rows in score files, as {@code viewRatioWithin}. */
  public String scoreKey() {
    String unit = "Bits";
    return key.endsWith(unit)
        ? key.substring(0, key.length() - unit.length()) + "Within" + unit
        : key + "Within";
  }
}

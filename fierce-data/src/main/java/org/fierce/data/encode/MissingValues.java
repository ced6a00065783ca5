package org.fierce.data.encode;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What becomes of empty cells among the features of a table. */
public enum MissingValues {
  /** The table is refused at the first one. */
  @JsonProperty("refuse")
  REFUSE,

  /**
   * A number is replaced by the mean of the training rows, and a column beside it says 1 where that
   * was done, 0 elsewhere (only where training rows lack values). A missing category becomes one of
   * its own.
   */
  @JsonProperty("mean-indicator")
  MEAN_INDICATOR,

  /** The row is left out; the name of the data set says how many were. */
  @JsonProperty("drop")
  DROP
}

package org.fierce.data.encode;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What becomes of a category that no training row has. */
public enum UnseenCategories {
  /** The table is refused, naming row and category. */
  @JsonProperty("refuse")
  REFUSE,

  /** None of the column's categories is set: all zeros. */
  @JsonProperty("zeros")
  ZEROS
}

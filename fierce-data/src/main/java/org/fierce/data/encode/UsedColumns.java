package org.fierce.data.encode;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Which columns of a table become features, of those that nobody gave another use. */
public enum UsedColumns {
  /** All: a date is a category, and so is a text. */
  @JsonProperty("all")
  ALL,

  /** Not ids, constants and free texts; dates become numbers. */
  @JsonProperty("useful")
  USEFUL
}

package org.fierce.data.csv;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What becomes of rows that cannot be read or used ({@link Problems#addRow}). */
public enum BadRows {
  /** The data set is refused, with all of them. */
  @JsonProperty("refuse")
  REFUSE,

  /** They are left out, and the notes of the data set say how many. */
  @JsonProperty("skip")
  SKIP
}

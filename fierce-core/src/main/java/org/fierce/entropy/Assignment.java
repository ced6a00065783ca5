package org.fierce.entropy;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a row is given to anchors. */
public enum Assignment {
  /** Wholly to one anchor drawn with Gumbel noise; the gradient passes as if it were soft. */
  @JsonProperty("hard")
  HARD,
  /** In shares that sum to 1, without noise. */
  @JsonProperty("soft")
  SOFT
}

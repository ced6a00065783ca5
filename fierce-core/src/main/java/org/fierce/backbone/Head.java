package org.fierce.backbone;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What turns features into coarse logits. */
public enum Head {
  /** {@code logits = W f + b}. */
  @JsonProperty("linear")
  LINEAR,
  /**
   * {@code logits = s cos(f, w_k)}: features and weights on the unit sphere, with one learned scale
   * s that starts at {@value #INITIAL_SCALE}. The features a backbone reports stay un-normalised.
   */
  @JsonProperty("cosine")
  COSINE;

  /** First value of the cosine head's scale. */
  public static final double INITIAL_SCALE = 10;
}

package org.fierce.entropy;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How alike a feature f and an anchor a are. */
public enum Similarity {
  /** {@code <f, a>}, anchors uniform in [0, 1] per coordinate: for features after a ReLU. */
  @JsonProperty("dot")
  DOT,
  /** {@code <f, a> / (|f| |a|)}, anchors uniform in [-1, 1] per coordinate. */
  @JsonProperty("cosine")
  COSINE,
  /** {@code -(f - k)^2} for one-dimensional features; the anchors are the numbers 1 to K. */
  @JsonProperty("distance")
  DISTANCE
}

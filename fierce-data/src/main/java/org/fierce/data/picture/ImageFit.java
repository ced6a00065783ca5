package org.fierce.data.picture;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How an image that is no square becomes one. */
public enum ImageFit {
  /** Its largest centred square is kept. */
  @JsonProperty("crop")
  CROP,

  /** All of it is kept, width and height scaled apart. */
  @JsonProperty("stretch")
  STRETCH
}

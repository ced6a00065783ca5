package org.fierce.data.picture;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The channels an image is read as. */
public enum Pixels {
  /** One channel: 0.299 red + 0.587 green + 0.114 blue (BT.601), or the grey value as stored. */
  @JsonProperty("grey")
  GREY(1),

  /** Three channels: red, green, blue. */
  @JsonProperty("rgb")
  RGB(3);

  private final int channels;

  Pixels(int channels) {
    this.channels = channels;
  }

  /** Number of channels. */
  public int channels() {
    return channels;
  }
}

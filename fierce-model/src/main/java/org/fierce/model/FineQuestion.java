package org.fierce.model;

import java.util.Locale;

/** What a {@link FineHead} is asked. A model has at most one head for each. */
public enum FineQuestion {
  /** The fine class inside the coarse class. */
  FINE("a fine class"),
  /** A number. */
  NUMBER("a number"),
  /** The shares of a mixture. */
  SHARES("shares");

  private final String words;

  FineQuestion(String words) {
    this.words = words;
  }

  /** The question in words, as {@code a fine class}. */
  public String inWords() {
    return words;
  }

  /** Name in files and in the answers of commands, as {@code fine}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}

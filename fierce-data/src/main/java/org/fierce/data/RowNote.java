package org.fierce.data;

import java.util.Objects;

/**
 * Something strange about a new row, which is answered all the same.
 *
 * @param kind what is strange
 * @param subject the column, or how large a picture is; empty where there is none
 * @param value what the row has there, as it was given; empty where nothing is
 */
public record RowNote(Kind kind, String subject, String value) {
  /** What can be strange. */
  public enum Kind {
    /** A category that no training row had; the row counts as of none of those known. */
    UNSEEN_CATEGORY("has a category that no training row had", "%s = %s"),

    /**
     * No value; the mean of the training rows stands for a number, and a category of its own for a
     * category.
     */
    MISSING_VALUE("lacks a value", "%s"),

    /** A text none of whose words the model knows, so that its answer says nothing of the text. */
    NO_KNOWN_WORD("has no word that the model knows", ""),

    /** A number so far out of the training rows' range that it was brought nearer. */
    OUT_OF_RANGE("has a number far out of the range of all training rows", "%s"),

    /** A picture with less than half the pixels of the model's side, which was enlarged. */
    SMALL_PICTURE("is much smaller than the pictures that the model takes", "%s pixels"),

    /** A picture of which more than half was cut off to make a square. */
    CUT_PICTURE("is so long that more than half of it was cut off", "%s pixels");

    private final String words;
    private final String counted;

    Kind(String words, String counted) {
      this.words = words;
      this.counted = counted;
    }

    /** What such a row does, in words that follow "a row". */
    public String words() {
      return words;
    }
  }

  /** Checks that nothing is missing. */
  public RowNote {
    Objects.requireNonNull(kind);
    Objects.requireNonNull(subject);
    Objects.requireNonNull(value);
  }

  /** What notes of one kind are counted by, as {@code colour = blue}; empty where by nothing. */
  public String counted() {
    return kind.counted.formatted(subject, value);
  }

  /** The note in words, as {@code has a category that no training row had: colour = blue}. */
  @Override
  public String toString() {
    String what = counted();
    String said = kind == Kind.OUT_OF_RANGE ? "%s = %s".formatted(subject, value) : what;
    return said.isEmpty() ? kind.words : kind.words + ": " + said;
  }
}

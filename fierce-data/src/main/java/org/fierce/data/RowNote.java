package org.fierce.data;

import java.util.Locale;
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
    UNSEEN_CATEGORY("has", "have", "a category that no training row had", "%s = %s"),

    /**
     * No value; the mean of the training rows stands for a number, and a category of its own for a
     * category.
     */
    MISSING_VALUE("lacks", "lack", "a value", "%s"),

    /** A text none of whose words the model knows, so that its answer says nothing of the text. */
    NO_KNOWN_WORD("has", "have", "no word that the model knows", ""),

    /** A number so far out of the training rows' range that it was brought nearer. */
    OUT_OF_RANGE("has", "have", "a number far out of the range of all training rows", "%s"),

    /** A picture with less than half the pixels of the model's side, which was enlarged. */
    SMALL_PICTURE("is", "are", "much smaller than the pictures that the model takes", "%s pixels"),

    /** A picture of which more than half was cut off to make a square. */
    CUT_PICTURE("is", "are", "so long that more than half was cut off", "%s pixels");

    private final String verb;
    private final String verbOfMany;
    private final String words;
    private final String counted;

    Kind(String verb, String verbOfMany, String words, String counted) {
      this.verb = verb;
      this.verbOfMany = verbOfMany;
      this.words = words;
      this.counted = counted;
    }

    /** What so many rows do, in words, as {@code 3 rows lack a value}. */
    public String words(long rows) {
      return rows == 1
          ? "1 row %s %s".formatted(verb, words)
          : String.format(Locale.ROOT, "%,d rows %s %s", rows, verbOfMany, words);
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
    String words = "%s %s".formatted(kind.verb, kind.words);
    return said.isEmpty() ? words : words + ": " + said;
  }
}

package org.fierce.data;

/**
 * What a column of a table was taken for.
 *
 * @param name of the column
 * @param kind what it holds
 * @param missing number of rows without a value
 * @param holds range or examples, in words
 * @param use what is done with it, as {@code 6 features} or {@code left out: constant}
 * @param isLeftOut whether nothing is made of it though nobody asked for that
 */
public record ColumnProfile(
    String name, Kind kind, int missing, String holds, String use, boolean isLeftOut) {
  /** What a column holds. */
  public enum Kind {
    /** Numbers that are features as they are. */
    NUMBER("number"),
    /** Texts, or numbers, of which each is a feature. */
    CATEGORY("category"),
    /** Dates, or dates with a time. */
    DATE("date"),
    /** What names a row. */
    ID("id"),
    /** The same in every row. */
    CONSTANT("constant"),
    /** Texts of several words, or too many different ones to be categories. */
    TEXT("free text"),
    /** No value in any row. */
    EMPTY("empty"),
    /** Not looked at. */
    IGNORED("ignored");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    /** In words, as {@code free text}. */
    public String words() {
      return words;
    }
  }
}

package org.fierce.data;

/** What a raw row is, as {@link RowEncoder}s take it. */
public enum RowKind {
  /** Cells by the name of their column: a {@link java.util.Map}. */
  CELLS("rows of a table"),

  /** A {@link CharSequence}. */
  TEXT("texts"),

  /** The {@link java.nio.file.Path} or the bytes of a picture file. */
  PICTURE("pictures"),

  /** {@code float[]} or {@code double[]}. */
  NUMBERS("vectors of numbers");

  private final String words;

  RowKind(String words) {
    this.words = words;
  }

  /** Many of them, in words, as {@code pictures}. */
  public String words() {
    return words;
  }
}

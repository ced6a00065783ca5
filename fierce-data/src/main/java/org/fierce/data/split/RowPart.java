package org.fierce.data.split;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The part of a data set that a row belongs to, as files name it. */
public enum RowPart {
  /** Rows to learn from. */
  TRAIN("training", "train", "training"),

  /** Rows for choices. */
  VALIDATION("validation", "validation", "val", "valid", "dev", "development"),

  /** Rows for the final score. */
  TEST("test", "test", "testing");

  private final String words;

  @SuppressWarnings("ImmutableEnumChecker") // It is a copy that nobody can change.
  private final List<String> names;

  RowPart(String words, String... names) {
    this.words = words;
    this.names = List.of(names);
  }

  /** What such rows are called. */
  public String words() {
    return words;
  }

  /** The part that a text names, in upper or lower case; null where it names none. */
  public static @Nullable RowPart of(String text) {
    String lower = text.strip().toLowerCase(Locale.ROOT);
    for (RowPart part : values()) {
      if (part.names.contains(lower)) {
        return part;
      }
    }
    return null;
  }
}

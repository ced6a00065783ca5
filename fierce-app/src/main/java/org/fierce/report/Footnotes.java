package org.fierce.report;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Numbered remarks below a table, each once. */
public final class Footnotes {
  private final List<String> notes = new ArrayList<>();

  /** The mark of a remark, as {@code (1)}; empty for none. */
  public String mark(@Nullable String note) {
    if (note == null || note.isEmpty()) {
      return "";
    }
    if (!notes.contains(note)) {
      notes.add(note);
    }
    return "(%d)".formatted(notes.indexOf(note) + 1);
  }

  /** The remarks with their marks, in the order of the numbers. */
  public List<String> lines() {
    return notes.stream().map(note -> "(%d) %s".formatted(notes.indexOf(note) + 1, note)).toList();
  }
}

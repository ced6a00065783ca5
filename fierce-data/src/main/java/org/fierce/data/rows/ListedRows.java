package org.fierce.data.rows;

import java.io.IOException;
import org.fierce.data.csv.LineRows;
import org.jspecify.annotations.Nullable;

/** A row a line: a text, the name of a picture, or numbers. */
final class ListedRows implements NewRows {
  private final LineRows lines;
  private final Content content;
  private final boolean isNamed;
  private final boolean isLive;
  private long number;

  /** What a row is, of its line. */
  @FunctionalInterface
  interface Content {
    Object of(String line) throws IOException;
  }

  /**
   * Rows.
   *
   * @param isNamed whether a line is what its row is called; else its number from 0 is
   */
  ListedRows(LineRows lines, Content content, boolean isNamed, boolean isLive) {
    this.lines = lines;
    this.content = content;
    this.isNamed = isNamed;
    this.isLive = isLive;
  }

  @Override
  public @Nullable NewRow next() throws IOException {
    LineRows.Line line = lines.next();
    if (line == null) {
      return null;
    }
    String name = Long.toString(number++);
    if (line.problem() != null) {
      return NewRow.unreadable(name, line.place(), line.problem());
    }
    String text = line.text();
    return new NewRow(isNamed ? text : name, line.place(), () -> content.of(text));
  }

  @Override
  public boolean isLive() {
    return isLive;
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}

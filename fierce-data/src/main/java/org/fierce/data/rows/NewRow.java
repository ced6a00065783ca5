package org.fierce.data.rows;

import java.io.IOException;
import org.fierce.files.DatasetFormatException;

/** A row that a model is asked about. Its value may be read in another thread than the row was. */
public final class NewRow {
  private final String id;
  private final String place;
  private final Value value;

  /** Reads a value, or tells why it cannot be read. */
  @FunctionalInterface
  interface Value {
    Object read() throws IOException;
  }

  NewRow(String id, String place, Value value) {
    this.id = id;
    this.place = place;
    this.value = value;
  }

  /** A row that cannot be read. */
  static NewRow unreadable(String id, String place, String problem) {
    return new NewRow(
        id,
        place,
        () -> {
          throw new DatasetFormatException(problem);
        });
  }

  /** What the row is called: its id, the name of its file, or its number from 0. */
  public String id() {
    return id;
  }

  /** Where it stands, as {@code line 3}; empty where the id says it. */
  public String place() {
    return place;
  }

  /**
   * The row as its encoder takes it.
   *
   * @throws DatasetFormatException if it cannot be read, with the reason
   */
  public Object value() throws IOException {
    return value.read();
  }
}

package org.fierce.files;

import java.io.IOException;
import java.util.List;

/**
 * Malformed, truncated or inconsistent input data. The message names the file, the place, what was
 * found, what was expected, and the remedy. Where there are many problems it tells the first of
 * them, and {@link #problems} all.
 */
public final class DatasetFormatException extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  public DatasetFormatException(String message) {
    this(message, List.of());
  }

  public DatasetFormatException(String message, Throwable cause) {
    super(message, cause);
    this.problems = List.of();
  }

  /**
   * Many problems at once.
   *
   * @param message the first of them
   * @param problems all of them, each with its place
   */
  public DatasetFormatException(String message, List<String> problems) {
    super(message);
    this.problems = List.copyOf(problems);
  }

  /** All problems, where there are several; else none, and the message says it all. */
  public List<String> problems() {
    return problems == null ? List.of() : problems;
  }
}

package org.fierce.files;

import java.io.IOException;

/**
 * Malformed, truncated or inconsistent input data. The message names the file, the place, what was
 * found, what was expected, and the remedy.
 */
public final class DatasetFormatException extends IOException {
  private static final long serialVersionUID = 1L;

  public DatasetFormatException(String message) {
    super(message);
  }

  public DatasetFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}

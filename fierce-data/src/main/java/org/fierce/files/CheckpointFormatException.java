package org.fierce.files;

import java.io.IOException;

/**
 * A malformed, truncated or foreign file of weights or training state. The message names the file,
 * the place, what was found, what was expected, and the remedy.
 */
public final class CheckpointFormatException extends IOException {
  private static final long serialVersionUID = 1L;

  public CheckpointFormatException(String message) {
    super(message);
  }

  public CheckpointFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}

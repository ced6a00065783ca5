package org.fierce.files;

import java.io.IOException;

/** A folder that another run writes to. The message names that run's process and what to do. */
public final class FolderInUseException extends IOException {
  private static final long serialVersionUID = 1L;

  public FolderInUseException(String message) {
    super(message);
  }
}

package org.fierce.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** Standard output that remembers that writing failed, which text writers do not. */
final class StandardOutput extends OutputStream {
  private final OutputStream file;
  private @Nullable IOException failure;

  StandardOutput() {
    this(new FileOutputStream(FileDescriptor.out));
  }

  StandardOutput(OutputStream file) {
    this.file = file;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      file.write(bytes, offset, length);
    } catch (IOException e) {
      if (failure == null) {
        failure = e;
      }
      throw e;
    }
  }

  /** The failure; null if there was none, or if the reader closed the pipe. */
  @Nullable IOException failure() {
    IOException first = failure;
    return first == null || String.valueOf(first.getMessage()).contains("Broken pipe")
        ? null
        : first;
  }
}

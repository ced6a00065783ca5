package org.fierce.model;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import java.io.IOException;

/**
 * The library ONNX Runtime of this process: loaded once, sends nothing home, prints only errors. It
 * unpacks its native code into the folder of {@code java.io.tmpdir} and deletes it there once
 * loaded; where that is not wanted, {@code onnxruntime.native.path} names a folder that holds it.
 */
final class OnnxRuntime {
  private OnnxRuntime() {}

  private static final class Loaded {
    static final OrtEnvironment ENVIRONMENT = environment();

    private static OrtEnvironment environment() {
      OrtEnvironment environment =
          OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "fierce");
      try {
        environment.setTelemetry(false);
      } catch (OrtException e) {
        throw new IllegalStateException(e);
      }
      return environment;
    }
  }

  /**
   * The library.
   *
   * @throws IOException if this machine cannot load it
   */
  static OrtEnvironment environment() throws IOException {
    try {
      return Loaded.ENVIRONMENT;
    } catch (LinkageError e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IOException(
          "ONNX Runtime cannot be loaded here (%s); it needs Linux with glibc, macOS or Windows on x86-64 or arm64, and a folder java.io.tmpdir (%s) to unpack 17 MB to and run code from"
              .formatted(cause.getMessage(), System.getProperty("java.io.tmpdir")),
          e);
    }
  }

  /** Begins to load the library in a thread of its own, which ends with that. */
  static Thread begin() {
    Thread thread =
        new Thread(
            () -> {
              try {
                environment();
              } catch (IOException told) {
                // Whoever asks for the library is told.
                return;
              }
            },
            "fierce-onnxruntime");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}

package org.fierce.model;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * The library ONNX Runtime of this process: loaded once, sends nothing home, prints only errors of
 * its own. It unpacks its native code into a new folder in {@code java.io.tmpdir}, where that would
 * stay after a kill, and the empty folder always; on Linux it is deleted as soon as it is loaded.
 * Where {@code onnxruntime.native.path} names a folder that holds the code, nothing is unpacked.
 */
final class OnnxRuntime {
  // Held, so that its level stays.
  private static final Logger LOG = Logger.getLogger("ai.onnxruntime.OnnxRuntime");

  private OnnxRuntime() {}

  private static final class Loaded {
    static final OrtEnvironment ENVIRONMENT = environment();

    private static OrtEnvironment environment() {
      // It prints a stack trace of what is told by an exception all the same.
      LOG.setLevel(Level.OFF);
      OrtEnvironment environment =
          OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "fierce");
      try {
        environment.setTelemetry(false);
      } catch (OrtException e) {
        throw new IllegalStateException(e);
      }
      hold();
      deleteUnpacked();
      return environment;
    }
  }

  /**
   * Counts the native environment once more. When the process is told to end, a hook of the library
   * lets the environment go while calls may still be in it, which then crash; counted twice it
   * stays until the process is gone.
   */
  private static void hold() {
    try {
      Field api = Class.forName("ai.onnxruntime.OnnxRuntime").getDeclaredField("ortApiHandle");
      Method create =
          OrtEnvironment.class.getDeclaredMethod(
              "createHandle", long.class, int.class, String.class);
      api.setAccessible(true);
      create.setAccessible(true);
      create.invoke(
          null, api.getLong(null), OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR.getValue(), "fierce");
    } catch (ReflectiveOperationException | RuntimeException otherVersion) {
      // Without it the library works as well; a kill in the middle of a call may crash.
      return;
    }
  }

  /** Deletes what was unpacked; the process keeps what it has loaded of it. */
  private static void deleteUnpacked() {
    Path maps = Path.of("/proc/self/maps");
    if (!Files.exists(maps)) {
      return;
    }
    try (Stream<String> lines = Files.lines(maps)) {
      Optional<Path> library =
          lines
              .filter(line -> line.endsWith("/libonnxruntime.so"))
              .map(line -> Path.of(line.substring(line.indexOf('/'))))
              .filter(file -> String.valueOf(file.getParent()).contains("/onnxruntime-java"))
              .findFirst();
      if (library.isPresent()) {
        Path folder = library.get().resolveSibling(".").normalize();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
          for (Path file : files) {
            Files.deleteIfExists(file);
          }
        }
        Files.deleteIfExists(folder);
      }
    } catch (IOException | UncheckedIOException kept) {
      // The system's own cleaning of temporary files is left then.
      return;
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

package org.fierce.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.fierce.config.ConfigurationException;
import org.fierce.files.CheckpointFormatException;
import org.fierce.files.DatasetFormatException;
import org.jspecify.annotations.Nullable;

/** A file of bytes that somebody made up, and the reader that gets it. */
public final class HostileFile {
  /** How the description of a fault begins. */
  static final String FAULT = "FAULT ";

  /** Of the processor, so that a busy machine makes no fault. */
  private static final long LONGEST_SECONDS = 5;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final Path file;
  private final FuzzedReader.Reading reading;

  HostileFile(Path file, FuzzedReader.Reading reading) {
    this.file = file;
    this.reading = reading;
  }

  /** What the reader's preparation put in the place of the file, or null. */
  byte @Nullable [] whole() throws IOException {
    return Files.exists(file) ? Files.readAllBytes(file) : null;
  }

  /** Hands the bytes of a whole file to the reader, which reads them. */
  void read(byte[] bytes) throws IOException {
    Files.write(file, bytes);
    reading.read(file);
  }

  /**
   * Hands the bytes to the reader: it reads them, or refuses them with a documented exception whose
   * message names the file, within 5 seconds.
   */
  public void check(byte[] bytes) {
    long start = THREADS.getCurrentThreadCpuTime();
    try {
      Files.write(file, bytes);
      reading.read(file);
    } catch (DatasetFormatException | CheckpointFormatException | ConfigurationException e) {
      if (!String.valueOf(e.getMessage()).contains(file.getFileName().toString())) {
        throw new AssertionError("the message does not name the file: " + e.getMessage(), e);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("no documented exception: " + e, e);
    }
    long seconds = TimeUnit.NANOSECONDS.toSeconds(THREADS.getCurrentThreadCpuTime() - start);
    if (seconds >= LONGEST_SECONDS) {
      throw new AssertionError("reading took " + seconds + " s");
    }
  }

  /** What became of the bytes, alike for inputs that are read or refused alike. */
  String way(byte[] bytes) {
    try {
      long start = THREADS.getCurrentThreadCpuTime();
      String refusal = attempt(bytes);
      double seconds = (THREADS.getCurrentThreadCpuTime() - start) / 1e9;
      return seconds > LONGEST_SECONDS ? FAULT + "took %.1f s".formatted(seconds) : refusal;
    } catch (Throwable fault) {
      return FAULT + fault + " at " + place(fault);
    }
  }

  private String attempt(byte[] bytes) throws IOException {
    try {
      read(bytes);
      return "read";
    } catch (DatasetFormatException | CheckpointFormatException | ConfigurationException e) {
      if (!String.valueOf(e.getMessage()).contains(file.getFileName().toString())) {
        return FAULT + "message does not name the file: " + e.getMessage();
      }
      return place(e);
    }
  }

  /** The innermost cause and the frames of this project that it passed. */
  private static String place(Throwable thrown) {
    Throwable cause = thrown;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    StringBuilder place = new StringBuilder(cause.getClass().getSimpleName());
    Stream.of(cause.getStackTrace())
        .limit(4)
        .forEach(
            f -> place.append(' ').append(f.getFileName()).append(':').append(f.getLineNumber()));
    Stream.of(thrown.getStackTrace())
        .filter(f -> f.getClassName().startsWith("org.fierce."))
        .limit(2)
        .forEach(
            f -> place.append(' ').append(f.getFileName()).append(':').append(f.getLineNumber()));
    return place.toString();
  }
}

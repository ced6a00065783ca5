package org.fierce.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Turns a failure to write into a message: the file, what is wrong, and what to do. */
public final class WriteFailure {
  private static final String AGAIN = "make room, then run the same command again";
  private static final long FULL_BYTES = 1 << 16;

  private WriteFailure() {}

  /**
   * The failure with the name of the file that was to be written, and the remedy where it is known,
   * as for a full disk. The system itself names no file when a disk is full.
   */
  public static IOException naming(Path file, IOException failure) {
    if (failure instanceof NoSuchFileException && isBeside(file, failure)) {
      return told(
          file, "cannot be written, because its folder does not exist; make it first", failure);
    }
    if (failure instanceof AccessDeniedException && isBeside(file, failure)) {
      return told(
          file,
          "permission denied; choose a folder you may write to, or change its rights",
          failure);
    }
    String reason =
        failure instanceof FileSystemException known ? known.getReason() : failure.getMessage();
    String remedy = remedy(reason);
    if (remedy == null && isFull(file)) {
      // In another language the system says the same in other words.
      remedy = "cannot be written: no space is left on its disk; " + AGAIN;
    }
    if (remedy != null) {
      return new OfEveryFile(file, remedy, failure);
    }
    boolean isSystems =
        failure.getClass() == IOException.class || failure instanceof FileSystemException;
    return isSystems && reason != null && !reason.contains(file.toString())
        ? told(file, "cannot be written: " + reason, failure)
        : failure;
  }

  /** A failure that every further file would meet, as on a full disk. */
  public static final class OfEveryFile extends FileSystemException {
    private static final long serialVersionUID = 1;

    private OfEveryFile(Path file, String reason, IOException cause) {
      super(file.toString(), null, reason);
      initCause(cause);
    }
  }

  /** The remedy for a reason that the system gives; null for an unknown one. */
  public static @Nullable String remedy(@Nullable String reason) {
    String text = reason == null ? "" : reason.toLowerCase(Locale.ROOT);
    if (text.contains("no space") || text.contains("not enough space")) {
      return "cannot be written: no space is left on its disk; " + AGAIN;
    }
    if (text.contains("quota")) {
      return "cannot be written: the disk quota is used up; " + AGAIN;
    }
    if (text.contains("file too large")) {
      return "cannot be written: it grew beyond the largest file allowed here (ulimit -f, or the"
          + " file system's own limit); raise the limit, then run the same command again";
    }
    if (text.contains("read-only file system")) {
      return "cannot be written: its file system is read-only; choose another folder";
    }
    return null;
  }

  /**
   * Whether it is a failure at the file itself or at what is written beside it, not at another one.
   */
  private static boolean isBeside(Path file, IOException failure) {
    String failed = ((FileSystemException) failure).getFile();
    return failed != null
        && Objects.equals(
            Path.of(failed).toAbsolutePath().getParent(), file.toAbsolutePath().getParent());
  }

  private static boolean isFull(Path file) {
    try {
      Path folder = file.toAbsolutePath().getParent();
      return folder != null && Files.getFileStore(folder).getUsableSpace() < FULL_BYTES;
    } catch (IOException unknown) {
      return false;
    }
  }

  private static IOException told(Path file, String reason, IOException cause) {
    FileSystemException told = new FileSystemException(file.toString(), null, reason);
    told.initCause(cause);
    return told;
  }
}

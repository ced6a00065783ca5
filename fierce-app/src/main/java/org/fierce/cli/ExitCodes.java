package org.fierce.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.zip.ZipException;
import org.fierce.files.CheckpointFormatException;
import org.fierce.files.DatasetFormatException;
import org.fierce.files.FolderInUseException;
import org.fierce.files.WriteFailure;
import org.jspecify.annotations.Nullable;

/** The exit code and the one message that each kind of failure ends the program with. */
final class ExitCodes {
  static final int DONE = 0;
  static final int FAILED = 1;
  static final int USAGE = 2;
  static final int DATA = 3;

  private ExitCodes() {}

  /**
   * 2 for wrong options or configuration and a folder in use, 3 for bad or missing data and
   * checkpoints, 1 for anything else.
   */
  static int of(Throwable failure) {
    Throwable cause = unwrapped(failure);
    if (cause instanceof DatasetFormatException
        || cause instanceof CheckpointFormatException
        || cause instanceof NoSuchFileException
        || cause instanceof CharacterCodingException
        || cause instanceof JsonProcessingException
        || cause instanceof ZipException) {
      return DATA;
    }
    return cause instanceof IllegalArgumentException || cause instanceof FolderInUseException
        ? USAGE
        : FAILED;
  }

  /** What went wrong, in words, without the name of a class where there is a message. */
  static String message(Throwable failure) {
    Throwable cause = unwrapped(failure);
    String text = withoutNativeTrace(cause.getMessage());
    if (cause instanceof OutOfMemoryError) {
      return "Out of memory: "
          + (text == null ? "" : text + ". ")
          + "Take a smaller batch or fewer jobs, or more heap with FIERCE_OPTS=-Xmx8g.";
    }
    if (cause instanceof FileSystemException file) {
      return fileMessage(file);
    }
    if (cause instanceof IOException && WriteFailure.remedy(text) != null) {
      return "A file " + WriteFailure.remedy(text);
    }
    if ((cause instanceof RuntimeException && !(cause instanceof IllegalArgumentException))
        || cause instanceof Error
        || text == null) {
      return named(cause, text);
    }
    return cause instanceof IOException && !text.contains(" ") ? named(cause, text) : text;
  }

  /** The tensor engine puts a trace of native frames behind its message. */
  private static @Nullable String withoutNativeTrace(@Nullable String text) {
    int trace = text == null ? -1 : text.indexOf("\nException raised from");
    return text == null || trace < 0 ? text : text.substring(0, trace).strip();
  }

  private static String fileMessage(FileSystemException failure) {
    String file = failure.getFile();
    String reason = failure.getReason();
    if (reason == null) {
      reason = reasonOf(failure);
    } else if (WriteFailure.remedy(reason) != null) {
      reason = String.valueOf(WriteFailure.remedy(reason));
    } else if (reason.equals("Not a directory")) {
      reason = "cannot be made, because a part of its path is a file; choose another folder";
    }
    return file == null ? reason : file + ": " + reason;
  }

  private static String reasonOf(FileSystemException failure) {
    if (failure instanceof NoSuchFileException) {
      return "no such file or folder";
    }
    if (failure instanceof AccessDeniedException) {
      return "permission denied; choose a folder you may write to, or change its rights";
    }
    return words(failure.getClass());
  }

  private static String named(Throwable failure, @Nullable String text) {
    String name = words(failure.getClass());
    return text == null || text.isBlank() ? name : text + " (" + name + ")";
  }

  /** {@code FileAlreadyExistsException} as {@code file already exists}. */
  private static String words(Class<?> type) {
    String name = type.getSimpleName().replaceFirst("(Exception|Error)$", "");
    return (name.isEmpty() ? type.getSimpleName() : name)
        .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
        .toLowerCase(Locale.ROOT);
  }

  /** What a pool of threads or a stream wrapped. */
  private static Throwable unwrapped(Throwable failure) {
    Throwable cause = failure;
    while ((cause instanceof ExecutionException
            || cause instanceof CompletionException
            || cause instanceof java.io.UncheckedIOException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }
}

package org.fierce.cli;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.fierce.files.AtomicFiles;
import org.fierce.files.DatasetFormatException;

/**
 * All problems of a data set in a file, where they are more than a terminal shows. A file of an
 * earlier command is written over, anybody else's is not.
 */
final class ProblemFile {
  private static final int SHOWN = 20;
  private static final String FIRST_LINE = "Problems that fierce found, all %d of them:";
  private static final String BEGINNING = "Problems that fierce found";
  private static final int MOST_FILES = 100;

  private ProblemFile() {}

  /**
   * Writes the problems of a failure into a folder.
   *
   * @return a sentence that names the file; empty where the message told all problems already
   */
  static String write(Throwable failure, Path folder) {
    Throwable cause = failure;
    while (!(cause instanceof DatasetFormatException) && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (!(cause instanceof DatasetFormatException refused) || refused.problems().size() <= SHOWN) {
      return "";
    }
    List<String> problems = refused.problems();
    String text = FIRST_LINE.formatted(problems.size()) + "\n" + String.join("\n", problems) + "\n";
    try {
      Path file = free(folder);
      AtomicFiles.write(file, text.getBytes(StandardCharsets.UTF_8));
      return "All %d problems are in %s".formatted(problems.size(), file);
    } catch (IOException e) {
      return "The list of all %d problems could not be written: %s"
          .formatted(problems.size(), ExitCodes.message(e));
    }
  }

  private static Path free(Path folder) throws IOException {
    for (int i = 1; i <= MOST_FILES; i++) {
      Path file =
          folder.resolve(i == 1 ? "fierce-problems.txt" : "fierce-problems-%d.txt".formatted(i));
      if (!Files.exists(file) || isOurs(file)) {
        return file;
      }
    }
    throw new IOException("fierce-problems.txt and %d more are other files".formatted(MOST_FILES));
  }

  private static boolean isOurs(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return false;
    }
    try (var lines = Files.newBufferedReader(file)) {
      String first = lines.readLine();
      return first != null && first.startsWith(BEGINNING);
    } catch (MalformedInputException e) {
      return false;
    }
  }
}

package org.fierce.files;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names of files being written: {@code NAME.PROCESS-COUNT-RANDOM.partial}. The process's number
 * tells the files of those that are gone, the random part those of another machine.
 */
final class PartialFiles {
  private static final String MINE = HexFormat.of().formatHex(random());
  private static final AtomicLong COUNT = new AtomicLong();
  private static final int LONGEST_NAME = 50;
  private static final Pattern NAME = Pattern.compile(".+\\.(\\d+)-\\d+-([0-9a-f]{8})\\.partial");

  /** As versions before 0.2 called them. */
  private static final Pattern FORMER =
      Pattern.compile(
          "(config\\.yaml|(run|scores|comparison|tune|detail-left|map|neighbours|checkpoint)\\.json"
              + "|(metrics|detail)\\.jsonl|examples\\.csv|report\\.html|[^.]+\\.safetensors)\\.partial");

  private PartialFiles() {}

  /** A name beside a file that nobody else uses. */
  static Path beside(Path file) {
    String name = String.valueOf(file.getFileName());
    return file.resolveSibling(
        "%s.%d-%d-%s.partial"
            .formatted(
                // A name of the greatest length a file system has would leave no room for more.
                name.length() > LONGEST_NAME ? "long-name" : name,
                ProcessHandle.current().pid(),
                COUNT.incrementAndGet(),
                MINE));
  }

  /** Deletes what processes that are gone left half written in a folder. */
  static void sweep(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.partial")) {
      for (Path file : files) {
        if (isLeft(String.valueOf(file.getFileName()))) {
          deleteIfThere(file);
        }
      }
    }
  }

  private static boolean isLeft(String name) {
    Matcher parts = NAME.matcher(name);
    if (!parts.matches()) {
      return FORMER.matcher(name).matches();
    }
    return !parts.group(2).equals(MINE) && !isAlive(parts.group(1));
  }

  private static boolean isAlive(String process) {
    try {
      return ProcessHandle.of(Long.parseLong(process)).isPresent();
    } catch (NumberFormatException tooLarge) {
      return false;
    }
  }

  private static void deleteIfThere(Path file) throws IOException {
    try {
      Files.delete(file);
    } catch (NoSuchFileException gone) {
      // Somebody else swept it.
      return;
    }
  }

  private static byte[] random() {
    byte[] bytes = new byte[4];
    new SecureRandom().nextBytes(bytes);
    return bytes;
  }
}

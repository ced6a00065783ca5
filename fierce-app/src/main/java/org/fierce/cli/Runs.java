package org.fierce.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.fierce.experiment.TrainedRun;
import org.fierce.run.RunFolder;
import org.fierce.run.RunRecord;

/** Opens the run folders that commands are given. */
final class Runs {
  private Runs() {}

  /**
   * The trained run of a folder.
   *
   * @throws IllegalArgumentException if the folder holds no run; of a comparison the message names
   *     one of its runs
   */
  static TrainedRun open(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      throw new NoSuchFileException(
          folder.toString(), null, "no such folder; name one that fierce train wrote");
    }
    if (Files.isDirectory(folder.resolve("runs"))
        && !Files.exists(folder.resolve(RunRecord.FILE))) {
      throw new IllegalArgumentException(
          "%s holds a comparison of many runs; name one of them, as %s"
              .formatted(folder, oneOf(folder.resolve("runs"))));
    }
    return TrainedRun.open(folder);
  }

  private static Path oneOf(Path runs) throws IOException {
    try (Stream<Path> files = Files.walk(runs, 3)) {
      return files
          .filter(file -> file.endsWith(RunFolder.WEIGHTS))
          .sorted()
          .findFirst()
          .map(Path::getParent)
          .orElse(runs.resolve("METHOD").resolve("SEED"));
    }
  }
}

package org.fierce.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The model file that a command is given, or that a folder of a run holds. */
final class ModelPaths {
  static final String FILE = "model.fierce";

  private ModelPaths() {}

  /**
   * The file.
   *
   * @throws NoSuchFileException if there is none of that name
   * @throws IllegalArgumentException if it is a folder without one; of a comparison the message
   *     names one of its runs
   */
  static Path of(Path given) throws IOException {
    if (!Files.exists(given)) {
      throw new NoSuchFileException(
          given.toString(),
          null,
          "no such model; name a file .fierce, or the folder of a run that fierce train wrote");
    }
    if (!Files.isDirectory(given)) {
      return given;
    }
    Path inside = given.resolve(FILE);
    if (Files.exists(inside)) {
      return inside;
    }
    Path runs = given.resolve("runs");
    if (Files.isDirectory(runs)) {
      throw new IllegalArgumentException(
          "%s holds a comparison of many runs and no model; write the one of a run by: fierce export %s"
              .formatted(given, oneOf(runs)));
    }
    throw new IllegalArgumentException(
        Files.exists(given.resolve("weights.safetensors"))
            ? "%s holds a trained run without a %s; write it by: fierce export %1$s"
                .formatted(given, FILE)
            : "%s is a folder without a %s; name a model file, or the folder of a run"
                .formatted(given, FILE));
  }

  private static Path oneOf(Path runs) throws IOException {
    try (Stream<Path> files = Files.walk(runs, 3)) {
      return files
          .filter(file -> file.endsWith("weights.safetensors"))
          .sorted()
          .findFirst()
          .map(Path::getParent)
          .orElse(runs.resolve("METHOD").resolve("SEED"));
    }
  }
}

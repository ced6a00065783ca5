package org.fierce.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.fierce.config.NearestName;
import org.fierce.model.ModelFile;
import picocli.CommandLine.Parameters;

/** The model file that a command reads or changes. */
final class ModelOptions {
  @Parameters(
      index = "0",
      paramLabel = "MODEL",
      description = "Model file, or the folder of a run that holds one.")
  private Path model;

  ModelFile open() throws IOException {
    return ModelFile.open(path());
  }

  Path path() throws IOException {
    return ModelPaths.of(model);
  }

  /**
   * Index of a coarse class of a model.
   *
   * @throws IllegalArgumentException if it has none of that name
   */
  static int coarse(ModelFile file, String name) {
    List<String> names = names(file);
    int index = names.indexOf(name);
    if (index < 0) {
      throw new IllegalArgumentException(
          "%s has no coarse class \"%s\"; %s"
              .formatted(file.path(), name, NearestName.suggest(name, names)));
    }
    return index;
  }

  /** Names of the coarse classes of a model. */
  static List<String> names(ModelFile file) {
    return file.model().description().coarse().names();
  }
}

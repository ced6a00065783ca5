package org.fierce.data;

import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Where relative file names of a configuration are looked up.
 *
 * @param shared folder of the public data sets, tried first
 * @param local folder of the configuration file, tried second
 */
public record DataRoot(Path shared, Path local) {
  /**
   * The existing file or folder of this name.
   *
   * @throws NoSuchFileException if it is in neither place, naming both
   */
  public Path resolve(String name) throws NoSuchFileException {
    Path first = shared.resolve(name);
    if (Files.exists(first)) {
      return first;
    }
    Path second = local.resolve(name);
    if (Files.exists(second)) {
      return second;
    }
    throw new NoSuchFileException(
        name,
        null,
        "neither %s nor %s exists; set FIERCE_DATA to the folder that holds the data sets, or run fierce fetch"
            .formatted(first, second));
  }
}

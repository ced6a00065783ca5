package org.fierce.data;

import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * Where relative file names of a configuration are looked up.
 *
 * @param folders tried in order: the shared data sets first, the configuration's own folder last
 * @param listener is told how far the reading of many files has come
 */
public record DataRoot(List<Path> folders, ReadListener listener) {
  /**
   * Checks that there is a place to look in.
   *
   * @throws IllegalArgumentException if there is none
   */
  public DataRoot {
    folders = List.copyOf(folders);
    if (folders.isEmpty()) {
      throw new IllegalArgumentException("a data root needs at least one folder");
    }
  }

  /** Folders whose reading nobody watches. */
  public DataRoot(List<Path> folders) {
    this(folders, ReadListener.NONE);
  }

  /** The same folders, read before a listener. */
  public DataRoot watchedBy(ReadListener another) {
    return new DataRoot(folders, another);
  }

  /**
   * The existing file or folder of this name.
   *
   * @throws NoSuchFileException if it is in none of the folders, naming them
   */
  public Path resolve(String name) throws NoSuchFileException {
    for (Path folder : folders) {
      Path candidate = folder.resolve(name);
      if (Files.exists(candidate)) {
        return candidate;
      }
    }
    throw new NoSuchFileException(
        name,
        null,
        "not in any of %s; set FIERCE_DATA to the folder that holds the data sets, or run fierce fetch"
            .formatted(folders));
  }
}

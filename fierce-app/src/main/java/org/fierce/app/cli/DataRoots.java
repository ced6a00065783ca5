package org.fierce.app.cli;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.fierce.data.DataRoot;

/** Where data sets lie on this machine. */
final class DataRoots {
  private DataRoots() {}

  /** The folders of {@code FIERCE_DATA}, then the cache, then the folder of the configuration. */
  static DataRoot of(Path configuration) {
    Path folder = configuration.toAbsolutePath().getParent();
    return of(
        System.getenv(),
        Path.of(System.getProperty("user.home")),
        folder == null ? Path.of(".") : folder);
  }

  /** Today's folders; then those in which an earlier run found its data. */
  static DataRoot withFolders(List<Path> earlier) {
    List<Path> folders = new ArrayList<>(of(Path.of("any")).folders());
    folders.addAll(earlier);
    return new DataRoot(folders.stream().distinct().toList());
  }

  static DataRoot of(Map<String, String> environment, Path home, Path last) {
    List<Path> folders = new ArrayList<>();
    for (String folder :
        environment.getOrDefault("FIERCE_DATA", "").split(File.pathSeparator, -1)) {
      if (!folder.isBlank()) {
        folders.add(Path.of(folder));
      }
    }
    folders.add(cache(home));
    folders.add(last);
    return new DataRoot(folders);
  }

  /** Where {@code fierce fetch} puts data sets: the first folder of {@code FIERCE_DATA}. */
  static Path forFetching() {
    return of(System.getenv(), Path.of(System.getProperty("user.home")), Path.of("."))
        .folders()
        .get(0);
  }

  private static Path cache(Path home) {
    return home.resolve(".cache").resolve("fierce").resolve("data");
  }
}

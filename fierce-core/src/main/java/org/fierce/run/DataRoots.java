package org.fierce.run;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.fierce.data.DataRoot;

/** Finds the folders of data sets on this machine. */
public final class DataRoots {
  private DataRoots() {}

  /**
   * The folders of {@code FIERCE_DATA}, then the cache, then the folder of the configuration; and
   * where that is the folder of a run or comparison, those in which it found its data.
   */
  public static DataRoot of(Path configuration) throws IOException {
    Path parent = configuration.toAbsolutePath().getParent();
    Path folder = parent == null ? Path.of(".") : parent;
    DataRoot today = of(System.getenv(), Path.of(System.getProperty("user.home")), folder);
    return and(today, RunFolder.dataFolders(folder));
  }

  /** Today's folders; then those in which an earlier run found its data. */
  public static DataRoot withFolders(List<Path> earlier) throws IOException {
    return and(of(Path.of("any")), earlier);
  }

  private static DataRoot and(DataRoot root, List<Path> more) {
    List<Path> folders = new ArrayList<>(root.folders());
    folders.addAll(more);
    return new DataRoot(folders.stream().distinct().toList(), root.listener());
  }

  /**
   * The same in another environment.
   *
   * @param last folder to look in last
   */
  public static DataRoot of(Map<String, String> environment, Path home, Path last) {
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
  public static Path forFetching() {
    return of(System.getenv(), Path.of(System.getProperty("user.home")), Path.of("."))
        .folders()
        .get(0);
  }

  private static Path cache(Path home) {
    return home.resolve(".cache").resolve("fierce").resolve("data");
  }
}

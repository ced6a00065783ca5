package org.fierce.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder of a comparison: {@code comparison.json}, {@code answer.json}, {@code config.yaml},
 * what all its runs show alike ({@link Pictures}, {@link TableValues}, {@link PixelPlaces}), and
 * {@code runs/NAME/SEED}, a {@link RunFolder} each.
 */
public record ComparisonFolder(Path path) {
  private static final String RUNS = "runs";

  public Path config() {
    return path.resolve(RunFolder.CONFIG);
  }

  /** {@link Answer}. */
  public Path answer() {
    return path.resolve(Answer.FILE);
  }

  /** Where the run of a method or rival is. */
  public RunFolder run(String name, long seed) {
    return new RunFolder(path.resolve(RUNS).resolve(name).resolve(Long.toString(seed)));
  }

  /** Names of the methods and rivals of which there is a run. */
  public List<String> names() throws IOException {
    return folders(path.resolve(RUNS)).stream()
        .map(folder -> String.valueOf(folder.getFileName()))
        .sorted()
        .toList();
  }

  /** The runs of a method or rival that there are, by seed. */
  public List<RunFolder> runs(String name) throws IOException {
    return folders(path.resolve(RUNS).resolve(name)).stream().map(RunFolder::new).toList();
  }

  /** All runs that there are. */
  public List<RunFolder> runs() throws IOException {
    Stream.Builder<RunFolder> runs = Stream.builder();
    for (Path name : folders(path.resolve(RUNS))) {
      runs(String.valueOf(name.getFileName())).forEach(runs);
    }
    return runs.build().toList();
  }

  /** By the length of their names, then by the names: 10 after 9. */
  private static List<Path> folders(Path parent) throws IOException {
    if (!Files.isDirectory(parent)) {
      return List.of();
    }
    try (Stream<Path> children = Files.list(parent)) {
      return children
          .filter(Files::isDirectory)
          .sorted(
              Comparator.comparing((Path child) -> String.valueOf(child.getFileName()).length())
                  .thenComparing(Comparator.naturalOrder()))
          .toList();
    }
  }
}

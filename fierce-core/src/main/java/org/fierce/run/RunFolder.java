package org.fierce.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.fierce.config.ConfigReader;
import org.fierce.config.ConfigurationException;
import org.fierce.files.DatasetFormatException;
import org.fierce.files.FolderLock;
import org.fierce.files.Json;
import org.fierce.labels.CoarseClasses;
import org.fierce.train.CoarseLearning;
import org.jspecify.annotations.Nullable;

/**
 * The folder of one run: {@code config.yaml}, {@code run.json}, {@code metrics.jsonl}, {@code
 * detail.jsonl} where it was asked for, {@code model.json}, {@code weights.safetensors}, {@code
 * readout.safetensors} where the features are of several layers, {@code checkpoint/}, {@code
 * scores.json}, {@code examples.csv}, {@code detail-left.json} where it was measured, {@code
 * report.html}; for the report {@code map.json}, {@code neighbours.json} and, unless they stand
 * once for all runs of a comparison, {@code pictures.json}, {@code pictures-test.jpg}, {@code
 * pictures-train.jpg}, {@code values.json}, {@code places.json}.
 */
public record RunFolder(Path path) {
  private static final int FORMAT_VERSION = 1;

  public Path config() {
    return path.resolve("config.yaml");
  }

  public Path record() {
    return path.resolve("run.json");
  }

  public Path metrics() {
    return path.resolve("metrics.jsonl");
  }

  public Path detail() {
    return path.resolve("detail.jsonl");
  }

  public Path weights() {
    return path.resolve("weights.safetensors");
  }

  /** What is written before the weights: {@link org.fierce.model.ModelDescription}. */
  public Path model() {
    return path.resolve("model.json");
  }

  public Path readout() {
    return path.resolve("readout.safetensors");
  }

  public Path checkpoint() {
    return path.resolve("checkpoint");
  }

  public Path scores() {
    return path.resolve("scores.json");
  }

  public Path examples() {
    return path.resolve("examples.csv");
  }

  public Path detailLeft() {
    return path.resolve("detail-left.json");
  }

  public Path map() {
    return path.resolve("map.json");
  }

  public Path neighbours() {
    return path.resolve("neighbours.json");
  }

  public Path report() {
    return path.resolve("report.html");
  }

  /** Where, in the folder of a comparison, another contender's run of the same seed is. */
  public RunFolder ofContender(String label) {
    Path runs = path.toAbsolutePath().resolve("../..").normalize();
    return new RunFolder(runs.resolve(label).resolve(String.valueOf(path.getFileName())));
  }

  /**
   * The folders in which the run, comparison or tuning of a folder found its data; none where it
   * holds none of them.
   */
  public static List<Path> dataFolders(Path folder) throws IOException {
    List<Path> folders = new ArrayList<>();
    for (String name : List.of("run.json", "comparison.json", "tune.json")) {
      Path file = folder.resolve(name);
      if (Files.isRegularFile(file)) {
        for (JsonNode each : Json.read(file).path("dataFolders")) {
          folders.add(Path.of(each.asText()));
        }
      }
    }
    return folders;
  }

  /**
   * Whether the run that this folder holds came to its end; not where its scores cannot be read,
   * which are made again from the last checkpoint then.
   */
  public boolean isFinished() throws IOException {
    if (!Files.exists(scores())
        || !Files.exists(record())
        || !Json.read(record()).path("finished").asBoolean()) {
      return false;
    }
    try {
      Json.read(scores());
      return true;
    } catch (DatasetFormatException damaged) {
      return false;
    }
  }

  /**
   * Whether the run's training learnt the coarse classes; null where its record does not say.
   *
   * @throws IOException if the record cannot be read
   */
  public @Nullable CoarseLearning coarseLearning() throws IOException {
    return Files.exists(record()) ? LearningFile.read(Json.read(record())) : null;
  }

  /** Adds the coarse classes, and the edges of bins, to a record. */
  public static void putCoarse(ObjectNode record, CoarseClasses coarse) {
    record.set("coarse", Json.ofRecord(coarse));
  }

  /**
   * The coarse classes of the run's data; null where there is no record, or one of a version that
   * did not write them.
   *
   * @throws IOException if the record cannot be read
   */
  public @Nullable CoarseClasses coarse() throws IOException {
    JsonNode record = Files.exists(record()) ? Json.read(record()) : null;
    return record == null || !record.has("coarse")
        ? null
        : Json.toRecord(record() + ": coarse", record.get("coarse"), CoarseClasses.class);
  }

  /**
   * Takes the folder for a run, so that no other writes to it.
   *
   * @param mayContinue whether the same run, finished or not, is welcome here
   * @throws ConfigurationException if it holds another run, or anything else, or this run although
   *     it was not welcome
   * @throws org.fierce.files.FolderInUseException if another process or run writes to it
   * @throws IOException if it cannot be written
   */
  public FolderLock hold(String configYaml, String contender, long seed, boolean mayContinue)
      throws IOException {
    // Before the lock, so that nothing is written to a folder of something else.
    isThere(configYaml, contender, seed, mayContinue);
    return FolderLock.hold(path);
  }

  /**
   * Whether the folder already holds a run.
   *
   * @param mayContinue whether the same run, finished or not, is welcome here
   * @throws ConfigurationException if it holds another run, or anything else, or this run although
   *     it was not welcome
   */
  public boolean isThere(String configYaml, String contender, long seed, boolean mayContinue)
      throws IOException {
    refuseFile(path);
    if (Files.exists(record())) {
      JsonNode record = Json.read(record());
      boolean isNamed =
          record.path("method").asText().equals(contender) && record.path("seed").asLong() == seed;
      if (isNamed && !Files.exists(config())) {
        throw new ConfigurationException(
            "%s is missing, so nothing tells whether the run in its folder has the settings of now; copy it back, remove the folder, or choose another --out"
                .formatted(config()));
      }
      String other = isNamed ? differences(configYaml) : "";
      if (!isNamed || !other.isEmpty()) {
        throw new ConfigurationException(
            "%s holds another run (%s, seed %d%s); choose another --out or remove the folder"
                .formatted(
                    path,
                    record.path("method").asText("unknown"),
                    record.path("seed").asLong(),
                    other));
      }
      if (!mayContinue) {
        throw new ConfigurationException(
            "%s already holds this run; add --resume to go on with it, or choose another --out"
                .formatted(path));
      }
      return true;
    }
    boolean isBegun = !Files.exists(config()) || differences(configYaml).isEmpty();
    if (isBegun && Files.isDirectory(checkpoint())) {
      throw new ConfigurationException(
          "%s is missing, so nothing tells which run is in its folder; copy it back, remove the folder, or choose another --out"
              .formatted(record()));
    }
    if (!isBegun || !holdsNoMoreThanABeginning(path)) {
      throw new ConfigurationException(
          "%s is not empty and holds no run; choose another --out".formatted(path));
    }
    return false;
  }

  /** What the folder's configuration says otherwise than this one; empty where nothing. */
  private String differences(String yaml) throws IOException {
    try {
      List<String> keys = ConfigReader.differences(config(), yaml);
      return keys.isEmpty() ? "" : "; " + ConfigReader.inWords(keys);
    } catch (IllegalArgumentException unreadable) {
      return "; its configuration cannot be read: " + unreadable.getMessage();
    }
  }

  /**
   * Whether a folder is missing or empty, or holds only what is there when somebody is stopped just
   * after making it: the lock, the configuration, which is written first, and files half written.
   */
  public static boolean holdsNoMoreThanABeginning(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return true;
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .map(entry -> entry.getFileName().toString())
          .allMatch(
              name ->
                  name.equals("config.yaml")
                      || name.equals(FolderLock.FILE)
                      || name.endsWith(".partial"));
    }
  }

  /**
   * Refuses a path at which a file stands.
   *
   * @throws ConfigurationException if one does
   */
  public static void refuseFile(Path path) {
    if (Files.isRegularFile(path)) {
      throw new ConfigurationException(
          path + " is a file, but a folder is needed; choose another --out");
    }
  }

  /** A record with the keys every run has; the caller adds to it and writes it. */
  public static ObjectNode newRecord(String contender, long seed) {
    return Json.MAPPER
        .createObjectNode()
        .put("formatVersion", FORMAT_VERSION)
        .put("method", contender)
        .put("seed", seed);
  }
}

package org.fierce.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.fierce.config.ConfigReader;
import org.fierce.config.ConfigurationException;
import org.fierce.files.DatasetFormatException;
import org.fierce.files.FolderLock;
import org.fierce.train.CoarseLearning;
import org.jspecify.annotations.Nullable;

/**
 * The folder of one run: where each of its files is. A file's class reads and writes it; {@link
 * Pictures}, {@link TableValues} and {@link PixelPlaces} stand once for all runs of a comparison.
 */
public record RunFolder(Path path) {
  /** Names of the files that no class of this package reads and writes. */
  public static final String CONFIG = "config.yaml";

  public static final String MODEL = "model.json";
  public static final String MODEL_FILE = "model.fierce";
  public static final String METRICS = "metrics.jsonl";
  public static final String WEIGHTS = "weights.safetensors";
  public static final String READOUT = "readout.safetensors";
  public static final String CHECKPOINT = "checkpoint";
  public static final String REPORT = "report.html";

  /** The complete configuration, written first. */
  public Path config() {
    return path.resolve(CONFIG);
  }

  /** {@link RunRecord}. */
  public Path record() {
    return path.resolve(RunRecord.FILE);
  }

  /** {@link org.fierce.train.MetricsLog}. */
  public Path metrics() {
    return path.resolve(METRICS);
  }

  /** {@link EpochScores}. */
  public Path epochScores() {
    return path.resolve(EpochScores.FILE);
  }

  /** {@link org.fierce.train.Weights}. */
  public Path weights() {
    return path.resolve(WEIGHTS);
  }

  /** {@link org.fierce.model.ModelDescription}, written before the weights. */
  public Path model() {
    return path.resolve(MODEL);
  }

  /** {@link org.fierce.model.ModelFile}, which answers for new rows. */
  public Path modelFile() {
    return path.resolve(MODEL_FILE);
  }

  /** {@link org.fierce.embed.Readout}, where features are of several layers. */
  public Path readout() {
    return path.resolve(READOUT);
  }

  /** {@link org.fierce.train.CheckpointFolder}. */
  public Path checkpoint() {
    return path.resolve(CHECKPOINT);
  }

  /** {@link Scores}. */
  public Path scores() {
    return path.resolve(Scores.FILE);
  }

  /** {@link Examples}. */
  public Path examples() {
    return path.resolve(Examples.FILE);
  }

  /** {@link DetailReport}. */
  public Path detailLeft() {
    return path.resolve(DetailReport.FILE);
  }

  /** {@link Answer}. */
  public Path answer() {
    return path.resolve(Answer.FILE);
  }

  /** {@link LabelCurveFile}. */
  public Path labelCurve() {
    return path.resolve(LabelCurveFile.FILE);
  }

  /** {@link MapPoints}. */
  public Path map() {
    return path.resolve(MapPoints.FILE);
  }

  /** {@link Neighbours}. */
  public Path neighbours() {
    return path.resolve(Neighbours.FILE);
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
    for (String name : List.of(RunRecord.FILE, "comparison.json", "tune.json")) {
      Path file = folder.resolve(name);
      if (Files.isRegularFile(file)) {
        folders.addAll(RunRecord.read(file).dataFolders());
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
        || !RunRecord.read(record()).isFinished()) {
      return false;
    }
    try {
      Scores.read(scores());
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
    return Files.exists(record()) ? RunRecord.read(record()).learning() : null;
  }

  /**
   * A folder taken for a run, so that no other writes to it.
   *
   * @param isThere whether it already held this run
   */
  public record Held(RunFolder folder, boolean isThere, FolderLock lock) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      lock.close();
    }
  }

  /**
   * Takes the folder for a run.
   *
   * @param mayContinue whether the same run, finished or not, is welcome here
   * @throws ConfigurationException if it holds another run, or anything else, or this run although
   *     it was not welcome
   * @throws org.fierce.files.FolderInUseException if another process or run writes to it
   * @throws IOException if it cannot be written
   */
  public Held hold(String configYaml, String contender, long seed, boolean mayContinue)
      throws IOException {
    // Before the lock too, so that nothing is written to a folder of something else.
    isThere(configYaml, contender, seed, mayContinue);
    FolderLock lock = FolderLock.hold(path);
    try {
      return new Held(this, isThere(configYaml, contender, seed, mayContinue), lock);
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private boolean isThere(String configYaml, String contender, long seed, boolean mayContinue)
      throws IOException {
    refuseFile(path);
    if (Files.exists(record())) {
      RunRecord record = RunRecord.read(record());
      boolean isNamed = contender.equals(record.method()) && Objects.equals(record.seed(), seed);
      if (isNamed && !Files.exists(config())) {
        throw new ConfigurationException(
            "%s is missing, so it is unknown whether the run in its folder has the settings given now; copy it back, remove the folder, or choose another --out"
                .formatted(config()));
      }
      String other = isNamed ? differences(configYaml, contender) : "";
      if (!isNamed || !other.isEmpty()) {
        throw new ConfigurationException(
            "%s holds another run (%s, seed %d%s); choose another --out or remove the folder"
                .formatted(
                    path,
                    Objects.requireNonNullElse(record.method(), "unknown"),
                    Objects.requireNonNullElse(record.seed(), 0L),
                    other));
      }
      if (!mayContinue) {
        throw new ConfigurationException(
            "%s already holds this run; add --resume to go on with it, or choose another --out"
                .formatted(path));
      }
      return true;
    }
    boolean isBegun = !Files.exists(config()) || differences(configYaml, contender).isEmpty();
    if (isBegun && Files.isDirectory(checkpoint())) {
      throw new ConfigurationException(
          "%s is missing, so it is unknown which run its folder holds; copy it back, remove the folder, or choose another --out"
              .formatted(record()));
    }
    if (!isBegun || !isEmptyOrJustBegun(path)) {
      throw new ConfigurationException(
          "%s is not empty and holds no run; choose another --out".formatted(path));
    }
    return false;
  }

  /** What the folder's configuration says otherwise than this one; empty where nothing. */
  private String differences(String yaml, String contender) throws IOException {
    try {
      List<String> keys = ConfigReader.differences(config(), yaml, contender);
      return keys.isEmpty() ? "" : "; " + ConfigReader.inWords(keys);
    } catch (IllegalArgumentException unreadable) {
      return "; its configuration cannot be read: " + unreadable.getMessage();
    }
  }

  /**
   * Whether a folder is missing or empty, or holds only what is there when somebody is stopped just
   * after making it: the lock, the configuration, which is written first, and files half written.
   */
  public static boolean isEmptyOrJustBegun(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return true;
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .map(entry -> entry.getFileName().toString())
          .allMatch(
              name ->
                  name.equals(CONFIG) || name.equals(FolderLock.FILE) || name.endsWith(".partial"));
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
}

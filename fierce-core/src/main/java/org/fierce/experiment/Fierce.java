package org.fierce.experiment;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.fierce.config.ConfigReader;
import org.fierce.config.Contender;
import org.fierce.config.ExperimentConfig;
import org.fierce.config.StartingConfig;
import org.fierce.data.DataRoot;
import org.fierce.data.DataSplit;
import org.fierce.data.FloatMatrix;
import org.fierce.data.csv.CsvText;
import org.fierce.data.matrix.NpyFile;
import org.fierce.files.AtomicFiles;
import org.fierce.run.DataRoots;
import org.fierce.run.Illustration;
import org.fierce.run.RunFolder;
import org.fierce.train.TrainingListener;
import org.jspecify.annotations.Nullable;

/**
 * The shortest way from Java to a trained run: what {@code fierce train} does.
 *
 * <pre>{@code
 * Fierce question = Fierce.table(Path.of("prices.csv"), "grade").fine("price");
 * try (TrainedRun run = question.train(Path.of("runs/prices"))) {
 *   System.out.println(run.scores().value("probeR2"));
 *   float[][] features = run.embed(rows);
 * }
 * }</pre>
 *
 * <p>An object of this class never changes; each method gives another one.
 */
public final class Fierce {
  private final Path source;
  private final @Nullable StartingConfig files;
  private final List<String> settings;
  private final long seed;
  private final TrainingListener listener;

  private Fierce(
      Path source,
      @Nullable StartingConfig files,
      List<String> settings,
      long seed,
      TrainingListener listener) {
    this.source = source;
    this.files = files;
    this.settings = settings;
    this.seed = seed;
    this.listener = listener;
  }

  private static Fierce of(StartingConfig files) {
    return new Fierce(files.data(), files, List.of(), 0, TrainingListener.NONE);
  }

  /**
   * A table: all columns but those of labels and names are features.
   *
   * @param csv the file, with a header
   * @param coarse column of the coarse label, or of a number as {@code bins(price, 2)}
   */
  public static Fierce table(Path csv, String coarse) {
    return of(StartingConfig.of(csv, null, coarse));
  }

  /**
   * Pictures.
   *
   * @param folder of pictures, or a zip of them
   * @param labels table with a column {@code file} and the labels
   * @param coarse column of the coarse label
   */
  public static Fierce pictures(Path folder, Path labels, String coarse) {
    return of(StartingConfig.of(folder, labels, coarse));
  }

  /**
   * Ready-made vectors in a file, as somebody's embeddings.
   *
   * @param npy matrix, a row each
   * @param labels table of the labels, a line for each row in the same order
   * @param coarse column of the coarse label
   */
  public static Fierce vectors(Path npy, Path labels, String coarse) {
    return of(StartingConfig.of(npy, labels, coarse));
  }

  /**
   * Vectors in memory. They are written to two files, so that the run can be repeated and says what
   * it was trained on.
   *
   * @param rows equally long, finite
   * @param coarse name of the coarse class of each row
   * @param fine name of the fine class of each row, empty where it is not known; null where it is
   *     known of none
   * @param folder to write {@code rows.npy} and {@code labels.csv} to
   * @throws IllegalArgumentException if there are not as many rows as names, or they differ in
   *     length
   * @throws IOException if a file cannot be written
   */
  public static Fierce vectors(
      float[][] rows, List<String> coarse, @Nullable List<String> fine, Path folder)
      throws IOException {
    if (rows.length != coarse.size() || (fine != null && rows.length != fine.size())) {
      throw new IllegalArgumentException(
          "there are %d rows, %d coarse names and %s fine names; expected one of each a row"
              .formatted(rows.length, coarse.size(), fine == null ? "no" : fine.size()));
    }
    Path npy = folder.resolve("rows.npy");
    Path labels = folder.resolve("labels.csv");
    Files.createDirectories(folder);
    NpyFile.write(npy, FloatMatrix.of(rows));
    CsvText table = new CsvText().add(fine == null ? List.of("coarse") : List.of("coarse", "fine"));
    for (int row = 0; row < rows.length; row++) {
      table.add(fine == null ? List.of(coarse.get(row)) : List.of(coarse.get(row), fine.get(row)));
    }
    AtomicFiles.write(labels, table.toString().getBytes(StandardCharsets.UTF_8));
    Fierce vectors = vectors(npy, labels, "coarse");
    return fine == null ? vectors : vectors.fine("{classes: fine}");
  }

  /** A configuration in YAML. */
  public static Fierce configuration(Path yaml) {
    return new Fierce(yaml, null, List.of(), 0, TrainingListener.NONE);
  }

  /**
   * With a fine target, which is for scores only.
   *
   * @param column with numbers or names, or {@code {classes: a}}, {@code {number: a}} or {@code
   *     {shares: [a, b, c]}}
   * @throws IllegalStateException if there is a configuration, which says it itself
   */
  public Fierce fine(String column) {
    StartingConfig now = files("fine target", "labels.fine");
    return with(now.with(now.columns().withFine(column)));
  }

  /**
   * With the column that names a row, of pictures their file.
   *
   * @throws IllegalStateException if there is a configuration, which says it itself
   */
  public Fierce id(String column) {
    StartingConfig now = files("name of a row", "id");
    return with(now.with(now.columns().withId(column)));
  }

  private StartingConfig files(String what, String key) {
    if (files == null) {
      throw new IllegalStateException(
          "%s says the %s itself; change data.%s there, or with set".formatted(source, what, key));
    }
    return files;
  }

  private Fierce with(StartingConfig others) {
    return new Fierce(source, others, settings, seed, listener);
  }

  /**
   * With another value of an option, as {@code set("training.epochs", "3")} or {@code
   * set("methods", "[fierce]")}; docs/methods.md and the schema name them.
   *
   * @param key names from the outermost to the innermost, dots between them
   * @param value in YAML
   */
  public Fierce set(String key, String value) {
    List<String> all = new ArrayList<>(settings);
    all.add(key + "=" + value);
    return new Fierce(source, files, List.copyOf(all), seed, listener);
  }

  /** With another seed than 0, of data, weights, order and noise. */
  public Fierce seed(long other) {
    return new Fierce(source, files, settings, other, listener);
  }

  /** With a listener that is told how the training goes. */
  public Fierce listener(TrainingListener told) {
    return new Fierce(source, files, settings, seed, told);
  }

  /**
   * The configuration with every default filled in.
   *
   * @throws org.fierce.config.ConfigurationException naming the option that cannot be used
   * @throws IOException if it cannot be read
   */
  public ExperimentConfig config() throws IOException {
    ConfigReader reader = new ConfigReader(settings, false);
    return files == null ? reader.read(source) : files.read(reader);
  }

  /**
   * Trains the first method of the configuration and scores its features, or goes on with the run
   * of these very settings that the folder holds.
   *
   * @param folder to write, which is made; {@link RunFolder} says what it holds then
   * @return the trained network, to be closed
   * @throws org.fierce.files.DatasetFormatException if the data are malformed
   * @throws org.fierce.config.ConfigurationException if an option cannot be used, or the folder
   *     holds something else
   * @throws org.fierce.files.FolderInUseException if another run writes to the folder
   * @throws IOException if a file cannot be read or written
   */
  public TrainedRun train(Path folder) throws IOException {
    ExperimentConfig config = config();
    DataRoot root = DataRoots.of(source);
    DataSplit split = Experiment.open(config, root, seed);
    Experiment.check(config, split);
    Contender method = new Contender.Method(config.methods().get(0));
    RunFolder run = new RunFolder(folder);
    new Experiment(config, root, method, seed, Illustration.WHOLE).run(split, run, true, listener);
    TrainedRun trained = TrainedRun.open(folder);
    try {
      trained.answer(split, List.of(), listener);
      trained.export(split, ModelOptions.standard(), listener);
      return trained;
    } catch (IOException | RuntimeException e) {
      trained.close();
      throw e;
    }
  }
}

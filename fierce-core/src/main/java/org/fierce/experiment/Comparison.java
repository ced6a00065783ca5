package org.fierce.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.fierce.data.DataRoot;
import org.fierce.data.DataSplit;
import org.fierce.train.TrainingListener;

/**
 * Several methods and the rivals over several seeds on one data set at equal budget. What was
 * finished before is not run again, and how many runs go side by side changes no bit of them.
 */
public final class Comparison {
  private final ExperimentConfig config;
  private final DataRoot root;
  private final List<Long> seeds;
  private final ComparisonFolder folder;
  private final boolean isIllustrated;

  /** A comparison that leaves scores only. */
  public Comparison(ExperimentConfig config, DataRoot root, List<Long> seeds, Path folder) {
    this(config, root, seeds, folder, false);
  }

  /**
   * A comparison in a folder.
   *
   * @param seeds at least one
   * @param isIllustrated whether the runs of the first seed leave what a report shows beside scores
   * @throws IllegalArgumentException if there is no seed
   */
  public Comparison(
      ExperimentConfig config,
      DataRoot root,
      List<Long> seeds,
      Path folder,
      boolean isIllustrated) {
    this.isIllustrated = isIllustrated;
    if (seeds.isEmpty()) {
      throw new IllegalArgumentException("seeds must be at least 1, found 0");
    }
    this.config = config;
    this.root = root;
    this.seeds = List.copyOf(seeds);
    this.folder = new ComparisonFolder(folder);
  }

  /** The seeds 0 to count - 1. */
  public static List<Long> firstSeeds(int count) {
    return LongStream.range(0, count).boxed().toList();
  }

  /** Told what happens; calls come from several threads. */
  public interface Listener {
    /** A run starts; its training is told to the listener returned. */
    TrainingListener onStart(Contender contender, long seed);

    /** A run has its scores, now or from an earlier call. */
    void onFinish(Contender contender, long seed, RunResult result);
  }

  /**
   * Runs what is missing and compares.
   *
   * @param jobs runs side by side, at least 1
   * @throws ConfigurationException if the folder holds another comparison
   * @throws IOException if data cannot be read or the folder not written
   */
  public ComparisonReport run(int jobs, Listener listener)
      throws IOException, InterruptedException {
    if (jobs < 1) {
      throw new IllegalArgumentException("jobs must be at least 1, found " + jobs);
    }
    List<Contender> contenders = contenders();
    // The data of the first seed says early whether everything fits together.
    SplitCache splits = new SplitCache(contenders.size());
    Experiment.check(config, splits.open(seeds.get(0)));
    Exhibition exhibition = new Exhibition(contenders);
    folder.open(config);
    ExecutorService pool = Executors.newFixedThreadPool(jobs);
    try {
      Map<Contender, List<Future<Scores>>> runs = new LinkedHashMap<>();
      contenders.forEach(contender -> runs.put(contender, new ArrayList<>()));
      for (long seed : seeds) {
        Map<Contender, Future<Scores>> ofSeed = submit(pool, seed, splits, exhibition, listener);
        runs.forEach(
            (contender, bySeed) -> bySeed.add(Objects.requireNonNull(ofSeed.get(contender))));
      }
      List<ComparisonReport.Outcome> outcomes = new ArrayList<>();
      for (Map.Entry<Contender, List<Future<Scores>>> entry : runs.entrySet()) {
        List<Scores> bySeed = new ArrayList<>();
        for (Future<Scores> run : entry.getValue()) {
          bySeed.add(join(run));
        }
        outcomes.add(new ComparisonReport.Outcome(entry.getKey(), bySeed));
      }
      ComparisonReport report = ComparisonReport.of(seeds, outcomes);
      report.write(folder.comparison(), root);
      return report;
    } finally {
      pool.shutdownNow();
    }
  }

  /**
   * Sends off the runs of a seed, last those that are made from the trained network of a method.
   * They wait for it; as a pool takes runs in the order they came, it is on its way by then.
   */
  private Map<Contender, Future<Scores>> submit(
      ExecutorService pool,
      long seed,
      SplitCache splits,
      Exhibition exhibition,
      Listener listener) {
    Map<Contender, Future<Scores>> sent = new HashMap<>();
    List<Contender> later = new ArrayList<>();
    for (Contender contender : contenders()) {
      if (contender instanceof Contender.Rival rival && rival.needsTrainedMethod()) {
        later.add(contender);
      } else {
        sent.put(contender, pool.submit(() -> run(contender, seed, splits, exhibition, listener)));
      }
    }
    for (Contender contender : later) {
      Contender method = new Contender.Method(config.firstCrossEntropy().orElseThrow());
      Future<Scores> trained = Objects.requireNonNull(sent.get(method));
      sent.put(
          contender,
          pool.submit(
              () -> {
                join(trained);
                return run(contender, seed, splits, exhibition, listener);
              }));
    }
    return sent;
  }

  private Scores run(
      Contender contender, long seed, SplitCache splits, Exhibition exhibition, Listener listener)
      throws IOException {
    DataSplit split = splits.open(seed);
    Illustration illustration = isShown(seed) ? Illustration.OWN : Illustration.NONE;
    Experiment experiment = new Experiment(config, root, contender, seed, illustration);
    RunResult result =
        experiment.run(split, folder.run(contender, seed), true, listener.onStart(contender, seed));
    if (isShown(seed)) {
      exhibition.finish(split, seed, result.isNew());
    }
    splits.release(seed);
    listener.onFinish(contender, seed, result);
    return result.scores();
  }

  private boolean isShown(long seed) {
    return isIllustrated && seed == seeds.get(0);
  }

  private List<Contender> contenders() {
    List<Contender> contenders = new ArrayList<>();
    config.methods().forEach(method -> contenders.add(new Contender.Method(method)));
    contenders.addAll(config.rivals());
    return contenders;
  }

  private static Scores join(Future<Scores> run) throws IOException, InterruptedException {
    try {
      return run.get();
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof IOException io) {
        throw io;
      }
      if (cause instanceof RuntimeException runtime) {
        throw runtime;
      }
      if (cause instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(cause);
    }
  }

  /** What all methods show, drawn when the last run of the seed shown has its scores. */
  private final class Exhibition {
    private final List<Contender> contenders;
    private int unfinished;
    private boolean isAnyNew;

    Exhibition(List<Contender> contenders) {
      this.contenders = contenders;
      unfinished = contenders.size();
    }

    synchronized void finish(DataSplit split, long seed, boolean isNew) {
      isAnyNew |= isNew;
      if (--unfinished > 0) {
        return;
      }
      List<RunFolder> runs = contenders.stream().map(each -> folder.run(each, seed)).toList();
      if (isAnyNew || Illustrator.wasStopped(folder.path(), runs)) {
        Illustrator.attempt(
            folder.path(), () -> new Illustrator(split, seed).drawShared(folder.path(), runs));
      }
    }
  }

  /** The data of each seed, opened once and let go when its last run has it behind it. */
  private final class SplitCache {
    private final int usesEach;
    private final Map<Long, Entry> entries = new LinkedHashMap<>();

    SplitCache(int usesEach) {
      this.usesEach = usesEach;
    }

    private record Entry(DataSplit split, int uses) {}

    synchronized DataSplit open(long seed) throws IOException {
      Entry entry = entries.get(seed);
      if (entry == null) {
        entry = new Entry(Experiment.open(config, root, seed), usesEach);
        entries.put(seed, entry);
      }
      return entry.split();
    }

    synchronized void release(long seed) {
      entries.computeIfPresent(
          seed,
          (s, entry) -> entry.uses() == 1 ? null : new Entry(entry.split(), entry.uses() - 1));
    }
  }

  /** The layout of a comparison's folder. */
  private record ComparisonFolder(Path path) {
    Path comparison() {
      return path.resolve("comparison.json");
    }

    RunFolder run(Contender contender, long seed) {
      return new RunFolder(
          path.resolve("runs").resolve(contender.label()).resolve(Long.toString(seed)));
    }

    void open(ExperimentConfig config) throws IOException {
      RunFolder.refuseFile(path);
      Path yaml = path.resolve("config.yaml");
      if (Files.exists(yaml)) {
        if (!ConfigReader.withoutSeeds(Files.readString(yaml))
            .equals(ConfigReader.withoutSeeds(config.yaml()))) {
          throw new ConfigurationException(
              "%s holds a comparison with other settings; choose another --out or remove the folder"
                  .formatted(path));
        }
      } else if (!RunFolder.holdsNoMoreThanABeginning(path)) {
        throw new ConfigurationException(
            "%s is not empty and holds no comparison; choose another --out".formatted(path));
      }
      Files.createDirectories(path);
      Json.writeText(yaml, config.yaml());
    }
  }
}

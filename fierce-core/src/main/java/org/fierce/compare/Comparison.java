package org.fierce.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.fierce.config.ConfigReader;
import org.fierce.config.ConfigurationException;
import org.fierce.config.Contender;
import org.fierce.config.Contender.Rival;
import org.fierce.config.ExperimentConfig;
import org.fierce.config.MethodConfig;
import org.fierce.config.SeedList;
import org.fierce.data.DataRoot;
import org.fierce.data.DataSplit;
import org.fierce.experiment.Experiment;
import org.fierce.experiment.Illustrator;
import org.fierce.files.DatasetFormatException;
import org.fierce.files.FolderLock;
import org.fierce.files.Json;
import org.fierce.run.ComparisonFolder;
import org.fierce.run.ExampleScores;
import org.fierce.run.Illustration;
import org.fierce.run.RunFolder;
import org.fierce.run.RunResult;
import org.fierce.run.Scores;
import org.fierce.train.CoarseLearning;
import org.fierce.train.TrainingListener;
import org.jspecify.annotations.Nullable;

/**
 * Several methods and the rivals over several seeds on one data set at equal budget. What was
 * finished before is not run again, and the results are the same bits however many runs go side by
 * side.
 */
public final class Comparison {
  private final ExperimentConfig config;
  private final DataRoot root;
  private final List<Long> seeds;
  private final ComparisonFolder folder;
  private final boolean isIllustrated;
  private final NextSteps next;

  /** A comparison that writes scores, but nothing for a report. */
  public Comparison(ExperimentConfig config, DataRoot root, List<Long> seeds, Path folder) {
    this(config, root, seeds, folder, false, NextSteps.NONE);
  }

  /**
   * A comparison in a folder.
   *
   * @param seeds at least one, each once
   * @param isIllustrated whether the runs of the first seed leave what a report shows beside scores
   * @param next what the answer says to do next
   * @throws IllegalArgumentException if there is no seed, or one comes twice
   */
  public Comparison(
      ExperimentConfig config,
      DataRoot root,
      List<Long> seeds,
      Path folder,
      boolean isIllustrated,
      NextSteps next) {
    this.isIllustrated = isIllustrated;
    this.next = next;
    this.config = config;
    this.root = root;
    this.seeds = new SeedList(seeds).seeds();
    this.folder = new ComparisonFolder(folder);
  }

  /** The seeds 0 to count - 1. */
  public static List<Long> firstSeeds(int count) {
    return SeedList.first(count).seeds();
  }

  /** Is told about runs; may be called from several threads at once. */
  public interface Listener {
    /**
     * The data are read, and the runs begin.
     *
     * @param trainings how many of the runs train a network, finished ones among them
     */
    default void onBegin(int trainings) {}

    /** A run starts; the listener returned is told how its training goes. */
    TrainingListener onStart(Contender contender, long seed);

    /** A run has its scores, now or from an earlier call. */
    void onFinish(Contender contender, long seed, RunResult result);
  }

  /**
   * Runs what is missing and compares. When a run fails the others are stopped at their next
   * training step, waited for, and the failure is thrown; what was finished is kept, and a run that
   * was stopped goes on from its checkpoint next time.
   *
   * @param jobs runs side by side, at least 1
   * @throws ConfigurationException if the folder holds another comparison
   * @throws org.fierce.files.FolderInUseException if another process or run writes to it
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
    DataSplit first = splits.open(seeds.get(0));
    Experiment.check(config, first);
    List<String> notes = new ArrayList<>(Experiment.notes(config, first));
    if (first.test().fine() == null) {
      config.rivals().stream()
          .filter(rival -> rival == Rival.COARSE_MEAN || rival == Rival.FINE_CEILING)
          .forEach(
              rival ->
                  notes.add("So was %s, which is made of fine targets.".formatted(rival.label())));
    }
    try (FolderLock mine = hold()) {
      left(contenders).ifPresent(notes::add);
      return run(jobs, contenders, splits, first, notes, listener);
    }
  }

  /**
   * Takes a folder for this comparison, before {@link #run}: refuses it if it holds anything else,
   * and writes the configuration, so that what else the caller puts there does no harm.
   *
   * @throws ConfigurationException if the folder holds another comparison, or anything else
   * @throws IOException if it cannot be written
   */
  public void begin() throws IOException {
    check();
    if (!Files.exists(folder.config())) {
      Files.createDirectories(folder.path());
      Json.writeText(folder.config(), config.yaml());
    }
  }

  /** Says which runs of the folder are not part of this comparison. */
  private Optional<String> left(List<Contender> contenders) throws IOException {
    List<String> shown = contenders.stream().map(Contender::label).toList();
    List<String> others = folder.names().stream().filter(name -> !shown.contains(name)).toList();
    return others.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "Also in runs/, but not named by this comparison and so not shown: %s."
                .formatted(String.join(", ", others)));
  }

  private FolderLock hold() throws IOException {
    // Before the lock too, so that nothing is written to a folder of something else.
    check();
    FolderLock lock = FolderLock.hold(folder.path());
    try {
      check();
      return lock;
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private ComparisonReport run(
      int jobs,
      List<Contender> contenders,
      SplitCache splits,
      DataSplit first,
      List<String> notes,
      Listener listener)
      throws IOException, InterruptedException {
    Exhibition exhibition = new Exhibition(contenders);
    Json.writeText(folder.config(), config.yaml());
    ParallelRuns together = new ParallelRuns();
    int trainings = 0;
    List<ParallelRuns.Task<Done>> tasks = new ArrayList<>();
    for (long seed : seeds) {
      int firstOfSeed = tasks.size();
      Map<Contender, Contender> trainers = trainers(contenders, seed);
      List<Contender> inOrder = inOrder(contenders, trainers);
      for (Contender contender : inOrder) {
        Contender trainer = trainers.get(contender);
        trainings += trainer == null && isTraining(contender) ? 1 : 0;
        int after =
            trainer == null ? ParallelRuns.Task.NOTHING : firstOfSeed + inOrder.indexOf(trainer);
        String weightsOf =
            trainer == null || contender.needsTrainedMethod() ? null : trainer.label();
        tasks.add(
            new ParallelRuns.Task<>(
                () -> run(contender, weightsOf, seed, splits, exhibition, together, listener),
                after));
      }
    }
    listener.onBegin(trainings);
    Map<Contender, List<Done>> runs = new HashMap<>();
    together
        .run(jobs, tasks)
        .forEach(done -> runs.computeIfAbsent(done.contender(), c -> new ArrayList<>()).add(done));
    List<ComparisonReport.Outcome> outcomes = new ArrayList<>();
    for (Contender contender : contenders) {
      outcomes.add(outcome(contender, Objects.requireNonNull(runs.get(contender))));
    }
    ComparisonReport report = ComparisonReport.of(seeds, outcomes, notes);
    report.write(folder.path().resolve(ComparisonReport.FILE), root);
    new ComparisonAnswer(config, first, report, outcomes).of(next).write(folder.answer());
    return report;
  }

  private static boolean isTraining(Contender contender) {
    return contender instanceof Contender.Method || contender == Rival.FINE_CEILING;
  }

  /**
   * Whose trained network a contender is made from, of those that train none themselves: rivals of
   * a trained method, and methods that differ from another in their readout alone. That is the one
   * of them whose training is done already, else the first. Where detail is scored between epochs,
   * each method has a training of its own.
   */
  private Map<Contender, Contender> trainers(List<Contender> contenders, long seed)
      throws IOException {
    Map<Contender, Contender> trainers = new HashMap<>();
    for (Contender contender : contenders) {
      if (contender.needsTrainedMethod()) {
        trainers.put(contender, new Contender.Method(contender.methodOf(config)));
      } else if (contender instanceof Contender.Method method && config.scoreEvery() == 0) {
        MethodConfig trainer = trainer(method.config(), seed);
        if (!trainer.equals(method.config())) {
          trainers.put(contender, new Contender.Method(trainer));
        }
      }
    }
    return trainers;
  }

  private MethodConfig trainer(MethodConfig method, long seed) throws IOException {
    List<MethodConfig> alike = config.methods().stream().filter(method::trainsAlike).toList();
    for (MethodConfig each : alike) {
      RunFolder run = folder.run(each.label(), seed);
      if (Files.exists(run.weights()) && run.isFinished()) {
        return each;
      }
    }
    return alike.get(0);
  }

  /** Puts behind the others what is made from their trained networks. */
  private static List<Contender> inOrder(
      List<Contender> contenders, Map<Contender, Contender> trainers) {
    List<Contender> inOrder = new ArrayList<>(contenders);
    inOrder.sort(
        Comparator.comparing(Contender::needsTrainedMethod).thenComparing(trainers::containsKey));
    return inOrder;
  }

  private static ComparisonReport.Outcome outcome(Contender contender, List<Done> bySeed) {
    List<ExampleScores> examples =
        bySeed.stream().map(Done::examples).filter(Objects::nonNull).toList();
    return new ComparisonReport.Outcome(
        contender,
        bySeed.stream().map(Done::scores).toList(),
        examples.size() == bySeed.size() ? examples : List.of(),
        bySeed.stream().filter(Done::hasNotLearnt).map(Done::seed).toList());
  }

  /**
   * What a run came to.
   *
   * @param examples how each test row fared, where the run's folder says so
   * @param hasNotLearnt whether its training did not learn the coarse classes
   */
  private record Done(
      Contender contender,
      long seed,
      Scores scores,
      @Nullable ExampleScores examples,
      boolean hasNotLearnt) {}

  private Done run(
      Contender contender,
      @Nullable String weightsOf,
      long seed,
      SplitCache splits,
      Exhibition exhibition,
      ParallelRuns together,
      Listener listener)
      throws IOException {
    DataSplit split = splits.open(seed);
    RunFolder run = folder.run(contender.label(), seed);
    Illustration illustration = isShown(seed) ? Illustration.OWN : Illustration.NONE;
    Experiment experiment = new Experiment(config, root, contender, seed, illustration);
    RunResult result =
        (weightsOf == null ? experiment : experiment.readingWeightsOf(weightsOf))
            .run(split, run, true, together.stopping(listener.onStart(contender, seed)));
    if (isShown(seed)) {
      exhibition.finish(split, seed, result.isNew());
    }
    splits.release(seed);
    listener.onFinish(contender, seed, result);
    CoarseLearning learning = run.coarseLearning();
    return new Done(
        contender,
        seed,
        result.scores(),
        examples(run, result),
        learning != null && learning.isNoBetterThanChance());
  }

  private static @Nullable ExampleScores examples(RunFolder run, RunResult result)
      throws IOException {
    try {
      return result.examples() == null
          ? null
          : ExampleScores.of(result.examples(), result.scores());
    } catch (IllegalArgumentException e) {
      throw new DatasetFormatException(
          "%s: %s; remove %s and compare again"
              .formatted(run.examples(), e.getMessage(), run.scores()),
          e);
    }
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

  /** What all methods share in the report: drawn when the last run of that seed has its scores. */
  private final class Exhibition {
    private final List<Contender> contenders;
    private int unfinished;
    private boolean isAnyNew;

    Exhibition(List<Contender> contenders) {
      this.contenders = contenders;
      unfinished = contenders.size();
    }

    synchronized void finish(DataSplit split, long seed, boolean isNew) throws IOException {
      isAnyNew |= isNew;
      if (--unfinished > 0) {
        return;
      }
      List<RunFolder> runs =
          contenders.stream().map(each -> folder.run(each.label(), seed)).toList();
      if (isAnyNew || Illustrator.wasStopped(folder.path(), runs)) {
        Illustrator.attempt(
            folder.path(), () -> new Illustrator(split, seed).drawShared(folder.path(), runs));
      }
    }
  }

  /** The data of each seed: opened once, and released after the last run that needs it. */
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

  private boolean isOfAMethod(List<String> differences) {
    return config.methods().stream()
        .anyMatch(method -> differences.get(0).startsWith(method.label() + "."));
  }

  /** Refuses a folder that holds anything but this comparison. */
  private void check() throws IOException {
    RunFolder.refuseFile(folder.path());
    if (Files.exists(new RunFolder(folder.path()).record())) {
      throw new ConfigurationException(
          "%s holds a run, not a comparison; choose another --out or remove the folder"
              .formatted(folder.path()));
    }
    if (Files.exists(folder.config())) {
      List<String> differences = ConfigReader.comparisonDifferences(folder.config(), config.yaml());
      if (!differences.isEmpty()) {
        throw new ConfigurationException(
            "%s holds a comparison with other settings (%s); choose another --out%s or remove the folder"
                .formatted(
                    folder.path(),
                    ConfigReader.inWords(differences),
                    isOfAMethod(differences)
                        ? ", give the changed method a label of its own,"
                        : ""));
      }
    } else if (!RunFolder.isEmptyOrJustBegun(folder.path())) {
      throw new ConfigurationException(
          "%s is not empty and holds no comparison; choose another --out".formatted(folder.path()));
    }
  }
}

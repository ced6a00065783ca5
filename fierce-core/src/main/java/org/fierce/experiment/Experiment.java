package org.fierce.experiment;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.fierce.backbone.Backbone;
import org.fierce.config.ConfigReader;
import org.fierce.config.ConfigurationException;
import org.fierce.config.Contender;
import org.fierce.config.ExperimentConfig;
import org.fierce.config.MethodConfig;
import org.fierce.data.DataRoot;
import org.fierce.data.DataSplit;
import org.fierce.data.Dataset;
import org.fierce.engine.Engine;
import org.fierce.evaluate.Evaluator;
import org.fierce.evaluate.ScalarScores;
import org.fierce.files.Json;
import org.fierce.kinds.Kinds;
import org.fierce.labels.FineTargets;
import org.fierce.loss.Loss;
import org.fierce.run.EpochScores;
import org.fierce.run.Examples;
import org.fierce.run.Illustration;
import org.fierce.run.RunFolder;
import org.fierce.run.RunRecord;
import org.fierce.run.RunResult;
import org.fierce.run.Scores;
import org.fierce.train.Trainer;
import org.fierce.train.TrainingListener;
import org.jspecify.annotations.Nullable;

/**
 * One run: trains one contender with one seed, scores it, and writes a run folder that records
 * where every number came from.
 */
public final class Experiment {
  private final ExperimentConfig config;
  private final DataRoot root;
  private final Contender contender;
  private final long seed;
  private final Illustration illustration;
  private final @Nullable String weightsOf;

  /** A run that writes scores, but nothing for a report. */
  public Experiment(ExperimentConfig config, DataRoot root, Contender contender, long seed) {
    this(config, root, contender, seed, Illustration.NONE);
  }

  /** A run that also writes what its report shows. */
  public Experiment(
      ExperimentConfig config,
      DataRoot root,
      Contender contender,
      long seed,
      Illustration illustration) {
    this(config, root, contender, seed, illustration, null);
  }

  private Experiment(
      ExperimentConfig config,
      DataRoot root,
      Contender contender,
      long seed,
      Illustration illustration,
      @Nullable String weightsOf) {
    this.weightsOf = weightsOf;
    this.illustration = illustration;
    this.config = config;
    this.root = root;
    this.contender = contender;
    this.seed = seed;
  }

  /**
   * The same run of a comparison without a training of its own: it reads the network out that
   * another method of the same seed has trained, which differs in its readout alone.
   *
   * @param method label of that method, whose run is finished
   */
  public Experiment readingWeightsOf(String method) {
    return new Experiment(config, root, contender, seed, illustration, method);
  }

  /**
   * The data of a run. What its source leaves to chance (a simulation, a split, a sample) is drawn
   * from the source's seeds plus the run's, so that seed 0 is the source as it is written.
   */
  public static DataSplit open(ExperimentConfig config, DataRoot root, long seed)
      throws IOException {
    return config.data().open(root, seed);
  }

  /**
   * Checks that configuration and data fit together, before anything is written or trained.
   *
   * @throws IllegalArgumentException naming the option that does not fit the data
   */
  public static void check(ExperimentConfig config, DataSplit split) {
    config.augmentation().check(split.train().shape());
    TrainingPipeline pipeline = TrainingPipeline.of(config, split, 0);
    for (MethodConfig method : config.methods()) {
      try (Backbone backbone = pipeline.backbone(method);
          Loss loss = method.loss().build(backbone.featureWidth(), backbone.classes(), 0)) {
        // A trainer refuses, when it is made, what does not fit its network.
        new Trainer(backbone, loss, config.training(), 0, TrainingListener.NONE);
      }
    }
    if (config.rivals().contains(Contender.Rival.EARLIER_LAYER)) {
      try (Backbone backbone = pipeline.backbone(config.firstCrossEntropy().orElseThrow())) {
        if (backbone.earlierLayers() == 0) {
          throw new IllegalArgumentException(
              "the rival earlier-layer needs a network of two hidden layers or more, found one; add a layer to backbone.hidden, or take earlier-layer out of rivals");
        }
      }
    }
    for (Evaluator evaluator : config.evaluation()) {
      Dataset scored = TrainingPipeline.rowsFor(evaluator, split);
      FineTargets fine = scored.fine();
      if (fine != null) {
        evaluator.check(scored.coarse(), fine);
      }
      boolean isLeftOut = fine == null && evaluator.needsFineTargets();
      if (evaluator.copies() > 0 && !isLeftOut && config.augmentation().steps().isEmpty()) {
        throw new IllegalArgumentException(
            "%s needs %d augmented copies of each test row, but augmentation is empty; name its steps, or take %1$s out of evaluation"
                .formatted(Kinds.all().nameOf(evaluator), evaluator.copies()));
      }
    }
  }

  /**
   * What a reader of the scores must know of how they came about: how the data were read,
   * evaluators of the configuration that had nothing to look at, because the test rows have no fine
   * target, and those brought down to what the test rows allow.
   */
  public static List<String> notes(ExperimentConfig config, DataSplit split) {
    List<String> notes = new ArrayList<>();
    if (!config.quick().isEmpty()) {
      notes.add(config.quick());
    }
    notes.addAll(split.notes());
    List<String> fitted = new ArrayList<>();
    List<String> skipped = new ArrayList<>();
    boolean hasFine = split.test().fine() != null;
    for (Evaluator evaluator : config.evaluation()) {
      FineTargets fine = TrainingPipeline.rowsFor(evaluator, split).fine();
      if (fine == null && evaluator.needsFineTargets()) {
        skipped.add(Kinds.all().nameOf(evaluator));
      } else if (fine != null && evaluator.note(fine) != null) {
        fitted.add(evaluator.note(fine));
      }
    }
    if (!hasFine && !skipped.isEmpty()) {
      notes.add(
          "The test rows have no fine target, so these evaluators were left out: %s. Name one with labels.fine."
              .formatted(String.join(", ", skipped)));
    }
    notes.addAll(fitted);
    if (split.train().fine() instanceof FineTargets.Scalars numbers
        && ScalarScores.isCoarse(numbers.values(), split.train().coarse().labels())) {
      notes.add(
          "Each coarse class holds one or two values of %s, so scores inside a coarse class were left out. If its values stand for classes, say {classes: %1$s}."
              .formatted(numbers.name()));
    }
    return notes;
  }

  /**
   * Trains and scores; returns at once with the earlier scores where the folder holds this very
   * run, finished.
   *
   * @param split of this seed, from {@link #open}
   * @param mayContinue whether the folder may hold this very run already
   * @param listener told of the training's progress, by this thread
   * @throws ConfigurationException if the folder holds something else
   * @throws org.fierce.files.FolderInUseException if another process or run writes to it
   */
  public RunResult run(
      DataSplit split, RunFolder folder, boolean mayContinue, TrainingListener listener)
      throws IOException {
    try (RunFolder.Held held = hold(folder, mayContinue)) {
      return run(split, held, listener);
    }
  }

  /**
   * Takes the folder for this run.
   *
   * @throws ConfigurationException if the folder holds something else
   * @throws org.fierce.files.FolderInUseException if another process or run writes to it
   */
  public RunFolder.Held hold(RunFolder folder, boolean mayContinue) throws IOException {
    return folder.hold(
        ConfigReader.forOneRun(config, contender), contender.label(), seed, mayContinue);
  }

  /** Trains and scores in a folder that was taken before, or finds that this was done. */
  public RunResult run(DataSplit split, RunFolder.Held held, TrainingListener listener)
      throws IOException {
    RunFolder folder = held.folder();
    if (held.isThere() && folder.isFinished()) {
      return new RunResult(
          Scores.read(folder.scores()),
          Files.exists(folder.examples()) ? Examples.read(folder.examples()) : null,
          RunRecord.read(folder.record()),
          false);
    }
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long startNanos = System.nanoTime();
    long startCpuNanos = threads.getCurrentThreadCpuTime();
    RunRecord record =
        RunRecord.begin(config, contender, seed, root, split.train().coarse().among());
    Json.writeText(folder.config(), ConfigReader.forOneRun(config, contender));
    if (weightsOf != null) {
      record.withWeightsOf(weightsOf);
    }
    record.write(folder.record());
    Scores scores;
    Examples examples;
    try (Engine.Lease lease = Engine.threads(config.training().threads())) {
      TrainingPipeline pipeline = TrainingPipeline.of(config, split, seed);
      Scored scored = score(pipeline, folder, listener);
      DataSplit read = pipeline.split();
      examples = Examples.of(read.test(), scored.findings().examples());
      examples.write(folder.examples());
      scores = Scores.of(scored.findings().scores(), notes(config, read));
      scores.write(folder.scores());
      pipeline.writeDetail(scored, FeatureReading.of(contender), folder);
      scored.writeLabelCurve(folder);
      record.with(scored.learning()).with("seconds", (System.nanoTime() - startNanos) / 1e9);
      if (Files.exists(folder.epochScores())) {
        record.with("detailSeconds", new EpochScores(folder.epochScores()).seconds());
      }
      // Of this run's own thread; batches are prepared on another one.
      record.with("cpuSeconds", (threads.getCurrentThreadCpuTime() - startCpuNanos) / 1e9);
      Illustrator.draw(illustration, read, seed, folder, scored);
    }
    record.finish().write(folder.record());
    return new RunResult(scores, examples, record, true);
  }

  private Scored score(TrainingPipeline pipeline, RunFolder folder, TrainingListener listener)
      throws IOException {
    if (contender instanceof Contender.Rival rival) {
      return new Rivals(pipeline).score(rival, folder, listener);
    }
    MethodConfig method = ((Contender.Method) contender).config();
    return weightsOf == null
        ? pipeline.run(method, folder, listener)
        : pipeline.read(method, folder.ofContender(weightsOf), folder, listener);
  }
}

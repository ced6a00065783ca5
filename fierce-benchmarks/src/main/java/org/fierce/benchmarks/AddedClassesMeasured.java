package org.fierce.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.fierce.data.DataRoot;
import org.fierce.data.DataSplit;
import org.fierce.data.EncodedRow;
import org.fierce.data.FloatMatrix;
import org.fierce.data.Inputs;
import org.fierce.embed.Embeddings;
import org.fierce.evaluate.Evaluation;
import org.fierce.evaluate.fewshot.FewShot;
import org.fierce.experiment.Experiment;
import org.fierce.experiment.TrainedRun;
import org.fierce.labels.FineTargets;
import org.fierce.model.ClassExamples;
import org.fierce.model.FineHeads;
import org.fierce.model.FineQuestion;
import org.fierce.model.ModelFile;
import org.fierce.model.NearestMeanHead;
import org.fierce.model.Prediction;
import org.fierce.model.Predictor;
import org.fierce.random.Streams;
import org.fierce.stats.Score;

/**
 * Accuracy inside the coarse class of fine classes that are added to a model file with 5 examples
 * each, beside the few-shot evaluator's; and how long it takes to add 100 classes to 1,000.
 * Arguments: folder of the data, then folders of runs.
 */
public final class AddedClassesMeasured {
  private static final int SHOTS = 5;
  private static final int EPISODES = 300;

  private AddedClassesMeasured() {}

  /** Runs it. */
  public static void main(String[] arguments) throws IOException {
    DataRoot root = new DataRoot(List.of(Path.of(arguments[0])));
    for (int i = 1; i < arguments.length; i++) {
      measure(Path.of(arguments[i]), root);
    }
  }

  private static void measure(Path folder, DataRoot root) throws IOException {
    ModelFile file = ModelFile.open(folder.resolve("model.fierce"));
    try (TrainedRun run = TrainedRun.open(folder);
        Predictor predictor = Predictor.load(file.path())) {
      DataSplit split = Experiment.open(run.config(), root, run.seed());
      FineTargets.Classes fine = (FineTargets.Classes) Objects.requireNonNull(split.test().fine());
      int[] coarse = split.test().coarse().labels();
      Embeddings train = run.embed(split.train().inputs());
      Embeddings test = run.embed(split.test().inputs());
      Evaluation evaluation =
          new Evaluation(
              train,
              split.train().coarse(),
              Objects.requireNonNull(split.train().fine()),
              test,
              split.test().coarse(),
              fine,
              0);
      FewShot evaluator = new FewShot(List.of(1000), List.of(SHOTS), 15, EPISODES, true, true);
      for (Score score :
          Objects.requireNonNull(evaluator.fitting(fine)).evaluate(evaluation).scores()) {
        if (score.key().startsWith("fewShotAccuracyWithinTrue")) {
          System.out.printf(
              Locale.ROOT,
              "%s: %s %.4f [%.4f, %.4f]%n",
              folder,
              score.key(),
              score.value(),
              score.low(),
              score.high());
        }
      }
      FloatMatrix features = features(predictor, split.test().inputs());
      double[] accuracies = new double[EPISODES];
      for (int episode = 0; episode < EPISODES; episode++) {
        accuracies[episode] = episode(file.heads(), features, coarse, fine, episode);
      }
      double mean = Arrays.stream(accuracies).average().orElseThrow();
      double square = Arrays.stream(accuracies).map(a -> (a - mean) * (a - mean)).sum();
      System.out.printf(
          Locale.ROOT,
          "%s: classes added to the model file %.4f +- %.4f%n",
          folder,
          mean,
          1.96 * Math.sqrt(square / (EPISODES - 1) / EPISODES));
      speed(file, features);
    }
  }

  private static FloatMatrix features(Predictor predictor, Inputs rows) {
    List<EncodedRow> encoded = new ArrayList<>();
    for (int row = 0; row < rows.size(); row++) {
      float[] input = new float[rows.shape().values()];
      rows.read(row, input, 0);
      encoded.add(new EncodedRow(input, List.of()));
    }
    return FloatMatrix.of(
        predictor.answer(encoded).stream().map(Prediction::embedding).toArray(float[][]::new));
  }

  /**
   * One draw of examples of all fine classes of a coarse class, and up to 15 other rows of each.
   */
  private static double episode(
      FineHeads heads, FloatMatrix features, int[] coarse, FineTargets.Classes fine, long seed) {
    SplittableRandom random = Streams.generator(seed, "added-classes", 0);
    int chosen = random.nextInt(Arrays.stream(coarse).max().orElseThrow() + 1);
    List<ClassExamples> classes = new ArrayList<>();
    List<int[]> asked = new ArrayList<>();
    for (int f = 0; f < fine.names().size(); f++) {
      int each = f;
      int[] rows =
          IntStream.range(0, coarse.length)
              .filter(row -> coarse[row] == chosen && fine.labels()[row] == each)
              .toArray();
      if (rows.length > SHOTS) {
        Streams.shuffle(rows, rows.length, random);
        classes.add(
            new ClassExamples(
                fine.names().get(f),
                chosen,
                FloatMatrix.copyOf(features.select(Arrays.copyOf(rows, SHOTS)))));
        asked.add(Arrays.copyOfRange(rows, SHOTS, Math.min(rows.length, SHOTS + 15)));
      }
    }
    NearestMeanHead head = NearestMeanHead.empty(heads.centres()).with(classes);
    int right = 0;
    int all = 0;
    float[] row = new float[features.columns()];
    for (int c = 0; c < classes.size(); c++) {
      for (int ask : asked.get(c)) {
        features.read(ask, row, 0);
        Prediction.FineClass answer = Objects.requireNonNull(head.answer(row, chosen).fine());
        right += answer.name().equals(classes.get(c).name()) ? 1 : 0;
        all++;
      }
    }
    return (double) right / all;
  }

  /** 100 classes of 5 examples to a catalogue of 1,000 of 5, in 20 coarse classes and in one. */
  private static void speed(ModelFile file, FloatMatrix features) throws IOException {
    for (int coarseClasses : new int[] {20, 1}) {
      SplittableRandom random = new SplittableRandom(1);
      FineHeads heads = file.heads();
      ModelFile known =
          file.with(
              heads.with(
                  NearestMeanHead.empty(heads.centres())
                      .with(classes(1000, coarseClasses, features, random, "old"))));
      List<ClassExamples> more = classes(100, coarseClasses, features, random, "new");
      for (int time = 0; time < 3; time++) {
        long start = System.nanoTime();
        long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        FineHeads before = ModelFile.open(known.path()).heads();
        NearestMeanHead head =
            (NearestMeanHead) Objects.requireNonNull(before.head(FineQuestion.FINE));
        ModelFile.open(known.path()).with(before.with(head.with(more)));
        System.out.printf(
            Locale.ROOT,
            "100 classes to 1,000 in %d coarse classes, %d features: %.3f s, %.3f CPU s of this thread%n",
            coarseClasses,
            features.columns(),
            (System.nanoTime() - start) / 1e9,
            (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpu) / 1e9);
        ModelFile.undo(known.path());
      }
      ModelFile.open(known.path()).with(heads);
    }
  }

  private static List<ClassExamples> classes(
      int count, int coarseClasses, FloatMatrix features, SplittableRandom random, String name) {
    List<ClassExamples> classes = new ArrayList<>();
    for (int c = 0; c < count; c++) {
      int[] rows = random.ints(SHOTS, 0, features.rows()).toArray();
      classes.add(
          new ClassExamples(
              name + c, c % coarseClasses, FloatMatrix.copyOf(features.select(rows))));
    }
    return classes;
  }
}

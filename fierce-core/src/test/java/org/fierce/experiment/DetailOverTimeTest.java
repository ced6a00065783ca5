package org.fierce.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.fierce.backbone.Backbone;
import org.fierce.config.ConfigReader;
import org.fierce.config.ExperimentConfig;
import org.fierce.config.MethodConfig;
import org.fierce.data.DataRoot;
import org.fierce.data.DataSplit;
import org.fierce.data.Dataset;
import org.fierce.data.InputShape;
import org.fierce.data.Inputs;
import org.fierce.data.batch.Batches;
import org.fierce.data.encode.ImageEncoder;
import org.fierce.files.CheckpointFormatException;
import org.fierce.labels.CoarseLabels;
import org.fierce.labels.FineTargets;
import org.fierce.loss.Loss;
import org.fierce.run.EpochScores;
import org.fierce.run.RunFolder;
import org.fierce.run.SeedStreams;
import org.fierce.train.CheckpointFolder;
import org.fierce.train.EpochMetrics;
import org.fierce.train.Trainer;
import org.fierce.train.TrainingListener;
import org.fierce.train.Weights;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DetailOverTimeTest {
  @TempDir private Path folder;

  /** Noise, with a bright row of pixels at the place of the fine class. */
  private record Pictures(float[] values, int size) implements Inputs {
    private static final InputShape SHAPE = new InputShape(8, 8, 1);

    @Override
    public InputShape shape() {
      return SHAPE;
    }

    @Override
    public void read(int row, float[] target, int offset) {
      System.arraycopy(values, row * 64, target, offset, 64);
    }
  }

  private static Dataset pictures(int rows, long seed, boolean hasFine) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[rows * 64];
    int[] fine = new int[rows];
    int[] coarse = new int[rows];
    for (int row = 0; row < rows; row++) {
      fine[row] = random.nextInt(4);
      coarse[row] = fine[row] / 2;
      for (int i = 0; i < 64; i++) {
        values[row * 64 + i] = random.nextFloat() + (i / 8 == 2 * fine[row] ? 0.7f : 0);
      }
    }
    return Dataset.numbered(
        "pictures",
        new Pictures(values, rows),
        new CoarseLabels(coarse, List.of("up", "down")),
        hasFine ? new FineTargets.Classes(fine, List.of("a", "b", "c", "d")) : null);
  }

  private static final DataSplit SPLIT =
      new DataSplit(
          pictures(96, 1, true),
          null,
          pictures(40, 2, true),
          ImageEncoder.of(pictures(1, 1, true).shape()));

  /** With batch norm and averaged weights: what a careless look would change. */
  private static ExperimentConfig config(String evaluation) {
    return new ConfigReader(List.of(), false)
        .parse(
            "c",
            """
            formatVersion: 1
            data: {source: scene}
            backbone: {kind: small-cnn, width: 4}
            methods: [{name: koleo, weight: 0.1, head: cosine}]
            training: {epochs: 5, batch: 32, averaging: 0.9}
            evaluation: %s
            """
                .formatted(evaluation));
  }

  private static Scored run(String evaluation, DataSplit split, RunFolder at, List<Integer> told)
      throws IOException {
    Files.createDirectories(at.path());
    ExperimentConfig config = config(evaluation);
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void onScores(int epoch, Map<String, Double> scores) {
            told.add(epoch);
          }
        };
    return TrainingPipeline.of(config, split, 3).run(config.methods().get(0), at, listener);
  }

  @Test
  void scoresStandEveryFewEpochsAndAfterTheLastWhichIsTheFinalScore() throws IOException {
    RunFolder at = new RunFolder(folder);
    List<Integer> told = new ArrayList<>();
    Scored scored = run("{every: 2, evaluators: [coarse, knn, probe]}", SPLIT, at, told);

    List<EpochScores.Entry> entries = new EpochScores(at.epochScores()).read();
    assertThat(entries).extracting(EpochScores.Entry::epoch).containsExactly(2, 4, 5);
    assertThat(told).containsExactly(2, 4, 5);
    assertThat(entries.get(0).scores())
        .containsOnlyKeys(keys(scored, "coarseAccuracy", "knn"))
        .isNotEqualTo(entries.get(2).scores());
    scored
        .findings()
        .scores()
        .forEach(
            score -> {
              Double last = entries.get(2).scores().get(score.key());
              assertThat(last == null || last == score.value()).as(score.key()).isTrue();
            });
    assertThat(new EpochScores(at.epochScores()).seconds())
        .isCloseTo(entries.stream().mapToDouble(EpochScores.Entry::seconds).sum(), within(1e-12));
  }

  private static String[] keys(Scored scored, String... starts) {
    return scored.findings().scores().stream()
        .map(score -> score.key())
        .filter(key -> List.of(starts).stream().anyMatch(key::startsWith))
        .toArray(String[]::new);
  }

  @Test
  void lookingChangesNoBitOfWeightsOrRunningStatistics() throws IOException {
    RunFolder without = new RunFolder(folder.resolve("without"));
    RunFolder with = new RunFolder(folder.resolve("with"));
    run("[coarse, knn]", SPLIT, without, new ArrayList<>());
    run("{every: 1, evaluators: [coarse, knn]}", SPLIT, with, new ArrayList<>());

    assertThat(without.epochScores()).doesNotExist();
    assertThat(with.epochScores()).exists();
    assertThat(with.weights()).hasSameBinaryContentAs(without.weights());
    assertThat(with.checkpoint().resolve("epoch-5.safetensors"))
        .hasSameBinaryContentAs(without.checkpoint().resolve("epoch-5.safetensors"));
  }

  @Test
  void withoutFineTargetsOnlyCoarseAccuracyIsScored() throws IOException {
    RunFolder at = new RunFolder(folder);
    DataSplit coarse =
        new DataSplit(
            pictures(96, 1, false),
            null,
            pictures(40, 2, false),
            ImageEncoder.of(pictures(1, 1, false).shape()));
    run("{every: 5}", coarse, at, new ArrayList<>());

    assertThat(new EpochScores(at.epochScores()).read())
        .singleElement()
        .satisfies(
            entry ->
                assertThat(entry.scores().keySet())
                    .isNotEmpty()
                    .allMatch(key -> key.startsWith("coarseAccuracy")));
  }

  @Test
  void numbersAndSharesAreScoredByTheProbe() throws IOException {
    ExperimentConfig config =
        new ConfigReader(List.of(), false)
            .parse(
                "c",
                """
                formatVersion: 1
                data: {source: scene}
                backbone: {kind: mlp, hidden: [8]}
                training: {epochs: 1, batch: 200}
                evaluation: {every: 1, evaluators: [coarse, {kind: probe, penalties: [0.01], iterations: 5}]}
                """);
    DataSplit scene = Experiment.open(config, new DataRoot(List.of(folder)), 0);
    RunFolder at = new RunFolder(folder);
    TrainingPipeline.of(config, scene, 0).run(config.methods().get(0), at, TrainingListener.NONE);

    assertThat(new EpochScores(at.epochScores()).read().get(0).scores())
        .containsKeys("coarseAccuracy", "transferMeanSquaredError");
  }

  private static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** Trains with a checkpoint after every epoch. */
  private void fit(RunFolder at, int stopAtScores) throws IOException {
    ExperimentConfig config = config("{every: 2, evaluators: [coarse, knn]}");
    TrainingPipeline pipeline = TrainingPipeline.of(config, SPLIT, 3);
    MethodConfig method = config.methods().get(0);
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void onScores(int epoch, Map<String, Double> scores) {
            if (epoch == stopAtScores) {
              throw new Stopped();
            }
          }

          @Override
          public void onEpoch(EpochMetrics metrics) {
            if (metrics.epoch() == -stopAtScores) {
              throw new Stopped();
            }
          }
        };
    try (Backbone backbone = pipeline.backbone(method);
        Loss loss = method.loss().build(backbone.featureWidth(), 2, 3)) {
      Batches batches =
          new Batches(
              SPLIT.train(),
              pipeline.normalisation(),
              config.augmentation(),
              32,
              SeedStreams.BATCHES.of(3));
      new Trainer(backbone, loss, config.training(), 3, listener)
          .withInspector(new DetailOverTime(pipeline, method, at, listener))
          .fit(
              batches,
              null,
              new CheckpointFolder(at.path(), Duration.ZERO, InstantSource.system()),
              true);
      Weights.save(backbone, Map.of(), at.weights());
    }
  }

  private static List<Map<String, Double>> scores(RunFolder at) throws IOException {
    return new EpochScores(at.epochScores())
        .read().stream().map(EpochScores.Entry::scores).toList();
  }

  @Test
  void aResumedRunDropsWhatIsPastItsCheckpointAndEndsTheSame() throws IOException {
    RunFolder whole = new RunFolder(folder.resolve("whole"));
    RunFolder cut = new RunFolder(folder.resolve("cut"));
    fit(whole, 0);
    // The scores of epoch 4 are written, its checkpoint is not; then stopped after epoch 4's.
    assertThatThrownBy(() -> fit(cut, 4)).isInstanceOf(Stopped.class);
    assertThat(scores(cut)).hasSize(2);
    assertThatThrownBy(() -> fit(cut, -4)).isInstanceOf(Stopped.class);
    assertThat(scores(cut)).hasSize(2);
    fit(cut, 0);

    assertThat(scores(cut)).isEqualTo(scores(whole)).hasSize(3);
    assertThat(cut.weights()).hasSameBinaryContentAs(whole.weights());
  }

  @Test
  void aLogWithoutTheEpochsOfTheCheckpointIsRefused() throws IOException {
    RunFolder at = new RunFolder(folder);
    assertThatThrownBy(() -> fit(at, -4)).isInstanceOf(Stopped.class);
    Files.delete(at.epochScores());
    assertThatThrownBy(() -> fit(at, 0))
        .isInstanceOf(CheckpointFormatException.class)
        .hasMessageContaining("has the epochs [], expected [2, 4]");
    Files.writeString(at.epochScores(), "{\"epoch\": 2, \"sco");
    assertThatThrownBy(() -> new EpochScores(at.epochScores()).read())
        .isInstanceOf(CheckpointFormatException.class)
        .hasMessageContaining("detail.jsonl, line 1");
    Files.writeString(at.epochScores(), "{\"epoch\": 2}\n");
    assertThatThrownBy(() -> new EpochScores(at.epochScores()).read())
        .hasMessageContaining("expected an epoch and its scores");
  }

  @Test
  void bothFormsOfEvaluationAreReadAndWrittenAsTheyWere() {
    ExperimentConfig list = config("[coarse, knn]");
    ExperimentConfig map = config("{every: 3, evaluators: [coarse, knn]}");
    assertThat(map.evaluation()).isEqualTo(list.evaluation()).hasSize(2);
    assertThat(list.scoreEvery()).isZero();
    assertThat(map.scoreEvery()).isEqualTo(3);
    assertThat(config("{every: 3}").evaluation()).hasSizeGreaterThan(5);
    ExperimentConfig again = new ConfigReader(List.of(), false).parse("again", map.yaml());
    assertThat(again.yaml()).isEqualTo(map.yaml());
    assertThat(again.scoreEvery()).isEqualTo(3);
    assertThat(
            new ConfigReader(List.of("evaluation.every=4"), false)
                .parse("c", "formatVersion: 1\ndata: {source: scene}\n")
                .scoreEvery())
        .isEqualTo(4);
    assertThatThrownBy(() -> config("{every: 0}")).hasMessageContaining("evaluation.every");
    assertThatThrownBy(() -> config("{each: 2}")).hasMessageContaining("each");
    assertThatThrownBy(() -> config("{evaluators: [knnn]}")).hasMessageContaining("knnn");
  }
}

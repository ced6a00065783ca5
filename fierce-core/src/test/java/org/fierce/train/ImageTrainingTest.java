package org.fierce.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bytedeco.javacpp.PointerScope;
import org.fierce.backbone.Backbone;
import org.fierce.backbone.Head;
import org.fierce.backbone.SmallCnnSpec;
import org.fierce.data.Dataset;
import org.fierce.data.InputShape;
import org.fierce.data.Inputs;
import org.fierce.data.Normalisation;
import org.fierce.data.batch.Augmentation;
import org.fierce.data.batch.Batches;
import org.fierce.engine.Device;
import org.fierce.engine.Tensors;
import org.fierce.entropy.Assignment;
import org.fierce.entropy.Similarity;
import org.fierce.labels.CoarseLabels;
import org.fierce.loss.FierceSpec;
import org.fierce.loss.Loss;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Convolutions, batch norm, and the entropy term with its noise, through the whole trainer. */
class ImageTrainingTest {
  private static final InputShape SHAPE = new InputShape(8, 8, 3);
  private static final Dataset DATA = images(42);

  @TempDir Path folder;

  /** Pixels drawn from the row number; the labels say which third of the brightness. */
  private record Noise(int size) implements Inputs {
    @Override
    public InputShape shape() {
      return SHAPE;
    }

    @Override
    public void read(int row, float[] target, int offset) {
      SplittableRandom random = new SplittableRandom(row);
      for (int i = 0; i < SHAPE.values(); i++) {
        target[offset + i] = (row % 3 + random.nextFloat()) / 3;
      }
    }
  }

  private static Dataset images(int rows) {
    int[] labels = new int[rows];
    for (int row = 0; row < rows; row++) {
      labels[row] = row % 3;
    }
    return Dataset.numbered(
        "noise", new Noise(rows), new CoarseLabels(labels, List.of("a", "b", "c")), null);
  }

  private static final TrainingSpec SPEC =
      new TrainingSpec(4, 10, OptimiserSpec.sgd(0.05), ScheduleSpec.cosine(), 0.9, 1, Device.CPU);

  private static Backbone network(long seed) {
    return new SmallCnnSpec(4, 0, Head.COSINE, false).build(SHAPE, 3, seed);
  }

  private static List<EpochMetrics> fit(
      Backbone backbone, long seed, CheckpointFolder run, boolean resume, TrainingListener listener)
      throws IOException {
    FierceSpec spec = new FierceSpec(Similarity.COSINE, 12, 0.1, Assignment.HARD, 0.1, null);
    try (Loss loss = spec.build(backbone.featureWidth(), 3, seed)) {
      Augmentation none = new Augmentation(List.of());
      Batches batches =
          new Batches(DATA, Normalisation.fit(DATA.inputs()), none, SPEC.batch(), seed);
      return new Trainer(backbone, loss, SPEC, seed, listener).fit(batches, null, run, resume);
    }
  }

  private CheckpointFolder run(String name) {
    return new CheckpointFolder(folder.resolve(name), Duration.ZERO, InstantSource.system());
  }

  /** Trains and gives the bytes of the weights. */
  private byte[] weights(String name, long seed, boolean resume) throws IOException {
    try (Backbone backbone = network(seed)) {
      fit(backbone, seed, run(name), resume, TrainingListener.NONE);
      Path file = folder.resolve(name + ".safetensors");
      Weights.save(backbone, Map.of(), file);
      return Files.readAllBytes(file);
    }
  }

  @Test
  void aResumedRunGivesTheBitsOfAnUninterruptedOne() throws IOException {
    byte[] expected = weights("whole", 1, false);
    TrainingListener stop =
        new TrainingListener() {
          @Override
          public void onStep(StepProgress progress) {
            if (progress.step() == 13) {
              throw new IllegalStateException("stopped");
            }
          }
        };
    try (Backbone backbone = network(1)) {
      assertThatThrownBy(() -> fit(backbone, 1, run("cut"), false, stop)).hasMessage("stopped");
    }
    assertThat(weights("cut", 1, true)).isEqualTo(expected);
  }

  @Test
  void runsSideBySideGiveTheBitsOfRunsAlone() throws Exception {
    List<byte[]> alone = List.of(weights("one", 1, false), weights("two", 2, false));
    ExecutorService pool = Executors.newFixedThreadPool(2);
    try {
      List<Future<byte[]>> runs = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        String name = "beside" + i;
        long seed = i % 2 == 0 ? 1 : 2;
        runs.add(pool.submit(() -> weights(name, seed, false)));
      }
      for (int i = 0; i < 4; i++) {
        assertThat(runs.get(i).get()).isEqualTo(alone.get(i % 2));
      }
    } finally {
      pool.shutdown();
    }
  }

  @Test
  void theEntropyIsReportedInBits() throws IOException {
    try (Backbone backbone = network(1)) {
      List<StepProgress> steps = new ArrayList<>();
      TrainingListener listener =
          new TrainingListener() {
            @Override
            public void onStep(StepProgress progress) {
              steps.add(progress);
            }
          };
      EpochMetrics first = fit(backbone, 1, run("run"), false, listener).get(0);
      // At most log2(min(12 anchors, 10 rows)); the loss is cross-entropy less 0.1 a bit.
      assertThat(first.entropyBits()).isBetween(0.1, Math.log(10) / Math.log(2));
      assertThat(first.lossNats())
          .isCloseTo(
              first.crossEntropyNats() - 0.1 * first.entropyBits(),
              org.assertj.core.data.Offset.offset(1e-5));
      assertThat(steps.get(4).entropyBits()).isEqualTo(first.entropyBits());
    }
  }

  @Test
  void aBatchOfOneWithBatchNormIsRefused() {
    TrainingSpec spec = TrainingSpec.of(1, 1, OptimiserSpec.adam(1e-3), ScheduleSpec.constant());
    FierceSpec fierce = new FierceSpec(Similarity.COSINE, 12, 0.1, Assignment.HARD, 0.1, null);
    try (Backbone backbone = network(1);
        Loss loss = fierce.build(backbone.featureWidth(), 3, 1)) {
      assertThatThrownBy(() -> new Trainer(backbone, loss, spec, 1, TrainingListener.NONE))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("batch is 1")
          .hasMessageContaining("batch norm");
    }
  }

  @Test
  void imagesComeAsTheNetworkTakesThem() {
    // 2 rows of 1 x 2 pixels with 3 channels, in the order height, width, channel.
    float[] values = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    try (PointerScope scope = new PointerScope()) {
      var device =
          new org.bytedeco.pytorch.Device(org.bytedeco.pytorch.global.torch.DeviceType.CPU);
      var tensor = FrozenPass.tensor(values, 2, new InputShape(1, 2, 3), device);
      assertThat(tensor.shape()).containsExactly(2, 3, 1, 2);
      assertThat(tensor.is_contiguous(org.bytedeco.pytorch.global.torch.MemoryFormat.ChannelsLast))
          .isTrue();
      assertThat(Tensors.floats(tensor)).containsExactly(1, 4, 2, 5, 3, 6, 7, 10, 8, 11, 9, 12);
    }
  }
}

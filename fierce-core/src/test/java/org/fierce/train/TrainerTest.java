package org.fierce.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Scanner;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.fierce.backbone.Backbone;
import org.fierce.backbone.Backbone.Parameter;
import org.fierce.data.Dataset;
import org.fierce.data.Normalisation;
import org.fierce.engine.Device;
import org.fierce.engine.Tensors;
import org.fierce.loss.CrossEntropySpec;
import org.fierce.loss.Loss;
import org.fierce.loss.LossValue;
import org.junit.jupiter.api.Test;

class TrainerTest {
  private static final int COLUMNS = 10;
  private static final Dataset DATA = Blobs.vectors(150, COLUMNS, 1);

  private static TrainingSpec spec(int epochs, double averaging) {
    return new TrainingSpec(
        epochs, 20, OptimiserSpec.adamW(0.01), ScheduleSpec.cosine(), averaging, 1, Device.CPU);
  }

  private static Map<String, List<Float>> weights(Backbone backbone) {
    Map<String, List<Float>> weights = new TreeMap<>();
    List<Parameter> all = new ArrayList<>(backbone.parameters());
    all.addAll(backbone.buffers());
    for (Parameter parameter : all) {
      List<Float> values = new ArrayList<>();
      for (float value : Tensors.floats(parameter.tensor())) {
        values.add(value);
      }
      weights.put(parameter.name(), values);
    }
    return weights;
  }

  private static Map<String, List<Float>> trained(TrainingSpec spec, long seed) {
    try (Backbone backbone = Blobs.perceptron(COLUMNS, seed);
        Loss loss = new CrossEntropySpec().build(8, 3, seed)) {
      new Trainer(backbone, loss, spec, seed, TrainingListener.NONE)
          .fit(Blobs.batches(DATA, spec.batch(), seed));
      return weights(backbone);
    }
  }

  @Test
  void learnsAnEasyTask() {
    try (Backbone backbone = Blobs.perceptron(COLUMNS, 5);
        Loss loss = new CrossEntropySpec().build(8, 3, 5)) {
      List<StepProgress> steps = new ArrayList<>();
      TrainingListener listener =
          new TrainingListener() {
            @Override
            public void onStep(StepProgress progress) {
              steps.add(progress);
            }
          };
      List<EpochMetrics> epochs =
          new Trainer(backbone, loss, spec(20, 0), 5, listener).fit(Blobs.batches(DATA, 20, 5));
      assertThat(epochs).hasSize(20);
      EpochMetrics last = epochs.get(19);
      assertThat(last.coarseAccuracy()).isGreaterThan(0.9);
      assertThat(last.lossNats()).isEqualTo(last.crossEntropyNats());
      assertThat(last.entropyBits()).isNaN();
      assertThat(last.step()).isEqualTo(160);
      assertThat(epochs.get(0).crossEntropyNats()).isGreaterThan(last.crossEntropyNats());
      assertThat(steps).hasSize(160);
      assertThat(steps.get(9))
          .returns(2, StepProgress::epoch)
          .returns(10L, StepProgress::step)
          .returns(160L, StepProgress::totalSteps);
      assertThat(backbone.isTraining()).isFalse();
      Normalisation identity = Normalisation.identity(DATA.shape());
      assertThat(FrozenPass.coarseAccuracy(backbone, DATA, identity, 64)).isGreaterThan(0.9);
    }
  }

  @Test
  void theSameSeedGivesTheSameBits() {
    assertThat(trained(spec(3, 0), 4)).isEqualTo(trained(spec(3, 0), 4));
    assertThat(trained(spec(3, 0), 4)).isNotEqualTo(trained(spec(3, 0), 5));
  }

  @Test
  void runsSideBySideGiveTheBitsOfRunsAlone() throws Exception {
    TrainingSpec spec = spec(15, 0.9);
    List<Map<String, List<Float>>> alone = List.of(trained(spec, 1), trained(spec, 2));
    ExecutorService pool = Executors.newFixedThreadPool(3);
    try {
      List<Future<Map<String, List<Float>>>> runs = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        long seed = i % 2 == 0 ? 1 : 2;
        runs.add(pool.submit(() -> trained(spec, seed)));
      }
      for (int i = 0; i < 6; i++) {
        assertThat(runs.get(i).get()).isEqualTo(alone.get(i % 2));
      }
    } finally {
      pool.shutdown();
    }
  }

  @Test
  void theAverageIsThatOfTheWeights() {
    // Every step of plain descent moves the one weight matrix; the average is redone by hand.
    List<float[]> path = new ArrayList<>();
    TrainingSpec spec =
        new TrainingSpec(
            2,
            50,
            new OptimiserSpec.Sgd(0.1, 0, false, 0),
            ScheduleSpec.constant(),
            0.25,
            1,
            Device.CPU);
    try (Backbone backbone = Blobs.perceptron(COLUMNS, 5);
        Loss loss = new CrossEntropySpec().build(8, 3, 5)) {
      Tensor weight = backbone.parameters().get(0).tensor();
      path.add(Tensors.floats(weight));
      TrainingListener listener =
          new TrainingListener() {
            @Override
            public void onStep(StepProgress progress) {
              path.add(Tensors.floats(weight));
            }
          };
      new Trainer(backbone, loss, spec, 5, listener).fit(Blobs.batches(DATA, 50, 5));
      float[] found = Tensors.floats(weight);
      assertThat(path).hasSize(7);
      for (int i = 0; i < found.length; i++) {
        double average = path.get(0)[i];
        for (int t = 1; t <= 6; t++) {
          double decay = Math.min(0.25, (1.0 + t) / (10 + t));
          average = decay * average + (1 - decay) * path.get(t)[i];
        }
        assertThat((double) found[i]).isEqualTo(average, within(1e-6));
      }
    }
  }

  /** Cross-entropy that gives something else from one step on. */
  private record Spoilt(Loss inner, long step, double factor) implements Loss {
    @Override
    public LossValue compute(Backbone.Output output, Tensor coarse, long now) {
      LossValue value = inner.compute(output, coarse, now);
      return now < step
          ? value
          : new LossValue(
              value.total().mul(new Scalar(factor)), value.crossEntropy(), null, Double.NaN);
    }

    @Override
    public List<Parameter> state() {
      return inner.state();
    }

    @Override
    public void close() {
      inner.close();
    }
  }

  @Test
  void aLossThatIsNotFiniteEndsTraining() {
    try (Backbone backbone = Blobs.perceptron(COLUMNS, 5);
        Loss loss = new Spoilt(new CrossEntropySpec().build(8, 3, 5), 11, Double.NaN)) {
      Trainer trainer = new Trainer(backbone, loss, spec(3, 0), 5, TrainingListener.NONE);
      assertThatThrownBy(() -> trainer.fit(Blobs.batches(DATA, 20, 5)))
          .isInstanceOfSatisfying(
              TrainingDivergedException.class,
              e -> {
                assertThat(e.step()).isEqualTo(11);
                assertThat(e.loss()).isNaN();
                assertThat(e.rate()).isBetween(0.001, 0.01);
              })
          .hasMessageContaining("loss is NaN at step 11")
          .hasMessageContaining("lower the learning rate");
    }
  }

  @Test
  void weightsThatAreNotFiniteEndTraining() {
    // The last step's loss is finite, but its gradient overflows the floats of the weights.
    TrainingSpec spec =
        TrainingSpec.of(1, 150, new OptimiserSpec.Sgd(1e30, 0, false, 0), ScheduleSpec.constant());
    try (Backbone backbone = Blobs.perceptron(COLUMNS, 5);
        Loss loss = new Spoilt(new CrossEntropySpec().build(8, 3, 5), 0, 1e30)) {
      Trainer trainer = new Trainer(backbone, loss, spec, 5, TrainingListener.NONE);
      assertThatThrownBy(() -> trainer.fit(Blobs.batches(DATA, 150, 5)))
          .isInstanceOf(TrainingDivergedException.class)
          .hasMessageContaining("a weight is NaN or infinite after step 0");
    }
  }

  @Test
  void batchesOfAnotherSizeAreRefused() {
    try (Backbone backbone = Blobs.perceptron(COLUMNS, 5);
        Loss loss = new CrossEntropySpec().build(8, 3, 5)) {
      Trainer trainer = new Trainer(backbone, loss, spec(3, 0), 5, TrainingListener.NONE);
      assertThatThrownBy(() -> trainer.fit(Blobs.batches(DATA, 30, 5)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("batches have 30 rows, the training options say 20");
    }
  }

  /** Pages of 4 KiB that the process holds, where the system tells (Linux); else 0. */
  private static long residentPages() throws IOException {
    Path status = Path.of("/proc/self/statm");
    if (!Files.exists(status)) {
      return 0;
    }
    try (Scanner numbers = new Scanner(status, StandardCharsets.US_ASCII)) {
      numbers.nextLong();
      return numbers.nextLong();
    }
  }

  @Test
  void twoThousandStepsLeaveLiveTensorsAndMemoryFlat() {
    List<Long> live = new ArrayList<>();
    List<Long> pages = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void onStep(StepProgress progress) {
            if (progress.step() % 500 == 0) {
              live.add(Pointer.totalCount());
              try {
                pages.add(residentPages());
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            }
          }
        };
    try (Backbone backbone = Blobs.perceptron(COLUMNS, 5);
        Loss loss = new CrossEntropySpec().build(8, 3, 5)) {
      TrainingSpec spec = spec(250, 0.99);
      new Trainer(backbone, loss, spec, 5, listener).fit(Blobs.batches(DATA, 20, 5));
    }
    assertThat(live).hasSize(4);
    // Fewer is right too: the collector may find what other tests of this process left behind.
    assertThat(live.get(3)).isLessThanOrEqualTo(live.get(0));
    // 16 MiB of pages of 4 KiB: what the heap of the virtual machine may grow in the meantime. One
    // tensor kept a step would still be seen by the count above.
    assertThat(pages.get(3) - pages.get(1)).isLessThan(4096);
  }

  @Test
  void trainingFreesWhatItMade() {
    trained(spec(1, 0.5), 3);
    long before = Pointer.totalCount();
    trained(spec(1, 0.5), 3);
    assertThat(Pointer.totalCount()).isLessThanOrEqualTo(before);
  }

  @Test
  void theBackboneIsUsableAfterTraining() {
    try (Backbone backbone = Blobs.perceptron(COLUMNS, 5);
        Loss loss = new CrossEntropySpec().build(8, 3, 5)) {
      for (int i = 0; i < 2; i++) {
        new Trainer(backbone, loss, spec(1, 0), 5, TrainingListener.NONE)
            .fit(Blobs.batches(DATA, 20, 5));
      }
      try (PointerScope scope = new PointerScope()) {
        backbone.forward(Tensors.of(new float[COLUMNS], 1, COLUMNS)).logits().sum().backward();
        assertThat(backbone.parameters().get(0).tensor().grad().defined()).isTrue();
      }
    }
  }
}

package org.fierce.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.fierce.backbone.Backbone;
import org.fierce.backbone.Backbone.Parameter;
import org.fierce.data.Dataset;
import org.fierce.data.Normalisation;
import org.fierce.data.batch.Augmentation;
import org.fierce.data.batch.Batches;
import org.fierce.engine.Device;
import org.fierce.engine.Tensors;
import org.fierce.loss.CrossEntropySpec;
import org.fierce.loss.Loss;
import org.fierce.loss.LossValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TwoViewTrainingTest {
  private static final int COLUMNS = 10;
  private static final Dataset DATA = Blobs.vectors(90, COLUMNS, 1);
  private static final TrainingSpec SPEC =
      new TrainingSpec(
          5, 20, OptimiserSpec.adam(0.01), ScheduleSpec.oneCycle(), 0.9, 1, Device.CPU);

  @TempDir Path folder;

  private static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /**
   * Cross-entropy plus the distance of the two views' features, weighed by a number that trains.
   */
  private record Agreement(Loss inner, Tensor factor, boolean isHeadDetached) implements Loss {
    static Agreement of(boolean isHeadDetached) {
      try (PointerScope scope = new PointerScope()) {
        Tensor factor = Tensors.of(new float[] {0.5f}, 1).set_requires_grad(true);
        return new Agreement(
            new CrossEntropySpec().build(8, 3, 0), Tensors.keep(factor), isHeadDetached);
      }
    }

    @Override
    public LossValue compute(Backbone.Output output, Tensor coarse, long step) {
      LossValue value = inner.compute(output, coarse, step);
      long rows = output.features().size(0) / 2;
      Tensor first = output.features().narrow(0, 0, rows);
      Tensor second = output.features().narrow(0, rows, rows);
      Tensor distance = first.sub(second).square().mean().mul(factor).sum();
      Tensor total = isHeadDetached ? value.total() : value.total().add(distance);
      return new LossValue(total, value.crossEntropy(), null, Double.NaN);
    }

    @Override
    public int views() {
      return 2;
    }

    @Override
    public List<Parameter> parameters() {
      return List.of(new Parameter("factor", factor, false));
    }

    @Override
    public List<Parameter> state() {
      return List.of();
    }

    @Override
    public void close() {
      inner.close();
      factor.close();
    }
  }

  private static Batches batches() {
    return new Batches(
            DATA,
            Normalisation.identity(DATA.shape()),
            Augmentation.of(List.of(new Augmentation.GaussianNoise(0.1))),
            20,
            3)
        .withViews(2);
  }

  private byte[] fit(String run, TrainingListener listener) throws IOException {
    try (Backbone backbone = Blobs.perceptron(COLUMNS, 3);
        Agreement loss = Agreement.of(false)) {
      CheckpointFolder checkpoints =
          new CheckpointFolder(folder.resolve(run), Duration.ZERO, InstantSource.system());
      new Trainer(backbone, loss, SPEC, 3, listener).fit(batches(), null, checkpoints, true);
      assertThat(Tensors.floats(loss.factor())[0]).isNotEqualTo(0.5f);
      Path file = folder.resolve("weights.safetensors");
      Weights.save(
          backbone, Map.of("factor", Float.toString(Tensors.floats(loss.factor())[0])), file);
      return Files.readAllBytes(file);
    }
  }

  @Test
  void aResumedRunGivesTheBitsOfAnUninterruptedOneTheLosssOwnWeightsIncluded() throws IOException {
    byte[] whole = fit("whole", TrainingListener.NONE);
    TrainingListener stop =
        new TrainingListener() {
          @Override
          public void onStep(StepProgress progress) {
            if (progress.step() == 13) {
              throw new Stopped();
            }
          }
        };
    assertThatThrownBy(() -> fit("cut", stop)).isInstanceOf(Stopped.class);

    assertThat(fit("cut", TrainingListener.NONE)).isEqualTo(whole);
  }

  @Test
  void aLossOfTwoViewsRefusesBatchesOfOne() {
    try (Backbone backbone = Blobs.perceptron(COLUMNS, 3);
        Agreement loss = Agreement.of(false)) {
      Trainer trainer = new Trainer(backbone, loss, SPEC, 3, TrainingListener.NONE);

      assertThatThrownBy(() -> trainer.fit(Blobs.batches(DATA, 20, 3)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("1 view(s) of each row, the loss wants 2");
    }
  }

  @Test
  void aDetachedHeadLearnsAlone() {
    TrainingSpec plain =
        TrainingSpec.of(1, 20, new OptimiserSpec.Sgd(0.1, 0, false, 0), ScheduleSpec.constant());
    try (Backbone backbone = Blobs.perceptron(COLUMNS, 3);
        Backbone untrained = Blobs.perceptron(COLUMNS, 3);
        Agreement loss = Agreement.of(true)) {
      new Trainer(backbone, loss, plain, 3, TrainingListener.NONE).fit(batches());
      for (int i = 0; i < backbone.parameters().size(); i++) {
        Parameter after = backbone.parameters().get(i);
        float[] before = Tensors.floats(untrained.parameters().get(i).tensor());
        if (after.name().startsWith("head")) {
          assertThat(Tensors.floats(after.tensor())).isNotEqualTo(before);
        } else {
          assertThat(Tensors.floats(after.tensor())).containsExactly(before);
        }
      }
    }
  }
}

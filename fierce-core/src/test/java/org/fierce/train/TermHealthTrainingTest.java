package org.fierce.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.fierce.backbone.Backbone;
import org.fierce.backbone.Backbone.Parameter;
import org.fierce.data.Dataset;
import org.fierce.engine.Tensors;
import org.fierce.entropy.Assignment;
import org.fierce.entropy.Similarity;
import org.fierce.loss.CrossEntropySpec;
import org.fierce.loss.FierceSpec;
import org.fierce.loss.KoLeoSpec;
import org.fierce.loss.Loss;
import org.fierce.loss.LossSpec;
import org.fierce.loss.LossValue;
import org.fierce.loss.TermHealth;
import org.fierce.loss.TermHealth.Fault;
import org.junit.jupiter.api.Test;

class TermHealthTrainingTest {
  private static final Dataset DATA = Blobs.vectors(150, 10, 1);
  // The last of four batches has 6 rows, which would fill any term: the one before it is measured.
  private static final TrainingSpec SPEC =
      TrainingSpec.of(3, 48, OptimiserSpec.adam(0.01), ScheduleSpec.constant());

  private static List<EpochMetrics> epochs(LossSpec spec) {
    try (Backbone backbone = Blobs.perceptron(10, 5);
        Loss loss = spec.build(8, 3, 5)) {
      return fit(backbone, loss);
    }
  }

  private static List<EpochMetrics> fit(Backbone backbone, Loss loss) {
    return new Trainer(backbone, loss, SPEC, 5, TrainingListener.NONE)
        .fit(Blobs.batches(DATA, 48, 5));
  }

  @Test
  void cosineAtTemperatureOneIsFoundSaturatedInEveryEpoch() {
    for (Assignment assignment : Assignment.values()) {
      FierceSpec spec = new FierceSpec(Similarity.COSINE, 100, 1, assignment, 1.0, null);
      assertThat(epochs(spec))
          .extracting(EpochMetrics::termFault)
          .containsExactly(Fault.SATURATED, Fault.SATURATED, Fault.SATURATED);
    }
  }

  @Test
  void aTenthOfTheTemperatureAndKoLeoAreWell() {
    for (LossSpec spec : List.of(FierceSpec.images(0.1, 0.1), new KoLeoSpec(0.1, 0))) {
      for (EpochMetrics epoch : epochs(spec)) {
        assertThat(epoch.health().saturation()).isBetween(0.0, TermHealth.SATURATED);
        assertThat(epoch.health().gradientRatio()).isBetween(0.01, 10.0);
        assertThat(epoch.health().entropyShare()).isBetween(0.1, 1.0);
        assertThat(epoch.termFault()).isNull();
      }
    }
  }

  @Test
  void aWeightTooSmallIsFoundDeadAndOneTooLargeOverwhelming() {
    assertThat(epochs(new KoLeoSpec(1e-6, 0)))
        .extracting(EpochMetrics::termFault)
        .containsOnly(Fault.DEAD);
    assertThat(epochs(new KoLeoSpec(100, 0)))
        .extracting(EpochMetrics::termFault)
        .containsOnly(Fault.OVERWHELMING);
  }

  @Test
  void withoutAnEntropyTermThereIsNoHealth() {
    assertThat(epochs(new CrossEntropySpec()))
        .extracting(EpochMetrics::health)
        .containsOnly(TermHealth.NONE);
  }

  @Test
  void measuringItChangesNoBitOfTheWeights() {
    for (LossSpec spec : List.of(FierceSpec.images(1, 1), new KoLeoSpec(0.1, 0))) {
      assertThat(weights(spec, true)).isEqualTo(weights(spec, false));
    }
  }

  private static List<Float> weights(LossSpec spec, boolean isMeasured) {
    try (Backbone backbone = Blobs.perceptron(10, 5);
        Loss loss = spec.build(8, 3, 5)) {
      List<EpochMetrics> epochs = fit(backbone, isMeasured ? loss : new Hidden(loss));
      assertThat(epochs.get(0).health().equals(TermHealth.NONE)).isNotEqualTo(isMeasured);
      List<Float> weights = new ArrayList<>();
      for (Parameter parameter : backbone.parameters()) {
        for (float value : Tensors.floats(parameter.tensor())) {
          weights.add(value);
        }
      }
      return weights;
    }
  }

  /** The same loss, but it does not tell of its entropy term. */
  private record Hidden(Loss loss) implements Loss {
    @Override
    public LossValue compute(Backbone.Output output, Tensor coarse, long step) {
      return loss.compute(output, coarse, step);
    }

    @Override
    public List<Parameter> state() {
      return loss.state();
    }

    @Override
    public void close() {
      loss.close();
    }
  }
}

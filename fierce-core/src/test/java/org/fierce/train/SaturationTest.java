package org.fierce.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.fierce.backbone.Backbone;
import org.fierce.backbone.Backbone.Parameter;
import org.fierce.backbone.Tensors;
import org.fierce.data.Dataset;
import org.fierce.entropy.EntropyTerm;
import org.fierce.loss.CrossEntropySpec;
import org.fierce.loss.FierceSpec;
import org.fierce.loss.KoLeoSpec;
import org.fierce.loss.Loss;
import org.fierce.loss.LossSpec;
import org.fierce.loss.LossValue;
import org.junit.jupiter.api.Test;

class SaturationTest {
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
  void cosineAtTemperatureOneIsSaturatedAfterTheFirstAndTheLastEpoch() {
    List<EpochMetrics> epochs = epochs(FierceSpec.images(1, 1));
    assertThat(epochs).extracting(EpochMetrics::isSaturated).containsExactly(true, false, true);
    assertThat(epochs.get(1).saturation()).isNaN();
  }

  @Test
  void aTenthOfTheTemperatureAndKoLeoAreNotSaturated() {
    for (LossSpec spec : List.of(FierceSpec.images(0.1, 1), new KoLeoSpec(0.1, 0))) {
      List<EpochMetrics> epochs = epochs(spec);
      assertThat(epochs.get(0).saturation()).isBetween(-0.01, EntropyTerm.SATURATED);
      assertThat(epochs.get(2).saturation()).isBetween(-0.01, EntropyTerm.SATURATED);
    }
  }

  @Test
  void withoutAnEntropyTermThereIsNoSaturation() {
    assertThat(epochs(new CrossEntropySpec())).allMatch(epoch -> Double.isNaN(epoch.saturation()));
  }

  @Test
  void measuringItChangesNoBitOfTheWeights() {
    assertThat(weights(true)).isEqualTo(weights(false));
  }

  private static List<Float> weights(boolean isMeasured) {
    try (Backbone backbone = Blobs.perceptron(10, 5);
        Loss loss = FierceSpec.images(1, 1).build(8, 3, 5)) {
      List<EpochMetrics> epochs = fit(backbone, isMeasured ? loss : new Hidden(loss));
      assertThat(Double.isNaN(epochs.get(0).saturation())).isNotEqualTo(isMeasured);
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

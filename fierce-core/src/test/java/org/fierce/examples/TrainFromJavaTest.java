package org.fierce.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.fierce.backbone.Backbone;
import org.fierce.backbone.Head;
import org.fierce.backbone.MlpSpec;
import org.fierce.data.DataSplit;
import org.fierce.data.Dataset;
import org.fierce.data.Normalisation;
import org.fierce.data.batch.Augmentation;
import org.fierce.data.batch.Batches;
import org.fierce.data.source.SimulatedScene;
import org.fierce.embed.Embedder;
import org.fierce.embed.Embeddings;
import org.fierce.evaluate.Evaluation;
import org.fierce.evaluate.probe.LinearProbe;
import org.fierce.labels.FineTargets;
import org.fierce.loss.FierceSpec;
import org.fierce.loss.Loss;
import org.fierce.stats.Score;
import org.fierce.train.OptimiserSpec;
import org.fierce.train.ScheduleSpec;
import org.fierce.train.Trainer;
import org.fierce.train.TrainingListener;
import org.fierce.train.TrainingSpec;
import org.junit.jupiter.api.Test;

/** The line from Java, without a configuration or a folder: an example that is run. */
class TrainFromJavaTest {
  @Test
  void featuresOfCoarseTrainingAnswerAFineQuestion() {
    long seed = 1;
    DataSplit split = SimulatedScene.of(seed).open();
    Normalisation normalisation = Normalisation.fit(split.train().inputs());
    TrainingSpec training =
        TrainingSpec.of(5, 200, OptimiserSpec.adam(1e-3), new ScheduleSpec.Constant(0));
    MlpSpec network = new MlpSpec(List.of(64, 32), Head.LINEAR, false);

    try (Backbone backbone = network.build(split.train().shape(), 4, seed);
        Loss loss = FierceSpec.vectors(1).build(backbone.featureWidth(), 4, seed)) {
      new Trainer(backbone, loss, training, seed, TrainingListener.NONE)
          .fit(new Batches(split.train(), normalisation, Augmentation.none(), 200, seed));

      Embeddings train = Embedder.embed(backbone, split.train().inputs(), normalisation, 256);
      Embeddings test = Embedder.embed(backbone, split.test().inputs(), normalisation, 256);
      List<Score> scores =
          LinearProbe.standard()
              .evaluate(
                  new Evaluation(
                      train,
                      split.train().coarse(),
                      fine(split.train()),
                      test,
                      split.test().coarse(),
                      fine(split.test()),
                      seed))
              .scores();

      assertThat(scores.get(0).key()).isEqualTo("transferMeanSquaredError");
      // The mean shares of the true coarse class leave about 0.067.
      assertThat(scores.get(0).value()).isLessThan(0.04);
    }
  }

  private static FineTargets fine(Dataset rows) {
    return Objects.requireNonNull(rows.fine());
  }
}

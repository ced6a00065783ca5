package org.fierce.experiment;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.fierce.backbone.Backbone;
import org.fierce.config.ConfigReader;
import org.fierce.config.Contender;
import org.fierce.config.ExperimentConfig;
import org.fierce.data.DataRoot;
import org.fierce.data.DataSplit;
import org.fierce.data.FloatMatrix;
import org.fierce.data.Inputs;
import org.fierce.embed.Embeddings;
import org.fierce.embed.ReadoutSpec;
import org.fierce.engine.Engine;
import org.fierce.evaluate.DetailMeasure;
import org.fierce.run.DetailReport;
import org.fierce.run.DetailVerdict;
import org.fierce.run.RunFolder;
import org.fierce.train.TrainingListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureReadingTest {
  private static final DataRoot ROOT = new DataRoot(List.of(Path.of(".")));
  private static final FeatureReading LAST =
      new FeatureReading.ByReadout(new ReadoutSpec.LastLayer());
  private static final FeatureReading LAYERS =
      new FeatureReading.ByReadout(ReadoutSpec.AllLayers.standard());

  @TempDir Path folder;

  /**
   * All layers side by side have more directions than the last one, trained or not: set beside the
   * untrained network's last layer, training that lost detail looks as if it had kept it.
   */
  @Test
  void detailIsMeasuredBesideTheSameReadoutOfTheUntrainedNetwork() throws Exception {
    ExperimentConfig config =
        config(
            """
            augmentation: [{kind: gaussian-noise, deviation: 0.5}]
            backbone: {kind: mlp, hidden: [64, 32]}
            training: {epochs: 10, batch: 100}
            """);
    DataSplit split = Experiment.open(config, ROOT, 0);
    Contender method = new Contender.Method(config.methods().get(0));
    new Experiment(config, ROOT, method, 0)
        .run(split, new RunFolder(folder), false, TrainingListener.NONE);

    try (TrainedRun run = TrainedRun.open(folder)) {
      DetailReport report = run.detail(ROOT);

      assertThat(report.classes())
          .hasSize(4)
          .extracting(DetailReport.Entry::verdict)
          .doesNotContain(DetailVerdict.KEPT);
      DetailReport otherwise;
      try (Engine.Lease lease = Engine.threads(1)) {
        otherwise = TrainingPipeline.of(config, split, 0).detail(run::embed, LAST);
      }
      assertThat(otherwise.classes())
          .extracting(DetailReport.Entry::verdict)
          .containsOnly(DetailVerdict.KEPT);
      assertThat(requireNonNull(report.learning()).isNoBetterThanChance()).isFalse();
    }
  }

  @Test
  void theRawInputIsWhitenedWhereTheFeaturesAre() throws Exception {
    ExperimentConfig config = config("backbone: {kind: mlp, hidden: [8]}\n");
    DataSplit split = Experiment.open(config, ROOT, 0);
    TrainingPipeline pipeline = TrainingPipeline.of(config, split, 0);
    Inputs train = split.train().inputs();
    try (Engine.Lease lease = Engine.threads(1)) {
      FloatMatrix plain = requireNonNull(LAST.ofInput(pipeline)).apply(train).featureMatrix();
      FloatMatrix whitened = requireNonNull(LAYERS.ofInput(pipeline)).apply(train).featureMatrix();

      assertThat(plain.values()).isEqualTo(pipeline.raw(train).featureMatrix().values());
      // The first direction has half of the plain variance, and much less when all count alike.
      assertThat(spread(whitened)).isLessThan(spread(plain) / 2);
    }
  }

  @Test
  void everyContenderIsReadByWhatItsReferencesAreReadBy() throws Exception {
    ExperimentConfig config = config("backbone: {kind: mlp, hidden: [8, 6]}\n");
    DataSplit split = Experiment.open(config, ROOT, 0);
    TrainingPipeline pipeline = TrainingPipeline.of(config, split, 0);
    Contender method = new Contender.Method(config.methods().get(0));
    try (Engine.Lease lease = Engine.threads(1);
        Backbone backbone = pipeline.backbone(config.methods().get(0))) {
      Inputs test = split.test().inputs();

      assertThat(width(FeatureReading.of(method).of(pipeline, backbone), test))
          .isEqualTo(144 + 8 + 6);
      assertThat(width(read(Contender.Rival.UNTRAINED_LAYERS, pipeline, backbone), test))
          .isEqualTo(144 + 8 + 6);
      assertThat(width(read(Contender.Rival.UNTRAINED, pipeline, backbone), test)).isEqualTo(6);
      assertThat(width(read(Contender.Rival.FINE_CEILING, pipeline, backbone), test)).isEqualTo(6);
      assertThat(width(read(Contender.Rival.WHITENED, pipeline, backbone), test)).isEqualTo(6);
      assertThat(width(read(Contender.Rival.EARLIER_LAYER, pipeline, backbone), test)).isEqualTo(8);
    }
  }

  @Test
  void ofANetworkThatLearntNothingDetailIsNotSaidToBeKept() throws Exception {
    ExperimentConfig config =
        config(
            """
            augmentation: [{kind: gaussian-noise, deviation: 0.1}]
            backbone: {kind: mlp, hidden: [8]}
            training: {epochs: 1, batch: 500, optimiser: {kind: sgd, rate: 1e-9}}
            """);
    DataSplit split = Experiment.open(config, ROOT, 0);
    Contender method = new Contender.Method(config.methods().get(0));
    new Experiment(config, ROOT, method, 0)
        .run(split, new RunFolder(folder), false, TrainingListener.NONE);
    boolean isChance =
        requireNonNull(new RunFolder(folder).coarseLearning()).isNoBetterThanChance();

    try (TrainedRun run = TrainedRun.open(folder)) {
      DetailReport report = run.detail(ROOT);

      assertThat(isChance).isTrue();
      // As before its first step: nothing was lost, and that says nothing.
      assertThat(report.classes())
          .allSatisfy(
              entry -> {
                assertThat(entry.share()).isBetween(0.99, 1.01);
                assertThat(entry.verdict()).isEqualTo(DetailVerdict.UNKNOWN);
              });
      assertThat(report.summary())
          .startsWith("Training did not learn the coarse classes: coarse accuracy is ")
          .contains("Detail of 4 coarse classes: unknown in 4.");
      assertThat(DetailReport.read(new RunFolder(folder).detailLeft()).summary())
          .isEqualTo(report.summary());
      assertThat(report.classes().get(0).detail().values()).containsKey(DetailMeasure.LIDAR_RANK);
    }
  }

  private static Function<Inputs, Embeddings> read(
      Contender.Rival rival, TrainingPipeline pipeline, Backbone backbone) {
    return FeatureReading.of(rival).of(pipeline, backbone);
  }

  private static int width(Function<Inputs, Embeddings> embed, Inputs rows) {
    return embed.apply(rows).featureMatrix().columns();
  }

  /** Share of the first principal direction's variance in the whole, from below: by power steps. */
  private static double spread(FloatMatrix matrix) {
    int columns = matrix.columns();
    double[] mean = new double[columns];
    for (int row = 0; row < matrix.rows(); row++) {
      for (int c = 0; c < columns; c++) {
        mean[c] += matrix.at(row, c) / matrix.rows();
      }
    }
    double[] direction = new double[columns];
    Arrays.fill(direction, 1);
    double total = 0;
    double along = 0;
    for (int step = 0; step < 20; step++) {
      double[] next = new double[columns];
      total = 0;
      for (int row = 0; row < matrix.rows(); row++) {
        double product = 0;
        for (int c = 0; c < columns; c++) {
          double value = matrix.at(row, c) - mean[c];
          product += value * direction[c];
          total += value * value / matrix.rows();
        }
        for (int c = 0; c < columns; c++) {
          next[c] += product * (matrix.at(row, c) - mean[c]) / matrix.rows();
        }
      }
      double norm = Math.sqrt(Arrays.stream(next).map(v -> v * v).sum());
      along = norm / Math.sqrt(Arrays.stream(direction).map(v -> v * v).sum());
      for (int c = 0; c < columns; c++) {
        direction[c] = next[c] / norm;
      }
    }
    return along / total;
  }

  private static ExperimentConfig config(String more) {
    return new ConfigReader(List.of(), false)
        .parse(
            "c",
            """
            formatVersion: 1
            data: {source: scene}
            methods: [{name: cross-entropy, readout: layers}]
            evaluation: [coarse]
            """
                + more);
  }
}

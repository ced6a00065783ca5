package org.fierce.experiment;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.fierce.config.ConfigReader;
import org.fierce.config.ConfigurationException;
import org.fierce.config.Contender;
import org.fierce.config.ExperimentConfig;
import org.fierce.data.DataRoot;
import org.fierce.data.DataSplit;
import org.fierce.data.FloatMatrix;
import org.fierce.data.Normalisation;
import org.fierce.data.encode.VectorEncoder;
import org.fierce.embed.Embeddings;
import org.fierce.files.CheckpointFormatException;
import org.fierce.model.ModelDescription;
import org.fierce.run.RunFolder;
import org.fierce.run.Scores;
import org.fierce.train.TrainingListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainedRunTest {
  private static final String CONFIG =
      """
      formatVersion: 1
      data: {source: scene}
      backbone: {kind: mlp, hidden: [16]}
      methods: [{name: fierce, weight: 1}]
      training: {epochs: 1, batch: 200}
      evaluation: [coarse, raw-prediction]
      """;
  private static final DataRoot ROOT = new DataRoot(List.of(Path.of(".")));

  @TempDir Path folder;

  @Test
  void evaluatingAgainGivesTheSameScores() throws Exception {
    Scores first = train(4);
    String before = Files.readString(folder.resolve("scores.json"));

    try (TrainedRun run = TrainedRun.open(folder)) {
      assertThat(run.seed()).isEqualTo(4);
      assertThat(run.dataFolders()).hasSize(1);
      assertThat(run.evaluate(ROOT)).isEqualTo(first);
    }
    assertThat(folder.resolve("scores.json")).hasContent(before);
  }

  @Test
  void scoringAgainOnOtherDataIsSaidOrRefused() throws Exception {
    String table = "size,colour,grade,kind\n" + "1,red,a,x\n2,blue,b,y\n".repeat(20);
    Path csv = Files.writeString(folder.resolve("t.csv"), table);
    Fierce question =
        Fierce.table(csv, "grade")
            .fine("{classes: kind}")
            .set("training.epochs", "1")
            .set("evaluation", "[coarse]");
    question.train(folder.resolve("run")).close();
    DataRoot root = new DataRoot(List.of(folder));

    // A fine label was corrected: the rows are encoded as before.
    Files.writeString(csv, table.substring(0, table.length() - 2) + "z\n");
    try (TrainedRun run = TrainedRun.open(folder.resolve("run"))) {
      assertThat(run.evaluate(root).notes())
          .contains(
              "%s is not the file that the run was trained on: its content has changed since."
                  .formatted(csv));

      Files.writeString(csv, table.replace("blue", "green"));
      assertThatThrownBy(() -> run.evaluate(root))
          .isInstanceOf(ConfigurationException.class)
          .hasMessage(
              "%s was trained on rows that were encoded otherwise than its data files give now (other columns, categories, words or means); put the files of then back, or train again",
              folder.resolve("run"));
      assertThatThrownBy(() -> run.detail(root)).isInstanceOf(ConfigurationException.class);
    }
  }

  @Test
  void embeddingsNeedNoTrainingData() throws Exception {
    train(0);
    DataSplit split =
        Experiment.open(new ConfigReader(List.of(), false).parse("c", CONFIG), ROOT, 0);

    try (TrainedRun run = TrainedRun.open(folder)) {
      Embeddings embeddings = run.embed(split.test().inputs());

      assertThat(embeddings.featureMatrix().rows()).isEqualTo(4032);
      assertThat(embeddings.featureMatrix().columns()).isEqualTo(16);
      assertThat(requireNonNull(embeddings.logits()).columns()).isEqualTo(4);
    }
  }

  @Test
  void theFolderDescribesTheModel() throws Exception {
    train(4);
    DataSplit split =
        Experiment.open(new ConfigReader(List.of(), false).parse("c", CONFIG), ROOT, 4);

    ModelDescription model = ModelDescription.read(folder.resolve("model.json"));

    assertThat(model.row()).isEqualTo(split.encoder()).isEqualTo(VectorEncoder.of(144));
    assertThat(model.seed()).isEqualTo(4);
    assertThat(model.coarse()).isEqualTo(split.train().coarse().among());
    assertThat(model.outputs()).isEqualTo(4);
    assertThat(model.features()).isEqualTo(16);
    assertThat(model.backbone().path("kind").asText()).isEqualTo("mlp");
    assertThat(model.readout().path("kind").asText()).isEqualTo("last");
    assertThat(model.normalisation().mean())
        .containsExactly(Normalisation.fit(split.train().inputs()).mean());
  }

  @Test
  void aDamagedDescriptionIsRefused() throws Exception {
    train(0);
    Path model = folder.resolve("model.json");
    String text = Files.readString(model);
    Files.writeString(model, text.replace("\"outputs\" : 4", "\"outputs\" : 2000000000"));
    assertThatThrownBy(() -> TrainedRun.open(folder))
        .isInstanceOf(CheckpointFormatException.class)
        .hasMessageContaining("outputs is 2000000000, expected 1 to ");
    Files.delete(model);
    assertThatThrownBy(() -> TrainedRun.open(folder))
        .isInstanceOf(CheckpointFormatException.class)
        .hasMessageContaining(
            "the key shape is missing, and so is model.json beside it; copy that back or train again");
  }

  @Test
  void rowsOfAnotherShapeAreRefused() throws Exception {
    train(0);

    try (TrainedRun run = TrainedRun.open(folder)) {
      assertThatThrownBy(() -> run.embed(new FloatMatrix(1, 3, new float[3])))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("3 values")
          .hasMessageContaining("144 values");
    }
  }

  @Test
  void aFolderWithoutARunIsRefused() {
    assertThatThrownBy(() -> TrainedRun.open(folder))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("lacks run.json");
  }

  @Test
  void damagedWeightsAreRefused() throws Exception {
    train(0);
    Path weights = folder.resolve("weights.safetensors");
    byte[] bytes = Files.readAllBytes(weights);
    Files.write(weights, java.util.Arrays.copyOf(bytes, bytes.length - 4));

    assertThatThrownBy(() -> TrainedRun.open(folder))
        .isInstanceOf(CheckpointFormatException.class)
        .hasMessageContaining("weights.safetensors");
  }

  private Scores train(long seed) throws Exception {
    ExperimentConfig config = new ConfigReader(List.of(), false).parse("c", CONFIG);
    Contender method = new Contender.Method(config.methods().get(0));
    return new Experiment(config, ROOT, method, seed)
        .run(
            Experiment.open(config, ROOT, seed),
            new RunFolder(folder),
            false,
            TrainingListener.NONE)
        .scores();
  }
}

package org.fierce.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import javax.imageio.ImageIO;
import org.fierce.algebra.Pca;
import org.fierce.compare.Comparison;
import org.fierce.compare.NextSteps;
import org.fierce.config.ConfigReader;
import org.fierce.config.Contender;
import org.fierce.config.ExperimentConfig;
import org.fierce.data.DataRoot;
import org.fierce.data.DataSplit;
import org.fierce.data.FloatMatrix;
import org.fierce.data.ScenePlaces;
import org.fierce.embed.Embeddings;
import org.fierce.files.Json;
import org.fierce.run.Illustration;
import org.fierce.run.RepeatCommand;
import org.fierce.run.RunFolder;
import org.fierce.run.RunResult;
import org.fierce.train.TrainingListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IllustratorTest {
  private static final String TABLE =
      """
      formatVersion: 1
      data:
        source: table
        train: shop.csv
        labels: {coarse: grade, fine: sku}
        split: {fraction: 0.4, seed: 0}
        missing: mean-indicator
      backbone: {kind: mlp, hidden: [8]}
      methods: [cross-entropy, {name: label-smoothing, epsilon: 0.1}]
      training: {epochs: 1, batch: 16}
      evaluation: [coarse, {kind: knn}]
      rivals: [untrained, coarse-mean]
      """;

  private static final String IMAGES =
      """
      formatVersion: 1
      data:
        source: images
        images: photos
        labelFile: photos.csv
        side: 12
        pixels: grey
        labels: {coarse: coarse, fine: fine}
        split: {fraction: 0.5, seed: 0}
      backbone: {kind: mlp, hidden: [6]}
      methods: [cross-entropy]
      training: {epochs: 1, batch: 8}
      evaluation: [coarse]
      rivals: []
      """;

  @TempDir Path folder;

  private DataRoot root() {
    return new DataRoot(List.of(folder));
  }

  private ExperimentConfig table() throws IOException {
    StringBuilder text = new StringBuilder("rooms,colour,grade,sku\n");
    for (int row = 0; row < 90; row++) {
      String rooms = row == 7 ? "" : "%d.5".formatted(row);
      String colour = row % 3 == 0 ? "red" : "blue";
      text.append("%s,%s,g%d,s%d\n".formatted(rooms, colour, row % 2, row % 4));
    }
    Files.writeString(folder.resolve("shop.csv"), text);
    return new ConfigReader(List.of(), false).parse("test.yaml", TABLE);
  }

  private JsonNode compare(ExperimentConfig config, Path out) throws Exception {
    Comparison.Listener silent =
        new Comparison.Listener() {
          @Override
          public TrainingListener onStart(Contender contender, long seed) {
            return TrainingListener.NONE;
          }

          @Override
          public void onFinish(Contender contender, long seed, RunResult result) {}
        };
    new Comparison(config, root(), Comparison.firstSeeds(2), out, true, NextSteps.NONE)
        .run(1, silent);
    return Json.read(out.resolve("comparison.json"));
  }

  private static List<Integer> integers(JsonNode list) {
    List<Integer> values = new ArrayList<>();
    list.forEach(value -> values.add(value.asInt()));
    return values;
  }

  @Test
  void runsOfTheFirstSeedAreShownAndWhatTheyShareStandsOnce() throws Exception {
    Path out = folder.resolve("out");
    JsonNode comparison = compare(table(), out);

    for (String name : List.of("cross-entropy", "label-smoothing", "untrained")) {
      assertThat(out.resolve("runs/%s/0/map.json".formatted(name))).exists();
      assertThat(out.resolve("runs/%s/0/neighbours.json".formatted(name))).exists();
      assertThat(out.resolve("runs/%s/0/values.json".formatted(name))).doesNotExist();
      assertThat(out.resolve("runs/%s/1/map.json".formatted(name))).doesNotExist();
    }
    assertThat(out.resolve("runs/coarse-mean/0/map.json")).doesNotExist();
    assertThat(out.resolve("pictures.json")).doesNotExist();
    assertThat(out.resolve("places.json")).doesNotExist();
    assertThat(comparison.path("command").asText())
        .isEqualTo("fierce compare config.yaml --seeds 2 --out again");
    assertThat(RunFolder.dataFolders(out)).containsExactly(folder.toAbsolutePath());
  }

  @Test
  void valuesAreThoseOfTheTableForTheMapsRowsAndAllNeighbours() throws Exception {
    Path out = folder.resolve("out");
    ExperimentConfig config = table();
    compare(config, out);
    DataSplit split = Experiment.open(config, root(), 0);

    JsonNode values = Json.read(out.resolve("values.json"));
    assertThat(values.path("columns").toString()).isEqualTo("[\"rooms\",\"colour\"]");
    JsonNode map = Json.read(out.resolve("runs/untrained/0/map.json"));
    assertThat(values.path("test").path("rows")).isEqualTo(map.path("rows")).hasSize(36);
    for (int i = 0; i < 36; i++) {
      // The id of a row is its number in the table.
      int row = Integer.parseInt(split.test().ids().get(map.path("rows").get(i).asInt()));
      JsonNode cells = values.path("test").path("values").get(i);
      assertThat(cells.get(0).isNull()).isEqualTo(row == 7);
      assertThat(cells.get(0).asDouble(row + 0.5)).isEqualTo(row == 7 ? 0 : row + 0.5);
      assertThat(cells.get(1).asText()).isEqualTo(row % 3 == 0 ? "red" : "blue");
    }
    TreeSet<Integer> neighbours = new TreeSet<>();
    for (String name : List.of("cross-entropy", "label-smoothing", "untrained")) {
      for (JsonNode query :
          Json.read(out.resolve("runs/%s/0/neighbours.json".formatted(name))).path("queries")) {
        query.path("neighbours").forEach(each -> neighbours.add(each.path("row").asInt()));
      }
    }
    assertThat(integers(values.path("train").path("rows"))).containsExactlyElementsOf(neighbours);
  }

  @Test
  void theMapHoldsTheComponentsOfTheRunsEmbeddingsAndQueriesAreTheSameForAll() throws Exception {
    Path out = folder.resolve("out");
    ExperimentConfig config = table();
    compare(config, out);
    DataSplit split = Experiment.open(config, root(), 0);
    Path run = out.resolve("runs/cross-entropy/0");

    FloatMatrix features;
    try (TrainedRun trained = TrainedRun.open(run)) {
      Embeddings embeddings = trained.embed(split.test().inputs());
      features = embeddings.featureMatrix();
    }
    FloatMatrix projected = Pca.fit(features, 2).project(features);
    JsonNode pca = Json.read(run.resolve("map.json")).path("layouts").path("pca");
    for (int row = 0; row < 36; row++) {
      double x = projected.at(row, 0);
      // Four digits are written.
      assertThat(pca.path("x").get(row).asDouble()).isCloseTo(x, within(6e-4 * Math.abs(x) + 1e-4));
    }
    List<Integer> queries = new ArrayList<>();
    List<Integer> others = new ArrayList<>();
    Json.read(run.resolve("neighbours.json"))
        .path("queries")
        .forEach(query -> queries.add(query.path("row").asInt()));
    Json.read(out.resolve("runs/untrained/0/neighbours.json"))
        .path("queries")
        .forEach(query -> others.add(query.path("row").asInt()));
    assertThat(queries).hasSize(12).isEqualTo(others);
  }

  @Test
  void neighboursCarryTheLabelsOfTheirTrainingRow() throws Exception {
    Path out = folder.resolve("out");
    ExperimentConfig config = table();
    compare(config, out);
    List<String> ids = Experiment.open(config, root(), 0).train().ids();

    JsonNode queries = Json.read(out.resolve("runs/untrained/0/neighbours.json")).path("queries");
    for (JsonNode neighbour : queries.get(0).path("neighbours")) {
      int row = Integer.parseInt(ids.get(neighbour.path("row").asInt()));
      assertThat(neighbour.path("coarse").asText()).isEqualTo("g" + row % 2);
      assertThat(neighbour.path("fine").asText()).isEqualTo("s" + row % 4);
      assertThat(neighbour.path("cosine").asDouble()).isBetween(-1.0, 1.0);
    }
  }

  @Test
  void drawnAgainEveryByteIsTheSameAndFinishedRunsAreLeftAlone() throws Exception {
    compare(table(), folder.resolve("one"));
    compare(table(), folder.resolve("two"));
    for (String file :
        List.of("runs/untrained/0/map.json", "runs/untrained/0/neighbours.json", "values.json")) {
      assertThat(folder.resolve("one").resolve(file))
          .hasSameTextualContentAs(folder.resolve("two").resolve(file));
    }

    // As a folder of an older version, and as one that was stopped just before the shared files.
    Path map = folder.resolve("one/runs/untrained/0/map.json");
    Files.delete(map);
    Files.delete(folder.resolve("one/values.json"));
    compare(table(), folder.resolve("one"));
    assertThat(map).doesNotExist();
    assertThat(folder.resolve("one/values.json"))
        .hasSameTextualContentAs(folder.resolve("two/values.json"));
  }

  @Test
  void aRunOfImagesHasPicturesOfItsOwn() throws Exception {
    Path photos = Files.createDirectories(folder.resolve("photos"));
    StringBuilder labels = new StringBuilder("file,coarse,fine\n");
    for (int i = 0; i < 24; i++) {
      BufferedImage image = new BufferedImage(12, 12, BufferedImage.TYPE_BYTE_GRAY);
      for (int p = 0; p < 144; p++) {
        image.getRaster().setSample(p % 12, p / 12, 0, 10 * i);
      }
      ImageIO.write(image, "png", photos.resolve(i + ".png").toFile());
      labels.append("%d.png,c%d,f%d\n".formatted(i, i % 2, i % 4));
    }
    Files.writeString(folder.resolve("photos.csv"), labels);
    ExperimentConfig config = new ConfigReader(List.of(), false).parse("test.yaml", IMAGES);
    DataSplit split = Experiment.open(config, root(), 0);
    Path out = folder.resolve("run");
    Contender method = new Contender.Method(config.methods().get(0));

    new Experiment(config, root(), method, 0, Illustration.WHOLE)
        .run(split, new RunFolder(out), false, TrainingListener.NONE);

    JsonNode pictures = Json.read(out.resolve("pictures.json"));
    assertThat(integers(pictures.path("test"))).hasSize(12);
    for (String part : List.of("test", "train")) {
      BufferedImage sheet = ImageIO.read(out.resolve("pictures-%s.jpg".formatted(part)).toFile());
      List<Integer> rows = integers(pictures.path(part));
      float[] pixels = new float[144];
      for (int i = 0; i < rows.size(); i++) {
        (part.equals("test") ? split.test() : split.train()).inputs().read(rows.get(i), pixels, 0);
        int sample = sheet.getRaster().getSample(i * pictures.path("cellWidth").asInt() + 5, 5, 0);
        assertThat(sample)
            .isBetween(Math.round(255 * pixels[0]) - 3, Math.round(255 * pixels[0]) + 3);
      }
    }
    assertThat(Json.read(out.resolve("run.json")).path("command").asText())
        .isEqualTo("fierce train config.yaml --seed 0 --out again");
  }

  @Test
  void aSceneSaysWhereItsTestPixelsLie() throws Exception {
    ExperimentConfig config =
        new ConfigReader(List.of(), false)
            .parse(
                "test.yaml",
                "{formatVersion: 1, data: {source: scene}, methods: [cross-entropy], backbone: mlp}");
    DataSplit split = Experiment.open(config, root(), 3);
    ScenePlaces scene = Objects.requireNonNull(split.scene());
    for (int row = 0; row < split.test().size(); row += 97) {
      assertThat(split.test().ids().get(row))
          .isEqualTo(scene.test()[row] / scene.width() + "," + scene.test()[row] % scene.width());
    }

    new Illustrator(split, 3).drawShared(folder, List.of());

    JsonNode places = Json.read(folder.resolve("places.json"));
    assertThat(places.path("height").asInt() * places.path("width").asInt())
        .isEqualTo(split.train().size() + split.test().size());
    assertThat(integers(places.path("test"))).hasSize(split.test().size()).doesNotHaveDuplicates();
  }

  @Test
  void whatCannotBeDrawnDoesNotLoseTheScores() throws Exception {
    ExperimentConfig config = table();
    Path out = folder.resolve("run");
    // A folder stands where the map should be written.
    Contender method = new Contender.Method(config.methods().get(0));
    RunFolder run = new RunFolder(out);
    TrainingListener inTheWay =
        new TrainingListener() {
          @Override
          public void onEpoch(org.fierce.train.EpochMetrics metrics) {
            try {
              Files.createDirectories(out.resolve("map.json/occupied"));
            } catch (IOException e) {
              throw new java.io.UncheckedIOException(e);
            }
          }
        };

    new Experiment(config, root(), method, 0, Illustration.WHOLE)
        .run(Experiment.open(config, root(), 0), run, false, inTheWay);

    assertThat(run.isFinished()).isTrue();
    assertThat(Files.readString(run.scores(), StandardCharsets.UTF_8)).contains("coarseAccuracy");
  }

  @Test
  void wordsThatAShellWouldReadAreQuoted() {
    assertThat(RepeatCommand.of(List.of("evaluate", "--fine", "{classes: it's}", "a.npy")))
        .isEqualTo("fierce evaluate --fine '{classes: it'\\''s}' a.npy --out again");
  }
}

package org.fierce.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.fierce.data.FloatMatrix;
import org.fierce.data.matrix.NpyFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code fierce detail}: no file here has a fine label. */
class DetailCommandTest {
  @TempDir private static Path folder;
  private static Path run;

  @TempDir private Path out;

  @BeforeAll
  static void aRun() throws IOException {
    SplittableRandom random = new SplittableRandom(5);
    StringBuilder table = new StringBuilder("sku,size,weight,grade\n");
    for (int row = 0; row < 100; row++) {
      double size = random.nextDouble();
      table.append(
          "r%d,%s,%s,%s\n"
              .formatted(row, size, random.nextDouble(), size > 0.5 ? "large" : "small"));
    }
    Files.writeString(folder.resolve("prices.csv"), table);
    run = folder.resolve("run");
    Fierce train =
        Fierce.run(
            "train",
            folder.resolve("prices.csv"),
            "--coarse",
            "grade",
            "--id",
            "sku",
            "--out",
            run,
            "--set",
            "training.epochs=2",
            "--set",
            "backbone.hidden=[8]",
            "--set",
            "augmentation=[{kind: gaussian-noise, deviation: 0.1}]",
            "--set",
            "evaluation=[coarse, detail-left]");
    assertThat(train.code()).as(train.err()).isZero();
  }

  @Test
  void aRunIsToldClassByClassWithAVerdict() throws IOException {
    assertThat(Files.readString(run.resolve("scores.json")))
        .contains("effectiveRankWithin", "viewRatioWithin", "instanceRecallWithin");
    String written = Files.readString(run.resolve("detail-left.json"));
    Files.delete(run.resolve("detail-left.json"));

    Fierce detail = Fierce.run("detail", run);

    assertThat(detail.code()).as(detail.err()).isZero();
    assertThat(detail.out())
        .contains("large", "small", "verdict", "LiDAR rank", "Detail of 2 coarse classes")
        .containsAnyOf("kept", "doubtful", "lost");
    assertThat(run.resolve("detail-left.json")).hasContent(written);
    assertThat(Fierce.run("detail", run, "--json").out()).isEqualToNormalizingNewlines(written);
    assertThat(written).contains("\"untrained\"", "\"raw-input\"", "\"verdict\"");
  }

  private Path embeddings(String name, int rows, long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[rows * 4];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble();
    }
    Path file = out.resolve(name);
    NpyFile.write(file, new FloatMatrix(rows, 4, values));
    return file;
  }

  private Path labels(int rows) throws IOException {
    StringBuilder text = new StringBuilder("grade\n");
    for (int row = 0; row < rows; row++) {
      text.append(row == 0 ? "rare" : "c" + row % 2).append('\n');
    }
    return Files.writeString(out.resolve("labels.csv"), text);
  }

  @Test
  void embeddingsMadeElsewhereHaveMeasuresOfOneViewAndAreToldWhatIsMissing() throws IOException {
    Fierce detail =
        Fierce.run(
            "detail",
            "--embeddings",
            embeddings("x.npy", 21, 1),
            "--labels",
            labels(21),
            "--coarse",
            "grade");

    assertThat(detail.code()).as(detail.err()).isZero();
    assertThat(detail.out())
        .contains(
            "c0",
            "c1",
            "NC1",
            "unknown in 3",
            "No augmented views",
            "No references",
            "rare has a single row")
        .doesNotContain("view ratio");
  }

  @Test
  void coarseClassesOfEmbeddingsMayBeBinsOfANumber() throws IOException {
    StringBuilder text = new StringBuilder("price\n");
    for (int row = 0; row < 30; row++) {
      text.append(row).append('\n');
    }
    Path labels = Files.writeString(out.resolve("prices.csv"), text);
    Path x = embeddings("x.npy", 30, 1);
    Fierce detail =
        Fierce.run("detail", "--embeddings", x, "--labels", labels, "--coarse", "bins(price, 3)");
    assertThat(detail.code()).as(detail.err()).isZero();
    assertThat(detail.out()).contains("Detail of 3 coarse classes");
  }

  @Test
  void twoViewsOfEmbeddingsGiveMeasuresOfViews() throws IOException {
    Path x = embeddings("x.npy", 20, 1);
    Path labels = labels(20);
    Fierce detail =
        Fierce.run(
            "detail",
            "--embeddings",
            x,
            "--labels",
            labels,
            "--coarse",
            "grade",
            "--view",
            x,
            "--view",
            x);
    assertThat(detail.code()).as(detail.err()).isZero();
    assertThat(detail.out()).contains("LiDAR rank", "1.000").doesNotContain("No augmented");
  }

  @Test
  void whatDoesNotFitIsRefused() throws IOException {
    Path x = embeddings("x.npy", 20, 1);
    Path labels = labels(20);
    Path shorter = embeddings("y.npy", 19, 2);
    refused(2, "name either the folder of a RUN", "detail");
    refused(2, "only --json goes with the RUN", "detail", run, "--embeddings", x);
    refused(
        2,
        "--view is given 1 times",
        "detail",
        "--embeddings",
        x,
        "--labels",
        labels,
        "--coarse",
        "grade",
        "--view",
        x);
    refused(
        2,
        "a view has the same rows",
        "detail",
        "--embeddings",
        x,
        "--labels",
        labels,
        "--coarse",
        "grade",
        "--view",
        x,
        "--view",
        shorter);
    refused(
        3,
        "19 rows but",
        "detail",
        "--embeddings",
        shorter,
        "--labels",
        labels,
        "--coarse",
        "grade");
    refused(3, "expected coarse, or name", "detail", "--embeddings", x, "--labels", labels);
  }

  private static void refused(int code, String message, Object... arguments) {
    Fierce detail = Fierce.run(arguments);
    assertThat(detail.code()).isEqualTo(code);
    assertThat(detail.err()).contains(message);
  }
}

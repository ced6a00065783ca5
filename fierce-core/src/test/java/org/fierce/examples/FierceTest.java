package org.fierce.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.fierce.experiment.Fierce;
import org.fierce.experiment.TrainedRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From files or arrays to features in a few lines: examples that are run. */
class FierceTest {
  @TempDir private Path folder;

  /** Houses: the grade is known, the price is asked for. */
  private Path prices() throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    StringBuilder csv = new StringBuilder("rooms,area,street,grade,price\n");
    for (int row = 0; row < 300; row++) {
      int rooms = 1 + random.nextInt(8);
      int area = rooms * 20 + random.nextInt(20);
      int price = 1000 * rooms + 10 * area;
      csv.append(
          "%d,%d,%s,%s,%d\n"
              .formatted(
                  rooms, area, row % 3 == 0 ? "High" : "Low", price > 6000 ? "A" : "B", price));
    }
    return Files.writeString(folder.resolve("prices.csv"), csv);
  }

  @Test
  void aTableAnswersHowMuch() throws IOException {
    Fierce question = Fierce.table(prices(), "grade").fine("price").set("training.epochs", "5");
    try (TrainedRun run = question.train(folder.resolve("run"))) {
      assertThat(run.scores().value("coarseAccuracy")).isGreaterThan(0.8);
      assertThat(run.scores().value("probeR2")).isGreaterThan(0.9);
    }
  }

  @Test
  void trainingAgainIntoTheSameFolderFindsTheRun() throws IOException {
    Path table = prices();
    Fierce question = Fierce.table(table, "grade").set("training.epochs", "1").seed(3);
    question.train(folder.resolve("run")).close();
    byte[] record = Files.readAllBytes(folder.resolve("run/run.json"));
    question.train(folder.resolve("run")).close();
    assertThat(Files.readAllBytes(folder.resolve("run/run.json"))).isEqualTo(record);

    assertThatThrownBy(() -> question.seed(4).train(folder.resolve("run")))
        .hasMessageContaining("holds another run");
  }

  @Test
  void picturesAnswerWhichOne() throws IOException {
    Path photos = Files.createDirectory(folder.resolve("photos"));
    StringBuilder labels = new StringBuilder("file,colour,shade\n");
    for (int i = 0; i < 60; i++) {
      boolean isRed = i % 2 == 0;
      boolean isDark = i % 4 < 2;
      BufferedImage picture = new BufferedImage(28, 28, BufferedImage.TYPE_INT_RGB);
      Graphics2D canvas = picture.createGraphics();
      int light = (isDark ? 100 : 220) + i % 20;
      canvas.setColor(isRed ? new Color(light, 0, 0) : new Color(0, 0, light));
      canvas.fillRect(0, 0, 28, 28);
      canvas.dispose();
      ImageIO.write(picture, "png", photos.resolve(i + ".png").toFile());
      labels.append(
          "%d.png,%s,%s\n"
              .formatted(
                  i, isRed ? "red" : "blue", (isRed ? "red" : "blue") + (isDark ? "-dark" : "")));
    }
    Path table = Files.writeString(folder.resolve("labels.csv"), labels);

    Fierce question =
        Fierce.pictures(photos, table, "colour")
            .fine("shade")
            .set("backbone.width", "4")
            .set("training.epochs", "2")
            .set("evaluation", "[knn]");
    try (TrainedRun run = question.train(folder.resolve("run"))) {
      assertThat(run.scores().value("knnAccuracyWithinTrue")).isGreaterThan(0.9);
    }
  }

  @Test
  void arraysGiveFeaturesOfNewRows() throws IOException {
    SplittableRandom random = new SplittableRandom(2);
    float[][] rows = new float[200][4];
    List<String> coarse = new ArrayList<>();
    List<String> fine = new ArrayList<>();
    for (int i = 0; i < rows.length; i++) {
      int kind = i % 4;
      for (int c = 0; c < 4; c++) {
        rows[i][c] = (c == kind ? 3 : 0) + (float) random.nextDouble();
      }
      coarse.add(kind < 2 ? "animal" : "plant");
      fine.add(List.of("cat", "dog", "rose", "oak").get(kind));
    }

    Fierce question =
        Fierce.vectors(rows, coarse, fine, folder.resolve("vectors")).set("training.epochs", "3");
    try (TrainedRun run = question.train(folder.resolve("run"))) {
      assertThat(run.scores().value("knnAccuracyWithinTrue")).isGreaterThan(0.9);
      float[][] features = run.embed(new float[][] {rows[0], rows[4]});
      assertThat(features).hasDimensions(2, features[0].length);
      assertThat(features[0]).doesNotContain(Float.NaN);
    }
  }

  @Test
  void whatDoesNotFitIsRefused() {
    assertThatThrownBy(() -> Fierce.vectors(new float[][] {{1}}, List.of("a", "b"), null, folder))
        .hasMessage(
            "there are 1 rows, 2 coarse names and no fine names; expected one of each a row");
    assertThatThrownBy(
            () -> Fierce.vectors(new float[][] {{1}, {1, 2}}, List.of("a", "b"), null, folder))
        .hasMessage("row 1 has 2 values, but the first has 1");
    assertThatThrownBy(() -> Fierce.configuration(Path.of("a.yaml")).fine("b"))
        .hasMessage(
            "a.yaml says the fine target itself; change data.labels.fine there, or with set");
    assertThatThrownBy(() -> Fierce.table(Path.of("x.npy"), "a"))
        .hasMessage("x.npy is a matrix: name the table of its labels");
  }
}

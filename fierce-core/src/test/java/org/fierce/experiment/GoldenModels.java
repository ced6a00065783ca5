package org.fierce.experiment;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.fierce.files.Json;
import org.fierce.model.NearestRow;
import org.fierce.model.Prediction;
import org.fierce.model.Predictor;

/**
 * Writes the golden model files that fierce-model's tests read for ever, each with rows and what it
 * answers for them. Run by hand when the format has a new version, into a folder of that version;
 * those of older versions stay as they are.
 */
final class GoldenModels {
  private final Path folder;
  private final Path target;

  private GoldenModels(Path folder, Path target) {
    this.folder = folder;
    this.target = target;
  }

  /** Takes the folder to write, as {@code fierce-model/src/test/resources/org/fierce/model/1}. */
  public static void main(String[] arguments) throws IOException {
    GoldenModels golden =
        new GoldenModels(
            Files.createTempDirectory("golden"), Files.createDirectories(Path.of(arguments[0])));
    golden.table();
    golden.vectors();
    golden.text();
    golden.pictures();
  }

  private void table() throws IOException {
    StringBuilder csv = new StringBuilder("rooms,colour,price,grade\n");
    for (int i = 0; i < 40; i++) {
      csv.append(
          "%s,%s,%d,%s\n"
              .formatted(
                  i % 7 == 6 ? "" : i % 7,
                  List.of("red", "blue", "green").get(i % 3),
                  100 * (i % 7) + 7 * (i % 3),
                  i % 7 < 3 ? "low" : "high"));
    }
    Path file = Files.writeString(folder.resolve("t.csv"), csv);
    List<Map<String, Object>> rows =
        List.of(
            Map.of("rooms", 1, "colour", "red"),
            Map.of("rooms", "5", "colour", "blue"),
            Map.of("rooms", "", "colour", "violet"));
    write("table", Fierce.table(file, "grade").fine("price"), rows, rows);
  }

  private void vectors() throws IOException {
    float[][] rows = new float[40][3];
    String[] coarse = new String[40];
    String[] fine = new String[40];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = new float[] {i % 4, i % 5 * 0.5f, 100 + i % 2};
      coarse[i] = i % 4 < 2 ? "near" : "far";
      fine[i] = "kind " + i % 4;
    }
    write(
        "vectors",
        Fierce.vectors(rows, List.of(coarse), List.of(fine), folder.resolve("v")),
        List.of(rows[0], new float[] {3, 1, 101}),
        List.of(rows[0], new float[] {3, 1, 101}));
  }

  private void text() throws IOException {
    StringBuilder csv = new StringBuilder("text,topic\n");
    for (int i = 0; i < 40; i++) {
      csv.append(
          i % 2 == 0
              ? "the cat sat on mat %d,animal\n".formatted(i % 5)
              : "a red car drives by %d,vehicle\n".formatted(i % 5));
    }
    Files.writeString(folder.resolve("x.csv"), csv);
    Path yaml =
        Files.writeString(
            folder.resolve("x.yaml"),
            """
            formatVersion: 1
            data: {source: text, format: csv, train: x.csv, labels: {coarse: topic}, split: {fraction: 0.2}, words: 8}
            """);
    List<String> rows = List.of("the cat", "A RED car!", "nothing of it");
    write("text", Fierce.configuration(yaml), rows, rows);
  }

  private void pictures() throws IOException {
    StringBuilder csv = new StringBuilder("file,tone,kind\n");
    Path photos = Files.createDirectories(folder.resolve("photos"));
    for (int i = 0; i < 40; i++) {
      BufferedImage picture = new BufferedImage(28, 28, BufferedImage.TYPE_INT_RGB);
      for (int y = 0; y < 28; y++) {
        for (int x = 0; x < 28; x++) {
          int tone = (i % 2 == 0 ? 40 : 180) + 8 * (x * (i % 3) % 8);
          picture.setRGB(x, y, tone << 16 | (tone / 2) << 8 | y * 9);
        }
      }
      ImageIO.write(picture, "png", photos.resolve(i + ".png").toFile());
      csv.append("%d.png,%s,k%d\n".formatted(i, i % 2 == 0 ? "dark" : "bright", i % 4));
    }
    Path labels = Files.writeString(folder.resolve("l.csv"), csv);
    List<byte[]> rows =
        List.of(
            Files.readAllBytes(photos.resolve("0.png")),
            Files.readAllBytes(photos.resolve("5.png")));
    write(
        "pictures",
        Fierce.pictures(photos, labels, "tone")
            .fine("kind")
            .set("data.side", "28")
            .set("augmentation", "[]")
            .set("backbone", "{kind: small-cnn, width: 2, features: 3}"),
        rows,
        rows.stream().map(Base64.getEncoder()::encodeToString).toList());
  }

  /**
   * Trains a small network and writes its model file and answers.
   *
   * @param told the rows as JSON can hold them
   */
  private void write(String name, Fierce question, List<?> rows, List<?> told) throws IOException {
    Fierce small =
        question
            .set("methods", "[{name: cross-entropy, readout: {kind: last}}]")
            .set("training.epochs", "8")
            .set("training.batch", "8")
            .set("evaluation", "[coarse]")
            .set("data.validation", "{fraction: 0.25}");
    if (!name.equals("pictures")) {
      small = small.set("backbone", "{kind: mlp, hidden: [3]}");
    }
    Path run = folder.resolve("run-" + name);
    small.train(run).close();
    Path file = target.resolve(name + ".fierce");
    Files.copy(run.resolve("model.fierce"), file);
    ArrayNode answers = Json.MAPPER.createArrayNode();
    try (Predictor predictor = Predictor.load(file)) {
      for (int i = 0; i < rows.size(); i++) {
        Prediction prediction = predictor.predict(rows.get(i));
        ObjectNode answer = answers.addObject();
        answer.set("row", Json.ofRecord(told.get(i)));
        answer.set("prediction", Json.ofRecord(prediction));
        List<String> ids = new ArrayList<>();
        for (NearestRow row : predictor.nearest(prediction, 2)) {
          ids.add(row.id());
        }
        answer.set("nearest", Json.ofRecord(ids));
      }
    }
    Json.write(
        target.resolve(name + ".json"), Json.MAPPER.createObjectNode().set("answers", answers));
  }
}

package org.fierce.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.fierce.model.FineHead;
import org.fierce.model.FineQuestion;
import org.fierce.model.KnownClass;
import org.fierce.model.ModelFile;
import org.fierce.model.NearestMeanHead;
import org.fierce.model.Prediction;
import org.fierce.model.Predictor;
import org.fierce.model.RidgeHead;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The fine labels of the training rows make a head that answers from the model file. */
class ExportedHeadsTest {
  @TempDir Path folder;

  /** Two coarse classes of two kinds, which lie in four corners; few rows tell their kind. */
  private List<Map<String, Double>> corners(Path csv) throws IOException {
    SplittableRandom random = new SplittableRandom(5);
    StringBuilder text = new StringBuilder("x,y,grade,kind,price\n");
    List<Map<String, Double>> rows = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      int kind = i % 4;
      double x = (kind < 2 ? -2 : 2) + random.nextDouble(-0.5, 0.5);
      double y = (kind % 2 == 0 ? -2 : 2) + random.nextDouble(-0.5, 0.5);
      boolean isTold = i % 20 < 4;
      text.append(
          "%s,%s,%s,%s,%s\n"
              .formatted(
                  x,
                  y,
                  kind < 2 ? "low" : "high",
                  isTold ? "kind " + kind : "",
                  isTold ? Double.toString(100 + 10 * x + 20 * y) : ""));
      rows.add(Map.of("x", x, "y", y));
    }
    Files.writeString(csv, text);
    return rows;
  }

  private ModelFile train(Fierce question, String name) throws IOException {
    question
        .set("training.epochs", "12")
        .set("evaluation", "[coarse]")
        .train(folder.resolve(name))
        .close();
    return ModelFile.open(folder.resolve(name).resolve("model.fierce"));
  }

  @Test
  void classesOfAFewRowsAnswerForAll() throws Exception {
    List<Map<String, Double>> rows = corners(folder.resolve("t.csv"));
    Fierce question =
        Fierce.table(folder.resolve("t.csv"), "grade").fine("kind").set("data.ignored", "[price]");
    ModelFile file = train(question, "classes");
    assertThat(file.model().heads()).singleElement().isInstanceOf(NearestMeanHead.Facts.class);
    FineHead head = Objects.requireNonNull(file.heads().head(FineQuestion.FINE));
    assertThat(((NearestMeanHead) head).classes())
        .extracting(KnownClass::name)
        .containsExactlyInAnyOrder("kind 0", "kind 1", "kind 2", "kind 3");
    int right = 0;
    try (Predictor predictor = Predictor.load(file.path())) {
      for (int i = 0; i < rows.size(); i++) {
        Prediction.FineClass fine = predictor.predict(rows.get(i)).fine();
        right += Objects.requireNonNull(fine).name().equals("kind " + i % 4) ? 1 : 0;
      }
    }
    assertThat(right).isGreaterThan(380);
  }

  @Test
  void aNumberHasAnInterval() throws Exception {
    List<Map<String, Double>> rows = corners(folder.resolve("t.csv"));
    Fierce question =
        Fierce.table(folder.resolve("t.csv"), "grade").fine("price").set("data.ignored", "[kind]");
    ModelFile file = train(question, "number");
    assertThat(file.model().heads()).singleElement().isInstanceOf(RidgeHead.Facts.class);
    int inside = 0;
    try (Predictor predictor = Predictor.load(file.path())) {
      for (Map<String, Double> row : rows) {
        Prediction.FineNumber number = Objects.requireNonNull(predictor.predict(row).number());
        double truth = 100 + 10 * row.getOrDefault("x", 0.0) + 20 * row.getOrDefault("y", 0.0);
        inside += truth >= number.low() && truth <= number.high() ? 1 : 0;
        assertThat(number.level()).isEqualTo(0.9);
      }
    }
    assertThat(inside / 400.0).isBetween(0.8, 1.0);
  }

  @Test
  void sharesSumToOneUnderTheirNames() throws Exception {
    MixtureTable.write(folder);
    Path yaml =
        Files.writeString(
            folder.resolve("m.yaml"),
            "formatVersion: 1\n"
                + MixtureTable.DATA
                + "\nbackbone: {kind: mlp, hidden: [16]}\nmethods: [cross-entropy]\n"
                + "training: {epochs: 2}\nevaluation: [coarse]\n");
    Fierce.configuration(yaml).train(folder.resolve("shares")).close();
    try (Predictor predictor = Predictor.load(folder.resolve("shares/model.fierce"))) {
      Map<String, Double> row = new HashMap<>();
      for (int i = 0; i < 10; i++) {
        row.put("x" + i, 0.1 * i);
      }
      Map<String, Double> shares = predictor.predict(row).shares();
      assertThat(shares.keySet()).containsExactly("soil", "tree", "water", "stone");
      assertThat(shares.values().stream().mapToDouble(each -> each).sum())
          .isCloseTo(1, within(1e-9));
    }
  }
}

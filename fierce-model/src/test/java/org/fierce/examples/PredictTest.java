package org.fierce.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.fierce.model.NearestRow;
import org.fierce.model.Prediction;
import org.fierce.model.Predictor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers from a model file in a few lines: examples that are run. */
class PredictTest {
  @TempDir private Path folder;

  /** A model of the golden table, in the folder of a run. */
  private Path model = Path.of("");

  @BeforeEach
  void copyTheModel() throws Exception {
    model = folder.resolve("model.fierce");
    try (InputStream in = getClass().getResourceAsStream("/org/fierce/model/1/table.fierce")) {
      Files.copy(Objects.requireNonNull(in), model);
    }
  }

  @Test
  void aRowIsAnswered() throws Exception {
    StringBuilder printed = new StringBuilder();
    try (Predictor predictor = Predictor.load(model)) {
      Prediction prediction = predictor.predict(Map.of("rooms", 4, "colour", "red"));
      printed.append(prediction.coarse()).append(' ').append(prediction.coarseProbability());
      Prediction.FineNumber price = prediction.number();
      if (price != null) {
        printed.append(": %.0f to %.0f".formatted(price.low(), price.high()));
      }
      for (NearestRow row : predictor.nearest(prediction, 3)) {
        printed.append(", like ").append(row.id());
      }
    }
    assertThat(printed.toString()).matches("(low|high) 0\\.\\d+: -?\\d+ to \\d+(, like \\d+){3}");
  }

  @Test
  void manyRowsAreAnsweredAtOnce() throws Exception {
    List<Map<String, Object>> rows =
        List.of(Map.of("rooms", 4, "colour", "red"), Map.of("rooms", 1, "colour", "violet"));
    try (Predictor predictor = Predictor.load(model)) {
      List<Prediction> predictions = predictor.predict(rows);
      assertThat(predictions.get(1).notes()).hasSize(1); // a colour that no training row had
    }
  }
}

package org.fierce.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.fierce.files.CheckpointFormatException;
import org.fierce.files.Json;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Model files of every version of the format answer as they did when they were written. */
class GoldenModelsTest {
  private static final double CLOSE = 1e-5;

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  void aFileOfVersionOneAnswersAsItDid(GoldenModel golden) throws Exception {
    try (Predictor predictor = Predictor.load(golden.copyTo(folder, 1))) {
      List<JsonNode> answers = golden.answers(1);
      assertThat(answers).hasSizeGreaterThan(1);
      for (JsonNode answer : answers) {
        Prediction prediction = predictor.predict(golden.row(answer.path("row")));
        same(answer.path("prediction"), Json.ofRecord(prediction), golden.name());
        assertThat(predictor.nearest(prediction, 2))
            .extracting(NearestRow::id)
            .containsExactlyElementsOf(
                answer.path("nearest").valueStream().map(JsonNode::asText).toList());
      }
    }
  }

  /** What was told then is told now; a later version may tell more. */
  private static void same(JsonNode expected, JsonNode found, String place) {
    if (expected.isNumber()) {
      assertThat(found.isNumber()).as(place).isTrue();
      double most = CLOSE * Math.max(1, Math.abs(expected.asDouble()));
      assertThat(Math.abs(found.asDouble() - expected.asDouble())).as(place).isLessThan(most);
    } else if (expected.isArray()) {
      assertThat(found.size()).as(place).isEqualTo(expected.size());
      for (int i = 0; i < expected.size(); i++) {
        same(expected.get(i), found.get(i), place + "[" + i + "]");
      }
    } else if (expected.isObject()) {
      expected
          .properties()
          .forEach(
              each ->
                  same(each.getValue(), found.path(each.getKey()), place + "." + each.getKey()));
    } else {
      assertThat(found).as(place).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aFileDamagedAnywhereIsRefusedByName(GoldenModel golden) throws Exception {
    byte[] whole = Files.readAllBytes(golden.copyTo(folder, GoldenModel.NEWEST));
    for (int at = 0; at < whole.length; at += 5) {
      byte[] flipped = whole.clone();
      flipped[at] ^= 1;
      refused(flipped, "byte " + at);
      refused(Arrays.copyOf(whole, at), at + " bytes");
    }
  }

  private void refused(byte[] bytes, String what) throws IOException {
    Path damaged = Files.write(folder.resolve("damaged.fierce"), bytes);
    assertThatThrownBy(
            () -> {
              try (Predictor predictor = Predictor.load(damaged)) {
                // Training rows are read when they are asked for.
                ModelFile.open(damaged).reference();
              }
            })
        .as(what)
        .isInstanceOf(CheckpointFormatException.class)
        .hasMessageContaining("damaged.fierce");
  }
}

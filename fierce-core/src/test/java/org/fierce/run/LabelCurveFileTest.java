package org.fierce.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.fierce.evaluate.LabelCurve;
import org.fierce.files.DatasetFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelCurveFileTest {
  /** As version 1 of the format has it, with a key that only a later version knows. */
  private static final String KEPT =
      """
      {"formatVersion": 1, "measure": "labelsR2", "classes": "coarse class", "draws": 10, "rows": 40,
       "lines": [{"name": "features", "colour": "red",
                  "points": [{"labels": 1, "value": 0.5, "low": 0.4, "high": 0.6},
                             {"labels": 2, "value": 0.75, "low": null, "high": null}]}],
       "differences": [{"line": "features", "labels": 2, "from": "features", "fromLabels": 1,
                        "value": 0.25, "low": 0.125, "high": 0.375}],
       "notes": ["A note."]}
      """;

  @TempDir private Path folder;

  private static LabelCurve curve() {
    return new LabelCurve(
        "labelsR2",
        "coarse class",
        10,
        40,
        List.of(
            new LabelCurve.Line(
                "features",
                List.of(
                    new LabelCurve.Point(1, 0.5, 0.4, 0.6),
                    new LabelCurve.Point(2, 0.75, Double.NaN, Double.NaN)))),
        List.of(new LabelCurve.Difference("features", 2, "features", 1, 0.25, 0.125, 0.375)),
        List.of("A note."));
  }

  @Test
  void whatIsWrittenIsReadAgainAndHoldsTheAnswer() throws IOException {
    Path file = folder.resolve(LabelCurveFile.FILE);
    LabelCurveFile.write(file, curve());

    assertThat(LabelCurveFile.read(file)).isEqualTo(curve());
    assertThat(file)
        .content()
        .contains(
            "\"answer\" : \"More labels pay up to the 2 that were tried: R² 0.50 at 1, 0.75 at 2.\"");
  }

  @Test
  void theFirstFormatIsRead() throws IOException {
    assertThat(LabelCurveFile.read(file(KEPT))).isEqualTo(curve());
  }

  @Test
  void whatDoesNotBelongTogetherIsRefused() throws IOException {
    refused(KEPT.replace("labelsR2", "").replace("\"measure\": \"\",", ""), "measure or classes");
    refused(
        KEPT.replace("{\"name\": \"features\"", "{\"name\": \"other\""),
        "lines is [other], must begin with one of points named features");
    refused(
        KEPT.replace("\"fromLabels\": 1", "\"fromLabels\": 7"),
        "fromLabels=7, value=0.25, low=0.125, high=0.375] is of points on no line");
    refused(
        KEPT.replace(
            "}]}],",
            "}]}, {\"name\": \"raw-input\", \"points\": [{\"labels\": 1, \"value\": 1}]}],"),
        "the line raw-input is at [1] labels, the features at [1, 2]");
    refused(KEPT.replace("\"labels\": 1,", "\"labels\": \"one\","), "labels");
    refused(
        KEPT.replace("\"formatVersion\": 1", "\"formatVersion\": 9"),
        "has format version 9; this Fierce reads version 1");
  }

  private void refused(String content, String message) throws IOException {
    Path file = file(content);
    assertThatThrownBy(() -> LabelCurveFile.read(file))
        .isInstanceOf(DatasetFormatException.class)
        .hasMessageContaining(message)
        .hasMessageContaining(file.toString());
  }

  private Path file(String content) throws IOException {
    return Files.writeString(folder.resolve("label-curve.json"), content);
  }
}

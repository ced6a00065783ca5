package org.fierce.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.fierce.files.DatasetFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnswerTest {
  @TempDir private Path folder;

  private static Answer answer() {
    return new Answer(
        "Prices: told the grade, what is the price?",
        "Training paid.",
        Answer.Standing.PAID,
        List.of(),
        List.of(new Answer.Bar("features", "every layer", "probeR2", 0.75, 0.5, Double.NaN)),
        new Answer.ChosenFeatures("layers", "the layers", "ahead", "5 folds", List.of()),
        List.of("One row was left out."),
        List.of("fierce predict runs/prices new.csv"));
  }

  @Test
  void aFileIsReadAsItWasWritten() throws IOException {
    Path file = folder.resolve(Answer.FILE);
    answer().write(file);
    assertThat(Answer.read(file)).isEqualTo(answer());
  }

  @Test
  void versionOneOfTheFormatIsRead() throws IOException {
    Path file = folder.resolve(Answer.FILE);
    Files.writeString(
        file,
        """
        {"formatVersion": 1, "question": "q", "verdict": "v", "standing": "NOT_ASKED", "colour": "red"}
        """);
    assertThat(Answer.read(file))
        .isEqualTo(
            new Answer(
                "q",
                "v",
                Answer.Standing.NOT_ASKED,
                List.of(),
                List.of(),
                null,
                List.of(),
                List.of()));
  }

  @Test
  void aFileWithoutAVerdictIsRefused() throws IOException {
    Path file = folder.resolve(Answer.FILE);
    Files.writeString(file, "{\"formatVersion\": 1, \"question\": \"q\"}");
    assertThatThrownBy(() -> Answer.read(file))
        .isInstanceOf(DatasetFormatException.class)
        .hasMessageContaining("answer.json");
  }
}

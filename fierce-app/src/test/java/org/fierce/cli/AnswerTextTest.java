package org.fierce.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.fierce.run.Answer;
import org.fierce.run.Answer.Bar;
import org.junit.jupiter.api.Test;

class AnswerTextTest {
  private static final Terminal WIDE = new Terminal(false, false, 200);

  private static Bar bar(String name, String words, String key, double value) {
    return new Bar(name, words, key, value, Double.NaN, Double.NaN);
  }

  private static Answer answer(List<String> notes) {
    return new Answer(
        "plain.csv: told grade, what is price?",
        "Training did not pay: price is told with R² 0.95 from the raw columns, 0.57 from the network's layers, so the model file uses the raw columns.",
        Answer.Standing.DID_NOT_PAY,
        List.of(
            bar("features", "the network", "coarseAccuracy", 0.75),
            bar("commonest-class", "the commonest class", "coarseAccuracy", 0.48)),
        List.of(
            bar("features", "the raw columns", "probeR2", 0.95),
            bar("coarse-class", "grade alone", "probeR2", -0.01)),
        new Answer.ChosenFeatures(
            "raw-input", "the raw columns", "best on 64 validation rows", "", List.of()),
        notes,
        List.of("fierce predict r plain.csv"));
  }

  @Test
  void theVerdictStandsFirstAndThenWhatBearsItOut() {
    assertThat(AnswerText.of(answer(List.of()), List.of("Model: m", "Report: r"), WIDE))
        .isEqualTo(
            """
            Training did not pay: price is told with R² 0.95 from the raw columns, 0.57
              from the network's layers, so the model file uses the raw columns.
            Coarse label right: 0.75 the network, 0.48 the commonest class.
            Share of the spread explained (R²): 0.950 the raw columns, −0.010 grade alone.
            The model file uses the raw columns: best on 64 validation rows.
            Next: fierce predict r plain.csv
            Model: m   Report: r
            """);
  }

  @Test
  void notesFillWhatIsLeftOfTwelveLines() {
    String note = "Values are missing in miss (161 rows).";
    String text = AnswerText.of(answer(Collections.nCopies(9, note)), List.of("Model: m"), WIDE);

    assertThat(text.lines()).hasSize(AnswerText.MOST_LINES).allMatch(line -> line.length() <= 80);
    assertThat(text).contains(note + "\n5 more notes in the report.\nNext: ");
  }

  @Test
  void rowsThatWereLeftOutAreCountedEvenWhereThereIsNoRoom() {
    String left = "3 of 900 rows cannot be used and were left out: line 302 has 3 cells.";
    List<String> notes = List.of("Values are missing in miss (161 rows).", left);
    String text =
        AnswerText.of(
            answer(notes), Collections.nCopies(6, "A line of its own: " + "x".repeat(40)), WIDE);

    assertThat(text)
        .contains("3 of 900 rows cannot be used and were left out; more in the report.\n");
  }
}

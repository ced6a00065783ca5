package org.fierce.run;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.fierce.stats.PairedBootstrap.RowScore;
import org.fierce.stats.Score;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExampleScoresTest {
  @TempDir private Path folder;

  @Test
  void decisionsAreRightWrongOrNotCounted() throws IOException {
    Examples examples =
        examples(
            "row,id,coarse,fine,predictedCoarse,knnFine,knnFineWithinTrue,knnFineWithinPredicted",
            "0,a,A,a1,A,a1,a1,a1",
            "1,b,A,a2,B,b1,a2,",
            "2,c,B,b1,B,b1,,");

    // By hand: 2 of 3 coarse; 2 of 3 kNN; of the two rows with a choice, 2 inside the true class
    // and 1 inside the predicted one, where the second has no candidate.
    ExampleScores rows =
        ExampleScores.of(
            examples,
            scores(
                "coarseAccuracy",
                2 / 3.0,
                "knnAccuracy",
                2 / 3.0,
                "knnAccuracyWithinTrue",
                1.0,
                "knnAccuracyWithinPredicted",
                0.5));

    assertThat(rows.byKey()).hasSize(4);
    assertThat(rows.ids()).containsExactly("a", "b", "c");
    RowScore within = requireNonNull(rows.byKey().get("knnAccuracyWithinPredicted"));
    assertThat(within.of(new int[] {3, 1, 9})).isCloseTo(0.75, within(1e-12));
  }

  @Test
  void numbersGiveTheirShareOfVariance() throws IOException {
    Examples examples =
        examples("row,id,coarse,fine,probe", "0,a,A,1,1", "1,b,A,2,2.5", "2,c,B,3,2.5");

    // Errors 0.5 over a spread of 2.
    ExampleScores rows = ExampleScores.of(examples, scores("probeR2", 0.75));

    assertThat(requireNonNull(rows.byKey().get("probeR2")).ofAll()).isCloseTo(0.75, within(1e-12));
  }

  @Test
  void sharesGiveTheirSquaredErrorOverAllComponents() throws IOException {
    Examples examples =
        examples(
            "row,id,coarse,fine:x,fine:y,probe:x,probe:y", "0,a,x,1,0,0.5,0.5", "1,b,y,0,1,0,1");

    ExampleScores rows = ExampleScores.of(examples, scores("transferMeanSquaredError", 0.25));

    assertThat(requireNonNull(rows.byKey().get("transferMeanSquaredError")).ofAll())
        .isCloseTo(0.25, within(1e-12));
  }

  @Test
  void aScoreThatDoesNotComeOutAsTheRunsOwnIsLeftOut() throws IOException {
    Examples examples = examples("row,id,coarse,predictedCoarse", "0,a,A,A", "1,b,A,B");

    assertThat(ExampleScores.of(examples, scores("coarseAccuracy", 0.6)).byKey()).isEmpty();
    assertThat(ExampleScores.of(examples, scores()).byKey()).isEmpty();
  }

  private Examples examples(String... lines) throws IOException {
    return Examples.read(Files.write(folder.resolve("examples.csv"), List.of(lines)));
  }

  private static Scores scores(Object... keysAndValues) {
    List<Score> scores = new ArrayList<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      scores.add(Score.bare((String) keysAndValues[i], (Double) keysAndValues[i + 1], 3));
    }
    return Scores.of(scores, List.of());
  }
}

package org.fierce.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.fierce.loss.TermHealth;
import org.fierce.train.EpochMetrics;
import org.fierce.train.StepProgress;
import org.junit.jupiter.api.Test;

class TrainingProgressTest {
  @Test
  void theLineOfAnEpochHasTheLatestFineScoreAndTheFaultOfTheTerm() {
    StringWriter err = new StringWriter();
    PrintWriter out = new PrintWriter(err, true);
    Terminal plain = new Terminal(false, false, 100);
    Streams streams = new Streams(out, out, plain, plain);
    try (TrainingProgress progress =
        new TrainingProgress("fierce", streams, new TermWarning("fierce", streams), () -> 0L)) {
      progress.onStep(new StepProgress(2, 2, 16, 16, 0.5, 3, 0.1));
      progress.onScores(2, Map.of("knnAccuracyWithinTrue", 0.75, "coarseAccuracy", 0.9));
      progress.onEpoch(
          new EpochMetrics(
              2, 16, 0.5, 0.5, 3, 0.9, Double.NaN, new TermHealth(0.5, 1, 0.95), 0.1, 1));
    }
    assertThat(err.toString().lines())
        .last()
        .asString()
        .startsWith(
            "fierce: epoch 2 of 2, loss 0.5000, entropy 3.00 bits (term saturated), rate 0.1")
        .contains("0.7500 at epoch 2, coarse accuracy 0.900");
  }
}

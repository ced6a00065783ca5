package org.fierce.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.fierce.config.ConfigReader;
import org.fierce.config.Contender;
import org.fierce.config.Contender.Rival;
import org.fierce.run.RunRecord;
import org.fierce.run.RunResult;
import org.fierce.run.Scores;
import org.fierce.stats.Score;
import org.fierce.train.StepProgress;
import org.fierce.train.TrainingListener;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonProgressTest {
  private static final Contender METHOD = new Contender.Method(ConfigReader.standardMethod());

  @TempDir private Path folder;
  private final StringWriter err = new StringWriter();
  private ComparisonProgress progress;
  private long nanos;

  @BeforeEach
  void atTheBeginning() {
    PrintWriter out = new PrintWriter(err, true);
    Terminal file = new Terminal(false, false, 100);
    progress = new ComparisonProgress(new Streams(out, out, file, file), 5, 2, () -> nanos);
  }

  @Test
  void whatRunsIsSaidWhereNothingElseWasForAWhile() {
    after(14);
    assertThat(err.toString()).isEmpty();
    after(1);
    assertThat(lines()).containsExactly("[0/5] reading the data");
    progress.onBegin(4);
    TrainingListener first = progress.onStart(METHOD, 0);
    TrainingListener second = progress.onStart(METHOD, 1);
    first.onStep(new StepProgress(3, 10, 30, 100, 0.5, Double.NaN, 0.1));
    second.onStep(new StepProgress(2, 10, 10, 100, 0.625, Double.NaN, 0.1));

    after(14);
    assertThat(lines()).hasSize(1);
    after(1);

    // In 15 s 0.4 of 4 trainings: 3.6 more take 135 s.
    assertThat(lines())
        .last()
        .isEqualTo(
            "[0/5] koleo-layers seed 0: epoch 3 of 10, loss 0.5000; koleo-layers seed 1: epoch 2 of 10, loss 0.6250; about 2 min left");
  }

  @Test
  void aFinishedRunIsALineAndWhatWasFinishedBeforeTakesNoTime() throws IOException {
    progress.onBegin(4);
    progress.onStart(METHOD, 0);
    progress.onFinish(METHOD, 0, result(false));
    progress.onStart(METHOD, 1);
    after(10);
    progress.onFinish(METHOD, 1, result(true));
    assertThat(lines())
        .containsExactly(
            "[1/5] koleo-layers seed 0, kNN accuracy inside the true coarse class 0.7500, finished before",
            "[2/5] koleo-layers seed 1, kNN accuracy inside the true coarse class 0.7500, 12 s");
    TrainingListener third = progress.onStart(METHOD, 2);
    third.onStep(new StepProgress(10, 10, 100, 100, 0.5, Double.NaN, 0.1));
    progress.onStart(Rival.RAW_INPUT, 0);

    after(15);

    // One training and all of another in 25 s, one more to come.
    assertThat(lines())
        .last()
        .isEqualTo(
            "[2/5] koleo-layers seed 2: trained, being scored; raw-input seed 0: under way; about 13 s left");
  }

  @Test
  void theEndIsSaidToo() {
    progress.onBegin(0);
    progress.stage("writing the report");
    after(15);
    after(15);
    assertThat(lines()).containsExactly("[0/5] writing the report", "[0/5] writing the report");
  }

  private void after(int seconds) {
    nanos += TimeUnit.SECONDS.toNanos(seconds);
    progress.tick();
  }

  private List<String> lines() {
    return err.toString().lines().toList();
  }

  private RunResult result(boolean isNew) throws IOException {
    Path record = folder.resolve("run.json");
    Files.writeString(
        record,
        "{\"formatVersion\": 1, \"method\": \"koleo-layers\", \"seconds\": 12, \"finished\": true}");
    return new RunResult(
        Scores.of(List.of(Score.bare("knnAccuracyWithinTrue", 0.75, 8)), List.of()),
        null,
        RunRecord.read(record),
        isNew);
  }
}

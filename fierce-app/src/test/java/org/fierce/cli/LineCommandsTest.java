package org.fierce.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.fierce.run.Answer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineCommandsTest {
  private static final String[] SHORT = {
    "--set", "training.epochs=2", "--set", "backbone.hidden=[8]", "--set", "evaluation=[coarse]"
  };

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder;

  @BeforeEach
  void aTableOfTwoGrades() throws IOException {
    SplittableRandom random = new SplittableRandom(5);
    StringBuilder table = new StringBuilder("sku,size,weight,grade,price\n");
    for (int row = 0; row < 300; row++) {
      double size = random.nextDouble();
      double weight = random.nextDouble();
      table.append(
          "r%d,%s,%s,%s,%s\n".formatted(row, size, weight, size > 0.5 ? "large" : "small", weight));
    }
    Files.writeString(table(), table);
  }

  private Path table() {
    return folder.resolve("prices.csv");
  }

  private int fierce(String[] more, String... arguments) {
    Terminal plain = new Terminal(false, false, 100);
    String[] all = new String[arguments.length + more.length];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    System.arraycopy(more, 0, all, arguments.length, more.length);
    return FierceCommand.execute(
        new Streams(new PrintWriter(out, true), new PrintWriter(err, true), plain, plain), all);
  }

  @Test
  void dataTellsWhatATableHolds() {
    int code =
        fierce(
            new String[0],
            "data",
            table().toString(),
            "--coarse",
            "grade",
            "--fine",
            "price",
            "--id",
            "sku");
    assertThat(err.toString()).isEmpty();
    assertThat(code).isZero();
    assertThat(out.toString())
        .contains("240 training, 60 test", "2 values a row", "price, a number from");
  }

  @Test
  void aTableIsTrainedScoredAndReported() throws IOException {
    Path run = folder.resolve("run");
    int code =
        fierce(
            SHORT,
            "train",
            table().toString(),
            "--coarse",
            "grade",
            "--id",
            "sku",
            "--out",
            run.toString());
    assertThat(err.toString()).contains("koleo-layers: epoch 2 of 2, loss");
    assertThat(code).isZero();
    assertThat(out.toString()).contains("Coarse label right: ", "Report: " + run);
    assertThat(Files.readString(run.resolve("report.html"))).contains("<figcaption>Loss");
    assertThat(run.resolve("scores.json")).isRegularFile();
  }

  @Test
  void aFolderWithAnotherRunIsRefused() throws IOException {
    Files.writeString(folder.resolve("notes.txt"), "mine");
    int code =
        fierce(SHORT, "train", table().toString(), "--coarse", "grade", "--out", folder.toString());
    assertThat(code).isEqualTo(2);
    assertThat(err.toString()).contains("is not empty and holds no run");
  }

  @Test
  void aComparisonPrintsItsTableOrItsJson() throws IOException {
    Path config = folder.resolve("two.yaml");
    Files.writeString(
        config,
        """
        formatVersion: 1
        data: {source: table, train: prices.csv, id: sku, labels: {coarse: grade, fine: price}, split: {fraction: 0.2}}
        backbone: {kind: mlp, hidden: [8]}
        methods: [cross-entropy, {name: label-smoothing, epsilon: 0.1}]
        training: {epochs: 1, batch: 64}
        evaluation: [coarse, probe]
        rivals: [raw-input]
        seeds: 2
        """);
    Path runs = folder.resolve("runs");
    assertThat(
            fierce(
                new String[0],
                "compare",
                config.toString(),
                "--out",
                runs.toString(),
                "--jobs",
                "1"))
        .as(err.toString())
        .isZero();
    assertThat(err.toString()).contains("[6/6] ", "raw-input seed 1");
    assertThat(out.toString())
        .startsWith("Training did not pay: told only the grade, raw columns tell the price with R²")
        .contains("Report: " + runs.resolve("report.html"))
        .doesNotContain("rivals");
    assertThat(out.toString().lines().count()).isLessThanOrEqualTo(12);
    assertThat(
            fierce(new String[0], "compare", config.toString(), "--out", runs.toString(), "--all"))
        .isZero();
    assertThat(out.toString())
        .contains("rivals", "  raw-input", "R² of the probe", "mean over 2 seeds");
    assertThat(
            fierce(new String[0], "compare", config.toString(), "--out", runs.toString(), "--json"))
        .isZero();
    assertThat(err.toString()).contains("finished before");
    assertThat(out.toString()).contains("\"methods\"");
  }

  @Test
  void aTableIsComparedWithoutAConfiguration() throws IOException {
    Path runs = folder.resolve("compared");
    String[] command = {
      "compare",
      table().toString(),
      "--coarse",
      "grade",
      "--fine",
      "price",
      "--quick",
      "--out",
      runs.toString()
    };
    String[] small = {
      "--set",
      "backbone.hidden=[8]",
      "--set",
      "evaluation=[coarse, probe]",
      "--set",
      "training.epochs=2"
    };

    assertThat(fierce(small, command)).as(err.toString()).isZero();

    assertThat(err.toString())
        .startsWith(
            "Quick: 3 epochs instead of 30, at most 2,000 training rows, at most 1,000 test rows, one seed instead of 3; for a first look, not for a result.")
        .contains("cross-entropy-layers seed 0");
    assertThat(out.toString().lines().count()).isLessThanOrEqualTo(12);
    assertThat(out.toString())
        .contains("told only the grade", "Next: fierce ", "Report: " + runs.resolve("report.html"));
    assertThat(runs.resolve("runs/cross-entropy-layers/0/weights.safetensors")).doesNotExist();
    String best = Answer.read(runs.resolve("answer.json")).fine().get(0).name();
    assertThat(
            fierce(
                new String[0],
                "export",
                runs.resolve("runs").resolve(best).resolve("0").toString()))
        .as(err.toString())
        .isZero();
  }

  @Test
  void wrongUseIsRefusedWithTheRemedy() {
    assertThat(fierce(new String[0], "train", table().toString())).isEqualTo(2);
    assertThat(err.toString()).contains("--coarse is missing");
    assertThat(fierce(new String[0], "train", folder.toString(), "--coarse", "x")).isEqualTo(2);
    assertThat(err.toString()).contains("name the table of its labels with --labels");
    assertThat(fierce(new String[0], "train", folder.resolve("no.csv").toString())).isEqualTo(3);
    assertThat(err.toString()).contains("no.csv: no such file or folder");
    assertThat(fierce(new String[] {"--set", "training.epocs=3"}, "demo")).isEqualTo(2);
    assertThat(err.toString()).contains("did you mean 'epochs'?");
  }

  @Test
  void aMissingColumnIsBadData() {
    assertThat(fierce(new String[0], "data", table().toString(), "--coarse", "garde")).isEqualTo(3);
    assertThat(err.toString()).contains("garde");
  }
}

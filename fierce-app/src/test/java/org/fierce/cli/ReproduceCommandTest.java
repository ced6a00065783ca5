package org.fierce.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReproduceCommandTest {
  @TempDir private Path folder;

  @Test
  void aTinySceneLeavesTablesWithThePapersFiguresBesideOurs() throws IOException {
    Path out = folder.resolve("out");
    Object[] command = {
      "reproduce",
      "hyperspectral",
      "--quick",
      "--only",
      "scene",
      "--seeds",
      "1",
      "--jobs",
      "1",
      "--out",
      out,
      "--set",
      "training.epochs=1",
      "--set",
      "backbone.hidden=[4]",
      "--set",
      "rivals=[coarse-mean]",
      "--set",
      "methods=[cross-entropy, {name: fierce, label: fierce-1, weight: 1}]",
      "--set",
      "evaluation=[coarse, raw-prediction]"
    };

    Fierce reproduce = Fierce.run(command);

    assertThat(reproduce.code()).as(reproduce.err()).isZero();
    assertThat(reproduce.out())
        .contains("accuracy", "fierce-1", "the paper", "0.921", "All tables: " + out);
    String page = Files.readString(out.resolve("results.md"));
    assertThat(page)
        .contains(
            "`fierce reproduce hyperspectral --quick --only scene --seeds 1 --set 'training.epochs=1'",
            "say nothing of the methods",
            "does the order of the paper's methods hold?",
            "orders of methods that the paper tells, 0 hold here",
            "coarse accuracy, larger is better",
            "Next, with the paper's settings: `fierce reproduce hyperspectral --only scene",
            "| | coarse accuracy | raw squared error |",
            "<br>paper 0.982 |",
            "| *coarse-mean* |",
            "seed 0 only",
            "- cross-entropy better than fierce-1 on coarse accuracy: one seed cannot tell (")
        .doesNotContain("NaN", folder.toString());
    assertThat(out.resolve("scene").resolve("report.html")).isRegularFile();

    // Nothing is left to run the second time.
    Fierce again = Fierce.run(command);
    assertThat(again.code()).isZero();
    assertThat(again.err()).contains("[3/3]", "finished before").doesNotContain(", 0 s");
    assertThat(out.resolve("results.md")).hasContent(page);
  }

  @Test
  void missingDataIsNamedWithAWayToComeByIt() {
    Fierce reproduce =
        Fierce.run(
            "reproduce",
            "hyperspectral",
            "--only",
            "samson",
            "--set",
            "data.file=no/such.mat",
            "--out",
            folder.resolve("out"));
    assertThat(reproduce.code()).isEqualTo(3);
    assertThat(reproduce.err())
        .contains("skipped samson", "no/such.mat is not in any of", "put Samson.mat");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void unknownExperimentsAreRefused() {
    Fierce reproduce = Fierce.run("reproduce", "hyper-spectral");
    assertThat(reproduce.code()).isEqualTo(2);
    assertThat(reproduce.err()).contains("no experiment 'hyper-spectral'", "hyperspectral");
  }
}

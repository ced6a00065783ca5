package org.fierce.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.fierce.config.ConfigReader;
import org.fierce.run.DetailReport;
import org.fierce.run.RunFolder;
import org.fierce.run.Scores;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Folders that the build of commit 75cae09 wrote (November 2026), read by every command that reads
 * folders. In their files {@code GOLDEN} stands for the folder in which they lie; checkpoints are
 * left out, except that of {@code stopped}, a run that was stopped before its features were scored.
 */
class GoldenFoldersTest {
  /** Evaluating again runs the network, whose last bits depend on the machine. */
  private static final double SAME = 0.04;

  @TempDir private Path golden;

  @BeforeEach
  void copied() throws IOException, URISyntaxException {
    Path kept =
        Path.of(Objects.requireNonNull(GoldenFoldersTest.class.getResource("/golden")).toURI());
    try (Stream<Path> files = Files.walk(kept)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = golden.resolve(kept.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        if (file.toString().matches(".*\\.(json|yaml)")) {
          Files.writeString(copy, Files.readString(file).replace("GOLDEN", golden.toString()));
        } else {
          Files.copy(file, copy);
        }
      }
    }
  }

  private Fierce done(Object... arguments) {
    Fierce fierce = Fierce.run(arguments);
    assertThat(fierce.code()).as("%s: %s", List.of(arguments), fierce.err()).isZero();
    return fierce;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "classes-run | fierce, seed 3 | id=\"detail-left\" | is saturated (0.94 of its range | toy-7",
        "classes | classes | id=\"scores\" | id=\"map\" | cannot tell at this size",
        "numbers | numbers | id=\"numbers\" | Inside each coarse class, as a table | mean absolute error",
        "shares | cross-entropy, seed 0 | id=\"scene\" | id=\"neighbours\" | soil",
        "pictures | cross-entropy, seed 0 | id=\"neighbours\" | data:image/jpeg;base64, | ball",
        "tuning | tuning | Chosen: | held-out granularity by probe | What coarse accuracy buys",
        "embeddings | toys.npy, seed 0 | id=\"map\" | id=\"neighbours\" | --evaluation knn",
        "stopped | cross-entropy, seed 1 | Configuration | Cross-entropy, nats | id=\"provenance\"",
      })
  void everyFolderHasItsReport(String folder, String title, String one, String two, String three)
      throws IOException {
    done("report", golden.resolve(folder));

    assertThat(golden.resolve(folder).resolve("report.html"))
        .content()
        .contains(": " + title + "</p><h1>", one, two, three);
  }

  @ParameterizedTest
  @CsvSource({"classes-run", "shares", "pictures", "classes/runs/fierce/1"})
  void aRunIsScoredAgain(String name) throws IOException {
    RunFolder run = new RunFolder(golden.resolve(name));
    Scores before = Scores.read(run.scores());

    done("evaluate", run.path());

    Scores after = Scores.read(run.scores());
    assertThat(after.byKey().keySet()).isEqualTo(before.byKey().keySet()).isNotEmpty();
    before
        .byKey()
        .forEach(
            (key, score) -> {
              if (score.isDefined()) {
                assertThat(after.value(key)).as(key).isCloseTo(score.value(), within(SAME));
              }
            });
  }

  @Test
  void aRunEmbedsItsRowsAsItDid() throws IOException {
    Path out = golden.resolve("again.csv");

    done("embed", golden.resolve("classes-run"), "--data", "test", "--out", out);

    List<String> before = Files.readAllLines(golden.resolve("data/classes-run-test.csv"));
    List<String> after = Files.readAllLines(out);
    assertThat(after).hasSameSizeAs(before).hasSize(34);
    assertThat(after.get(0)).isEqualTo(before.get(0));
    for (int row = 1; row < before.size(); row++) {
      String[] was = before.get(row).split(",", -1);
      String[] is = after.get(row).split(",", -1);
      assertThat(is[0]).isEqualTo(was[0]);
      for (int column = 1; column < was.length; column++) {
        assertThat(Double.parseDouble(is[column]))
            .isCloseTo(Double.parseDouble(was[column]), within(1e-4));
      }
    }
  }

  @Test
  void aRunTellsItsDetailAgain() throws IOException {
    RunFolder run = new RunFolder(golden.resolve("classes-run"));
    DetailReport before = DetailReport.read(run.detailLeft());

    assertThat(done("detail", run.path()).out()).contains("Detail of 2 coarse classes");

    DetailReport after = DetailReport.read(run.detailLeft());
    assertThat(after.missing()).isEqualTo(before.missing());
    assertThat(after.learning()).isEqualTo(before.learning()).isNotNull();
    assertThat(after.classes()).hasSize(2);
    for (int i = 0; i < 2; i++) {
      DetailReport.Entry was = before.classes().get(i);
      assertThat(after.classes().get(i).detail().coarse()).isEqualTo(was.detail().coarse());
      assertThat(after.classes().get(i).verdict()).isEqualTo(was.verdict());
      assertThat(after.classes().get(i).share()).isCloseTo(was.share(), within(1e-2));
    }
  }

  @ParameterizedTest
  @CsvSource({"classes, toys.yaml", "numbers, prices.yaml"})
  void aFinishedComparisonIsMadeAgainOfItsFiles(String name, String configuration)
      throws IOException {
    Path folder = golden.resolve(name);
    Path file = folder.resolve("comparison.json");
    String before = Files.readString(file);
    Files.delete(file);

    Fierce again = done("compare", golden.resolve("data").resolve(configuration), "--out", folder);

    assertThat(again.err()).contains("finished before");
    assertThat(withoutFolders(Files.readString(file))).isEqualTo(withoutFolders(before));
  }

  @Test
  void aFinishedTuningIsMadeAgainOfItsFiles() throws IOException {
    Path folder = golden.resolve("tuning");
    Path file = folder.resolve("tune.json");
    String before = Files.readString(file);
    Path tuned = folder.resolve("tuned.yaml");
    Path chosen = Files.copy(tuned, golden.resolve("tuned-before.yaml"));
    Files.delete(file);

    done("tune", golden.resolve("data/tune.yaml"), "--out", folder, "--seeds", 2, "--resume");

    assertThat(withoutFolders(Files.readString(file))).isEqualTo(withoutFolders(before));
    // Options that were not there yet have their defaults.
    assertThat(ConfigReader.differences(chosen, Files.readString(tuned))).isEmpty();
  }

  @Test
  void aFinishedRunIsFoundFinished() {
    RunFolder run = new RunFolder(golden.resolve("classes-run"));

    Fierce again =
        done(
            "train",
            golden.resolve("data/toys.yaml"),
            "--method",
            "fierce",
            "--seed",
            3,
            "--resume",
            "--json",
            "--out",
            run.path());

    assertThat(run.scores()).hasContent(again.out());
    assertThat(again.out()).contains("\"knnAccuracyWithinTrue\"");
  }

  @Test
  void aStoppedRunGoesOnFromItsCheckpoint() throws IOException {
    RunFolder run = new RunFolder(golden.resolve("stopped"));

    done("train", golden.resolve("data/scene.yaml"), "--seed", 1, "--resume", "--out", run.path());

    assertThat(run.isFinished()).isTrue();
    assertThat(Scores.read(run.scores()).byKey().keySet())
        .isEqualTo(Scores.read(golden.resolve("shares/scores.json")).byKey().keySet());
    assertThat(Files.readAllLines(run.metrics())).hasSize(3);
  }

  /** The folders in which data was looked for are those of the machine. */
  private static String withoutFolders(String json) {
    return json.replaceAll("\"dataFolders\" : \\[[^\\]]*\\]", "");
  }
}

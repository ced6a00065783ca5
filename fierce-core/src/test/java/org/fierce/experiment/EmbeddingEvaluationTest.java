package org.fierce.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.SplittableRandom;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.fierce.config.ConfigurationException;
import org.fierce.data.FloatMatrix;
import org.fierce.data.matrix.NpyFile;
import org.fierce.experiment.EmbeddingEvaluation.Request;
import org.fierce.files.DatasetFormatException;
import org.fierce.files.Json;
import org.fierce.run.Provenance;
import org.fierce.run.RunFolder;
import org.fierce.run.Scores;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddingEvaluationTest {
  private static final int ROWS = 80;

  @TempDir private Path folder;

  /**
   * Four fine classes, two in each coarse one, at the ends of the axes: each row is its class's
   * axis and a little noise, so that a neighbour is always of the class. Also a number and shares.
   */
  @BeforeEach
  void fourClearClasses() throws IOException {
    write("x", ROWS, 1);
    write("y", 12, 2);
  }

  private void write(String name, int rows, long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[rows * 4];
    StringBuilder labels = new StringBuilder("coarse,fine,price,a,b\n");
    for (int row = 0; row < rows; row++) {
      int fine = row % 4;
      for (int c = 0; c < 4; c++) {
        values[row * 4 + c] = (c == fine ? 5 : 0) + (float) random.nextDouble();
      }
      double price = values[row * 4] - 2 * values[row * 4 + 1];
      double share = random.nextDouble();
      labels.append("c%d,f%d,%s,%s,%s\n".formatted(fine / 2, fine, price, share, 1 - share));
    }
    NpyFile.write(folder.resolve(name + ".npy"), new FloatMatrix(rows, 4, values));
    Files.writeString(folder.resolve(name + ".csv"), labels);
  }

  private Request request(String fine, @Nullable String evaluators) {
    return new Request(
        folder.resolve("x.npy"),
        folder.resolve("x.csv"),
        null,
        null,
        null,
        null,
        fine,
        evaluators,
        null);
  }

  private Request withTest(String evaluators) {
    return new Request(
        folder.resolve("x.npy"),
        folder.resolve("x.csv"),
        folder.resolve("y.npy"),
        folder.resolve("y.csv"),
        null,
        null,
        "fine",
        evaluators,
        2);
  }

  private Scores run(Request request, long seed) throws IOException {
    return EmbeddingEvaluation.open(request, seed).run(new RunFolder(folder.resolve("out")));
  }

  private JsonNode out(String file) throws IOException {
    return Json.read(folder.resolve("out").resolve(file));
  }

  @Test
  void classesThatLieApartAreFoundWithoutARun() throws IOException {
    Scores scores = run(request("fine", "knn, probe, geometry"), 0);

    assertThat(scores.value("knnAccuracy")).isEqualTo(1);
    assertThat(scores.value("knnAccuracyWithinTrue")).isEqualTo(1);
    assertThat(scores.value("probeAccuracy")).isEqualTo(1);
    assertThat(scores.byKey()).containsKey("effectiveRank").doesNotContainKey("coarseAccuracy");
    // A fifth of 80 rows.
    assertThat(Objects.requireNonNull(scores.byKey().get("knnAccuracy")).n()).isEqualTo(16);
    assertThat(out("scores.json").path("scores").path("knnAccuracy").path("value").asDouble())
        .isEqualTo(1);
    assertThat(out("scores.json").path("notes").get(0).asText())
        .isEqualTo(
            "64 rows to fit on and look up in, 16 test rows, 4 values each; 2 coarse classes; fine target: 4 classes.");
  }

  @Test
  void theRecordNamesEachInputWithItsDigest() throws IOException {
    run(withTest("knn"), 3);

    JsonNode record = out("run.json");
    assertThat(record.path("seed").asLong()).isEqualTo(3);
    assertThat(record.path("finished").asBoolean()).isTrue();
    assertThat(record.path("inputs")).hasSize(4);
    JsonNode first = record.path("inputs").get(0);
    assertThat(first.path("file").asText()).endsWith("x.npy");
    assertThat(first.path("sha256").asText())
        .isEqualTo(Provenance.sha256(folder.resolve("x.npy")))
        .hasSize(64);
    assertThat(folder.resolve("out").resolve("config.yaml"))
        .content()
        .contains("source: npy", "kind: knn")
        .doesNotContain("backbone");
  }

  @Test
  void theSameSeedGivesTheSameScoresAndFolderAgain() throws IOException {
    Scores first = run(request("fine", null), 5);
    assertThat(run(request("fine", null), 5)).isEqualTo(first);
    assertThatThrownBy(() -> run(request("fine", null), 6))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("holds another run");
  }

  @Test
  void aFineColumnOfNumbersOrSharesIsScoredAsThat() throws IOException {
    Scores number = run(request("price", "probe, knn"), 0);
    // The number is linear in the embedding.
    assertThat(number.value("probeR2")).isGreaterThan(0.999);
    assertThat(number.byKey()).doesNotContainKey("knnAccuracy");

    EmbeddingEvaluation shares = EmbeddingEvaluation.open(request("{shares: [a, b]}", "probe"), 0);
    assertThat(shares.run(new RunFolder(folder.resolve("shares"))).byKey())
        .containsKey("transferMeanSquaredError");
    assertThat(folder.resolve("shares").resolve("scores.json"))
        .content()
        .contains("fine target: shares of a, b");
  }

  @Test
  void numbersOfFewValuesAreCalledToAttention() throws IOException {
    Path csv = folder.resolve("x.csv");
    Files.writeString(csv, Files.readString(csv).replaceAll(",f(\\d)", ",$1"));

    run(request("fine", "probe"), 0);
    assertThat(out("scores.json").path("notes").get(1).asText())
        .isEqualTo(
            "The fine column fine has 4 values and was taken as a number. If they stand for classes, say {classes: fine} in place of fine; if not, {number: fine}.");

    EmbeddingEvaluation.open(request("{classes: fine}", "knn"), 0)
        .run(new RunFolder(folder.resolve("classes")));
    assertThat(folder.resolve("classes").resolve("scores.json")).content().contains("knnAccuracy");
  }

  @Test
  void embeddingsMadeElsewhereHaveNoAugmentedCopies() {
    assertThatThrownBy(() -> EmbeddingEvaluation.open(withTest("{kind: few-shot, copies: 5}"), 0))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "evaluator few-shot needs 5 augmented copies of each test row, which embeddings come without; leave it out");
  }

  @Test
  void fewShotIsLoweredToTheDataUnlessWaysAreNamed() throws IOException {
    Scores scores = run(withTest("{kind: few-shot, episodes: 20}"), 0);

    // Three test rows of each of four classes: at most 4 ways and 1 shot.
    assertThat(scores.byKey().keySet())
        .containsExactly(
            "fewShotAccuracy-4-1", "fewShotAccuracy-all-1", "fewShotAccuracyWithinTrue-1");
    assertThat(out("scores.json").path("notes").get(1).asText())
        .isEqualTo("few-shot lowered to ways 4, all and shots 1: the test rows allow no more.");
    assertThatThrownBy(() -> EmbeddingEvaluation.open(withTest("{kind: few-shot, ways: [5]}"), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("few-shot asks for 5 ways, but only 4 of 4 fine classes");
  }

  @Test
  void whatNeedsLogitsIsRefusedWhereItIsNamed() {
    refused(
        () -> EmbeddingEvaluation.open(request("fine", "knn,coarse"), 0),
        "evaluator coarse needs the logits");
    refused(() -> EmbeddingEvaluation.open(request("fine", "knm"), 0), "knm", "knn");
    refused(() -> EmbeddingEvaluation.open(request("fine", "{kind: "), 0), "not valid YAML");
    refused(() -> EmbeddingEvaluation.open(request("fine", " "), 0), "names no evaluator");
  }

  private static void refused(ThrowingCallable open, String... words) {
    assertThatThrownBy(open).isInstanceOf(IllegalArgumentException.class).message().contains(words);
  }

  @Test
  void twoWaysToTheTestRowsAreRefused() {
    Path any = folder.resolve("x.npy");
    refused(
        () -> new Request(any, any, any, null, null, null, "fine", null, null),
        "test labels (none) go together");
    refused(
        () -> new Request(any, any, any, any, 0.3, null, "fine", null, null),
        "a test fraction of 0.3 is given beside the test embeddings");
    refused(
        () ->
            EmbeddingEvaluation.open(
                new Request(
                    any, folder.resolve("x.csv"), null, null, 1.5, null, "fine", null, null),
                0),
        "fraction",
        "1.5");
  }

  @Test
  void filesThatDoNotFitAreBadData() throws IOException {
    assertThatThrownBy(() -> EmbeddingEvaluation.open(request("no", null), 0))
        .isInstanceOf(DatasetFormatException.class)
        .hasMessageContaining("x.csv has no column \"no\"; it has coarse, fine, price, a, b");

    NpyFile.write(folder.resolve("x.npy"), new FloatMatrix(3, 2, new float[6]));
    assertThatThrownBy(() -> EmbeddingEvaluation.open(request("fine", null), 0))
        .isInstanceOf(DatasetFormatException.class)
        .hasMessageContaining("x.npy has 3 rows but")
        .hasMessageContaining("has 80");

    float[] values = new float[ROWS * 2];
    values[41] = Float.NaN;
    NpyFile.write(folder.resolve("x.npy"), new FloatMatrix(ROWS, 2, values));
    assertThatThrownBy(() -> EmbeddingEvaluation.open(request("fine", null), 0))
        .isInstanceOf(DatasetFormatException.class)
        .hasMessageContaining("row 20 of x.npy: column 1 (from 0) is NaN");

    Files.delete(folder.resolve("x.npy"));
    assertThatThrownBy(() -> EmbeddingEvaluation.open(request("fine", null), 0))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("x.npy");
  }
}

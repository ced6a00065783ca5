package org.fierce.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.fierce.data.FloatMatrix;
import org.fierce.data.matrix.NpyFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code fierce evaluate --embeddings}: a matrix and labels from elsewhere. */
class EvaluateEmbeddingsTest {
  @TempDir private Path folder;
  private Path matrix;
  private Path labels;

  @BeforeEach
  void fourClearClasses() throws IOException {
    matrix = folder.resolve("x.npy");
    labels = folder.resolve("x.csv");
    SplittableRandom random = new SplittableRandom(1);
    float[] values = new float[60 * 4];
    StringBuilder table = new StringBuilder("coarse,fine\n");
    for (int row = 0; row < 60; row++) {
      for (int c = 0; c < 4; c++) {
        values[row * 4 + c] = (c == row % 4 ? 5 : 0) + (float) random.nextDouble();
      }
      table.append("c%d,f%d\n".formatted(row % 4 / 2, row % 4));
    }
    NpyFile.write(matrix, new FloatMatrix(60, 4, values));
    Files.writeString(labels, table);
  }

  private Fierce evaluate(Object... more) {
    return Fierce.run(
        Stream.concat(
                Stream.of("evaluate", "--embeddings", matrix, "--labels", labels), Stream.of(more))
            .toArray());
  }

  @Test
  void aTableIsPrintedAndNothingIsLeftBehind() throws IOException {
    Fierce evaluate = evaluate("--evaluation", "knn,few-shot,geometry");

    assertThat(evaluate.code()).as(evaluate.err()).isZero();
    assertThat(evaluate.out())
        .contains(
            "kNN accuracy inside the true coarse class",
            "Their keys: --json.",
            "1.000",
            "48 rows to fit on and look up in, 12 test rows",
            "few-shot lowered to ways")
        .doesNotContain("Report:");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactlyInAnyOrder(matrix, labels);
    }
  }

  @Test
  void aFolderHoldsScoresRecordAndReport() throws IOException {
    Path out = folder.resolve("out");

    Fierce evaluate = evaluate("--evaluation", "knn", "--out", out, "--test-fraction", "0.4");

    assertThat(evaluate.code()).as(evaluate.err()).isZero();
    assertThat(evaluate.out()).contains("24 test rows", "Report: " + out);
    assertThat(out.resolve("report.html")).content().contains("x.npy", "24 test rows");
    assertThat(out.resolve("run.json")).content().contains("sha256");
    Fierce json = evaluate("--evaluation", "knn", "--json", "--out", out, "--test-fraction", "0.4");
    assertThat(json.out())
        .isEqualToNormalizingNewlines(Files.readString(out.resolve("scores.json")));
    assertThat(Fierce.run("report", out).code()).isZero();
  }

  @Test
  void theNumberOfLabelsNeededIsAnsweredBeforeItsTable() {
    Fierce evaluate = evaluate("--evaluation", "knn,labels-needed");

    assertThat(evaluate.code()).as(evaluate.err()).isZero();
    // 4 classes of 12 training rows, clear from the first label on; 12 test rows.
    assertThat(evaluate.out())
        .containsSubsequence(
            "2 of 8 scores",
            "How many labels do I need?",
            "cannot be told from these rows: accuracy 1.00 at 5, 1.00 at",
            "coarse class",
            "features",
            "1 label     1.000",
            "10 labels   1.000",
            "10 draws of the labelled rows and 12 test rows.",
            "The curve stops before 20: 0 of 4 fine classes have so many training rows with a known",
            "No raw input beside");
  }

  @Test
  void aTestMatrixTakesThePlaceOfASplit() throws IOException {
    Path other = Files.copy(matrix, folder.resolve("y.npy"));
    Path otherLabels = Files.copy(labels, folder.resolve("y.csv"));

    Fierce evaluate =
        evaluate("--test-embeddings", other, "--test-labels", otherLabels, "--evaluation", "probe");

    assertThat(evaluate.code()).as(evaluate.err()).isZero();
    assertThat(evaluate.out()).contains("60 rows to fit on and look up in, 60 test rows");
    assertThat(evaluate("--test-embeddings", other).err()).contains("go together");
  }

  @Test
  void eitherARunOrAMatrixIsNeeded() {
    refused(2, Fierce.run("evaluate"), "name either the folder of a RUN, or a matrix");
    refused(2, Fierce.run("evaluate", folder, "--embeddings", matrix), "both the run " + folder);
    refused(2, Fierce.run("evaluate", folder, "--seed", "1"), "only --json goes with a RUN");
    refused(2, Fierce.run("evaluate", "--embeddings", matrix), "--labels is missing");
  }

  @Test
  void whatDoesNotFitIsRefusedBeforeAnythingIsWritten() throws IOException {
    Path out = folder.resolve("out");
    refused(3, evaluate("--fine", "sku", "--out", out), "no column \"sku\"; it has coarse, fine");
    refused(2, evaluate("--evaluation", "coarse", "--out", out), "needs the logits");
    refused(2, evaluate("--evaluation", "knm", "--out", out), "knm");
    refused(
        2,
        evaluate("--evaluation", "{kind: few-shot, ways: [9]}", "--out", out),
        "asks for 9 ways");
    Files.writeString(labels, "coarse,fine\na,b\n");
    refused(3, evaluate("--out", out), "x.npy has 60 rows but");
    Files.delete(labels);
    refused(3, evaluate("--out", out), "x.csv: no such file or folder");
    assertThat(out).doesNotExist();
  }

  private static void refused(int code, Fierce run, String words) {
    assertThat(run.err()).startsWith("fierce: ").contains(words);
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.code()).isEqualTo(code);
    assertThat(run.out()).isEmpty();
  }
}

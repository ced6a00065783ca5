package org.fierce.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.fierce.data.FloatMatrix;
import org.fierce.data.matrix.NpyFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that open a finished run: one run of a small table serves all. */
class RunCommandsTest {
  @TempDir private static Path folder;
  private static Path run;

  @TempDir private Path out;

  @BeforeAll
  static void aRun() throws IOException {
    SplittableRandom random = new SplittableRandom(5);
    StringBuilder table = new StringBuilder("sku,size,weight,grade\n");
    for (int row = 0; row < 100; row++) {
      double size = random.nextDouble();
      table.append(
          "\"r,%d\",%s,%s,%s\n"
              .formatted(row, size, random.nextDouble(), size > 0.5 ? "large" : "small"));
    }
    Files.writeString(folder.resolve("prices.csv"), table);
    run = folder.resolve("run");
    Fierce train =
        Fierce.run(
            "train",
            folder.resolve("prices.csv"),
            "--coarse",
            "grade",
            "--id",
            "sku",
            "--out",
            run,
            "--set",
            "training.epochs=2",
            "--set",
            "backbone.hidden=[8]",
            "--set",
            "evaluation=[coarse]");
    assertThat(train.code()).as(train.err()).isZero();
  }

  @Test
  void evaluatingAgainGivesTheSameScoresAndAReport() throws IOException {
    String scores = Files.readString(run.resolve("scores.json"));
    Files.delete(run.resolve("scores.json"));
    Files.delete(run.resolve("report.html"));

    Fierce evaluate = Fierce.run("evaluate", run);

    assertThat(evaluate.code()).as(evaluate.err()).isZero();
    assertThat(evaluate.out()).contains("coarse accuracy", "Report: " + run);
    assertThat(run.resolve("scores.json")).hasContent(scores);
    assertThat(run.resolve("report.html")).isRegularFile();
    assertThat(Fierce.run("evaluate", run, "--json").out()).isEqualToNormalizingNewlines(scores);
  }

  @Test
  void aComparisonFolderIsSentToOneOfItsRuns() throws IOException {
    Path one = Files.createDirectories(out.resolve("runs").resolve("fierce").resolve("0"));
    Files.createFile(one.resolve("weights.safetensors"));

    Fierce evaluate = Fierce.run("evaluate", out);

    assertThat(evaluate.code()).isEqualTo(2);
    assertThat(evaluate.err()).contains("a comparison of many runs; name one of them, as " + one);
  }

  @Test
  void aFolderThatIsNotThereIsMissingData() {
    Fierce evaluate = Fierce.run("evaluate", out.resolve("no"));
    assertThat(evaluate.code()).isEqualTo(3);
    assertThat(evaluate.err()).contains("no: no such folder; name one that fierce train wrote");
  }

  @Test
  void tableOfFeaturesNamesItsRows() throws IOException {
    Path csv = out.resolve("f.csv");

    Fierce embed = Fierce.run("embed", run, "--data", "test", "--out", csv);

    assertThat(embed.code()).as(embed.err()).isZero();
    // Two columns of input and eight of the hidden layer.
    assertThat(embed.out().strip()).isEqualTo(csv + ": 20 rows of 10 features");
    List<String> lines = Files.readAllLines(csv);
    assertThat(lines).hasSize(21);
    assertThat(lines.get(0)).isEqualTo("id,f0,f1,f2,f3,f4,f5,f6,f7,f8,f9");
    assertThat(lines.get(1)).matches("\"r,\\d+\"(,[-0-9.E]+){10}");
  }

  @Test
  void matrixAndTableHoldTheSameNumbers() throws IOException {
    Path csv = out.resolve("f.csv");
    Path npy = out.resolve("f.npy");
    Fierce.run("embed", run, "--data", "train", "--out", csv);

    Fierce embed = Fierce.run("embed", run, "--data", "train", "--out", npy);

    assertThat(embed.code()).as(embed.err()).isZero();
    FloatMatrix matrix = NpyFile.read(npy);
    assertThat(matrix.rows()).isEqualTo(80);
    String[] cells = Files.readAllLines(csv).get(80).split(",", -1);
    for (int column = 0; column < 10; column++) {
      assertThat(Float.parseFloat(cells[cells.length - 10 + column]))
          .isEqualTo(matrix.values()[79 * 10 + column]);
    }
  }

  @Test
  void newRowsOfATableNeedNoLabels() throws IOException {
    List<String> table = Files.readAllLines(folder.resolve("prices.csv"));
    Path fresh = folder.resolve("fresh.csv");
    StringBuilder rows = new StringBuilder("weight;note;size\n");
    for (String line : table.subList(1, table.size())) {
      // "r,7",size,weight,grade
      String[] cells = line.split(",", -1);
      rows.append("%s;n;%s\n".formatted(cells[3], cells[2]));
    }
    Files.writeString(fresh, rows);
    Path all = out.resolve("all.npy");
    Path test = out.resolve("test.csv");

    Fierce embed = Fierce.run("embed", run, "--data", fresh, "--out", all);

    assertThat(embed.code()).as(embed.err()).isZero();
    assertThat(embed.out().strip()).isEqualTo(all + ": 100 rows of 10 features");
    Fierce.run("embed", run, "--data", "test", "--out", test);
    FloatMatrix features = NpyFile.read(all);
    for (String line : Files.readAllLines(test).subList(1, 21)) {
      String[] cells = line.split(",", -1);
      int row = Integer.parseInt(cells[1].replace("\"", ""));
      for (int column = 0; column < 10; column++) {
        // A row's place in its batch may choose another matrix kernel.
        assertThat(features.at(row, column))
            .isCloseTo(Float.parseFloat(cells[2 + column]), within(1e-5f));
      }
    }
  }

  @Test
  void newRowsThatDoNotFitAreRefusedWithTheirLine() throws IOException {
    Path fresh = folder.resolve("fresh.csv");
    Path npy = out.resolve("f.npy");
    Files.writeString(fresh, "size,weight\n1,2\n1,2 kg\n");
    Fierce wrong = Fierce.run("embed", run, "--data", fresh, "--out", npy);
    assertThat(wrong.code()).isEqualTo(3);
    assertThat(wrong.err())
        .contains(
            fresh
                + ", line 3: column weight is \"2 kg\"; expected a finite number, as 1234.5. Correct it, or give null where it is not known.");
    Files.writeString(fresh, "size\n1\n");
    assertThat(Fierce.run("embed", run, "--data", fresh, "--out", npy).err())
        .contains(
            fresh
                + " lacks the column weight, which the model was trained on; it has size. Name the columns in the first line as in training.");
    assertThat(npy).doesNotExist();
  }

  @Test
  void anotherConfigurationGivesItsRows() throws IOException {
    Path config = folder.resolve("other.yaml");
    Files.writeString(
        config,
        """
        formatVersion: 1
        data: {source: table, train: prices.csv, id: sku, labels: {coarse: grade}, split: {fraction: 0.3}}
        backbone: mlp
        methods: [cross-entropy]
        """);
    Path npy = out.resolve("f.npy");

    assertThat(Fierce.run("embed", run, "--data", config, "--out", npy).out()).contains("30 rows");
    assertThat(Fierce.run("embed", run, "--data", config + ":train", "--out", npy, "--force").out())
        .contains("70 rows");
    assertThat(Fierce.run("embed", run, "--data", config + ":tran", "--out", npy, "--force").err())
        .contains("there is no part 'tran'; did you mean 'train'?");
  }

  @Test
  void aMatrixIsEmbeddedRowByRow() throws IOException {
    Path rows = out.resolve("rows.npy");
    NpyFile.write(rows, new FloatMatrix(3, 2, new float[] {0, 0, 1, 1, 0.5f, 0.5f}));
    Path csv = out.resolve("f.csv");

    Fierce embed = Fierce.run("embed", run, "--data", rows, "--out", csv);

    assertThat(embed.code()).as(embed.err()).isZero();
    assertThat(Files.readAllLines(csv)).hasSize(4);
    assertThat(Files.readAllLines(csv).get(3)).startsWith("2,");
  }

  @Test
  void valuesThatAreNoNumbersAreBadData() throws IOException {
    Path rows = out.resolve("rows.npy");
    NpyFile.write(rows, new FloatMatrix(2, 2, new float[] {0, 0, 1, Float.NaN}));
    Path csv = out.resolve("f.csv");

    Fierce embed = Fierce.run("embed", run, "--data", rows, "--out", csv);

    assertThat(embed.code()).isEqualTo(3);
    assertThat(embed.err()).contains("rows.npy holds NaN in row 1, column 1");
    assertThat(csv).doesNotExist();
  }

  @Test
  void rowsOfAnotherWidthAreRefused() throws IOException {
    Path rows = out.resolve("rows.npy");
    NpyFile.write(rows, new FloatMatrix(1, 3, new float[3]));

    Fierce embed = Fierce.run("embed", run, "--data", rows, "--out", out.resolve("f.csv"));

    assertThat(embed.code()).isEqualTo(2);
    assertThat(embed.err()).contains("3 values", "trained on 2 values");
  }

  @Test
  void filesAreNotReplacedUnasked() throws IOException {
    Path csv = Files.writeString(out.resolve("f.csv"), "mine");

    Fierce refused = Fierce.run("embed", run, "--data", "test", "--out", csv);

    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains("f.csv exists already; add --force to replace it");
    assertThat(csv).hasContent("mine");
    assertThat(Fierce.run("embed", run, "--data", "test", "--out", csv, "--force").code()).isZero();
  }

  @Test
  void wrongWordsAreRefusedWithTheRightOnes() {
    assertThat(Fierce.run("embed", run, "--data", "test", "--out", "f.txt").err())
        .contains("--out f.txt: features are written as .npy or .csv");
    assertThat(Fierce.run("embed", run, "--data", "tset", "--out", out.resolve("f.csv")).err())
        .contains("--data tset is neither", "did you mean 'test'?");
    Fierce none = Fierce.run("embed", run, "--data", "validation", "--out", out.resolve("f.csv"));
    assertThat(none.code()).isEqualTo(2);
    assertThat(none.err()).contains("keeps no validation rows");
    assertThat(Fierce.run("embed", run, "--data", "no.npy", "--out", out.resolve("f.csv")).code())
        .isEqualTo(3);
  }

  @Test
  void helpTeachesByExample() {
    assertThat(Fierce.run("evaluate", "--help").out())
        .contains("Examples:", "fierce evaluate runs/");
    assertThat(Fierce.run("embed", "--help").out()).contains("Examples:", "--data train --out");
    assertThat(Fierce.run("fetch", "--help").out()).contains("Examples:", "fierce fetch cifar100");
  }
}

package org.fierce.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Small and odd data under the defaults: trained with a note, or refused before training. */
class DefaultsTest {
  private static final Path CASE = Path.of("src/test/resources/cases/default-few-shot");

  @TempDir private Path folder;

  @Test
  void fourFineClassesAreTrainedAndFewShotIsLowered() {
    Fierce train = train(CASE.resolve("four.csv"), "--coarse", "cat", "--fine", "sub", "--all");

    assertThat(train.code()).as(train.err()).isZero();
    assertThat(train.out())
        .contains(
            "few-shot lowered to ways 4, all and shots 1, 5: the test rows allow no more.",
            "4-way 1-shot accuracy");
  }

  @Test
  void aFewPhotosAreTrainedAndFewShotIsLeftOut() {
    Fierce train =
        train(
            CASE.resolve("photos"),
            "--labels",
            CASE.resolve("labels.csv"),
            "--coarse",
            "coarse",
            "--fine",
            "fine",
            "--all");

    assertThat(train.code()).as(train.err()).isZero();
    assertThat(train.out())
        .contains("few-shot left out: fewer than two fine classes have two test rows.");
  }

  @Test
  void theFolderOfSuchARunRepeatsAndEvaluatesIt() {
    train(CASE.resolve("four.csv"), "--coarse", "cat", "--fine", "sub");
    Path run = folder.resolve("run");

    Fierce again =
        Fierce.run("train", run.resolve("config.yaml"), "--out", folder.resolve("again"));
    Fierce evaluate = Fierce.run("evaluate", run);

    assertThat(again.code()).as(again.err()).isZero();
    assertThat(evaluate.code()).as(evaluate.err()).isZero();
    assertThat(evaluate.out()).contains("few-shot lowered to ways 4");
  }

  @ParameterizedTest
  @CsvSource({
    "3, 2, 3", // one test row
    "6, 2, 4", // two fine classes in each coarse class, one row each
    "30, 2, 30", // every fine class one row: none of the test rows' has a training row
    "60, 2, 2", // one fine class in each coarse class
    "161, 3, 6" // 129 training rows: a batch of one is left over
  })
  void fewRowsAndOddClassesTrain(int rows, int coarse, int fine) throws IOException {
    Path table = table(rows, row -> "c" + row % coarse, row -> "f" + row % fine);

    Fierce train = train(table, "--coarse", "cat", "--fine", "sub");

    assertThat(train.code()).as(train.err()).isZero();
  }

  @Test
  void oneCoarseClassIsRefused() throws IOException {
    Path table = table(20, row -> "c", row -> "f" + row % 4);

    Fierce train = train(table, "--coarse", "cat", "--fine", "sub");

    assertThat(train.code()).isEqualTo(3);
    assertThat(train.err()).contains("all rows have the one coarse class \"c\"");
    assertThat(folder.resolve("run")).doesNotExist();
  }

  @Test
  void rowsThatCannotBePartedAreRefused() throws IOException {
    Path table = table(2, row -> "c" + row, row -> "f" + row);

    Fierce train = train(table, "--coarse", "cat", "--fine", "sub");

    assertThat(train.code()).isEqualTo(3);
    assertThat(train.err())
        .contains(
            "a fraction of 0.2 cannot be drawn from 2 rows of 2 classes without emptying a class");
    assertThat(folder.resolve("run")).doesNotExist();
  }

  @Test
  void trainingThatDidNotLearnIsSaidInProgressAtTheEndInTheReportAndByDetail() throws IOException {
    // Labels without any relation to the columns.
    Path table = table(300, row -> "c" + (row * 7919 % 100 < 60 ? 0 : 1), row -> "f" + row % 2);

    Fierce train =
        train(
            table,
            "--coarse",
            "cat",
            "--set",
            "augmentation=[{kind: gaussian-noise, deviation: 0.1}]");
    Path run = folder.resolve("run");
    Fierce detail = Fierce.run("detail", run);

    String warning = "learn the coarse classes: coarse accuracy is ";
    assertThat(train.code()).as(train.err()).isZero();
    assertThat(train.err().replace("may not have learnt", "did not learn")).contains(warning);
    assertThat(Files.readString(run.resolve("report.html")))
        .contains("on 60 test rows, and answering");
    assertThat(Files.readString(run.resolve("run.json"))).contains("\"learnt\" : false");
    assertThat(train.out()).startsWith("Cat is told right ");
    assertThat(detail.code()).as(detail.err()).isZero();
    assertThat(detail.out().replace("may not have learnt", "did not learn")).contains(warning);
    assertThat(detail.out()).doesNotContain("kept in");
  }

  private Fierce train(Path data, Object... more) {
    Object[] all = new Object[more.length + 6];
    all[0] = "train";
    all[1] = data;
    System.arraycopy(more, 0, all, 2, more.length);
    all[more.length + 2] = "--out";
    all[more.length + 3] = folder.resolve("run");
    all[more.length + 4] = "--set";
    all[more.length + 5] = "training.epochs=2";
    return Fierce.run(all);
  }

  private Path table(int rows, IntFunction<String> coarse, IntFunction<String> fine)
      throws IOException {
    StringBuilder table = new StringBuilder("x0,x1,cat,sub\n");
    for (int row = 0; row < rows; row++) {
      table.append(
          "%d,%d,%s,%s\n"
              .formatted(row * 31 % 17, row * 57 % 23, coarse.apply(row), fine.apply(row)));
    }
    return Files.writeString(folder.resolve("t.csv"), table);
  }
}

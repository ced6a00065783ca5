package org.fierce.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code predict} prints, of a model whose classes can be told from one column. */
class PredictCommandTest {
  private static final Terminal FILE = new Terminal(false, false, 100);
  private static final Terminal SCREEN = new Terminal(true, false, 60);

  @TempDir private static Path folder;
  private static Path run;

  @BeforeAll
  static void aTableOfTwoGradesIsTrained() throws IOException {
    StringBuilder table = new StringBuilder("sku,size,colour,grade\n");
    for (int row = 0; row < 200; row++) {
      table.append(
          "r%d,%s,%s,%s\n"
              .formatted(
                  row,
                  row % 10 < 5 ? row % 10 - 10.5 : row % 10 + 0.5,
                  row % 3 == 0 ? "red" : "blue",
                  row % 10 < 5 ? "small" : "large"));
    }
    Path file = Files.writeString(folder.resolve("grades.csv"), table);
    run = folder.resolve("run");
    Fierce train =
        Fierce.run(
            "train",
            file,
            "--coarse",
            "grade",
            "--id",
            "sku",
            "--out",
            run,
            "--set",
            "training.epochs=30",
            "--set",
            "training.optimiser={kind: adam, rate: 0.05}",
            "--set",
            "backbone.hidden=[8]",
            "--set",
            "evaluation=[coarse]");
    assertThat(train.code()).as(train.err()).isZero();
  }

  private static Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static Fierce sent(String input, Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Streams streams =
        new Streams(
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            new PrintWriter(out, true),
            new PrintWriter(err, true),
            FILE,
            FILE);
    int code =
        FierceCommand.execute(
            streams, Stream.of(arguments).map(Object::toString).toArray(String[]::new));
    return new Fierce(code, out.toString(), err.toString());
  }

  private static Path someRows() throws IOException {
    return file("new.csv", "colour,size,sku,more\nred,-8,n1,x\ngreen,50,n2,x\nblue,big,n3,x\n");
  }

  private static List<String> withoutProbabilities(String text) {
    return text.lines().map(line -> line.replaceAll("\\b[01]\\.\\d+", "P")).toList();
  }

  @Test
  void aFileIsAnsweredAsCsvWithItsFaultsInPlace() throws IOException {
    Fierce predict = Fierce.run("predict", run, someRows(), "--id", "sku");
    assertThat(withoutProbabilities(predict.out()))
        .containsExactly(
            "id,coarse,coarseProbability,notes,error",
            "n1,small,P,,",
            "n2,large,P,has a category that no training row had: colour = green,",
            "n3,,,,\"column size is \"\"big\"\"; expected a finite number, as 1234.5. Correct it, or give null where it is not known.\"");
    assertThat(predict.err().lines())
        .containsExactly(
            "note: 1 row has a category that no training row had: colour = green.",
            "fierce: 1 row of 3 could not be read:",
            "  n3 (line 4): column size is \"big\"; expected a finite number, as 1234.5. Correct it, or give null where it is not known.");
    assertThat(predict.code()).isZero();
  }

  @Test
  void aColumnThatNamedTheTrainingRowsNamesTheNewOnes() throws IOException {
    String named = Fierce.run("predict", run, someRows(), "--id", "sku").out();
    assertThat(named).contains("\nn1,small");
    assertThat(Fierce.run("predict", run, someRows()).out()).isEqualTo(named);
    assertThat(Fierce.run("predict", run, someRows(), "--id", "more").out()).contains("\nx,small");
    Fierce embed =
        Fierce.run(
            "embed",
            run,
            "--data",
            file("embed.csv", "sku,size,colour\nn9,-8,green\n"),
            "--out",
            folder.resolve("embed-out.csv"));
    assertThat(embed.err())
        .isEqualTo("note: 1 row has a category that no training row had: colour = green.\n");
    assertThat(Files.readString(folder.resolve("embed-out.csv"))).contains("\nn9,");
  }

  @Test
  void jsonHasAnObjectALine() throws IOException {
    Fierce predict = Fierce.run("predict", run.resolve("model.fierce"), someRows(), "--json");
    assertThat(withoutProbabilities(predict.out()))
        .containsExactly(
            "{\"id\":\"n1\",\"coarse\":\"small\",\"coarseProbability\":P}",
            "{\"id\":\"n2\",\"coarse\":\"large\",\"coarseProbability\":P,\"notes\":[\"has a category that no training row had: colour = green\"]}",
            "{\"id\":\"n3\",\"error\":\"column size is \\\"big\\\"; expected a finite number, as 1234.5. Correct it, or give null where it is not known.\"}");
  }

  @Test
  void aTerminalShowsATableAndWhatItComesTo() throws IOException {
    Fierce predict = Fierce.run(SCREEN, "predict", run, someRows(), "--id", "sku");
    assertThat(withoutProbabilities(predict.out()))
        .containsExactly(
            "row   coarse class       prob.",
            "n1    small               P",
            "n2    large               P",
            "n3    (cannot be read)",
            "",
            "2 rows: large 1, small 1.");
  }

  @Test
  void strictAndNothingReadableEndWithThree() throws IOException {
    assertThat(Fierce.run("predict", run, someRows(), "--strict").code()).isEqualTo(3);
    Fierce all = Fierce.run("predict", run, file("all.csv", "size,colour\nbig,red\n"));
    assertThat(all.code()).isEqualTo(3);
    assertThat(all.err()).contains("1 row of 1 could not be read:");
    Fierce none = Fierce.run("predict", run, file("none.csv", "size,colour\n"));
    assertThat(none.code()).isEqualTo(3);
    assertThat(none.err())
        .isEqualTo("fierce: " + folder.resolve("none.csv") + " has no rows below its header\n");
  }

  @Test
  void standardInputIsAnsweredAsAFileIs() throws IOException {
    Fierce file = Fierce.run("predict", run, someRows());
    Fierce named = sent(Files.readString(someRows()), "predict", run, "-");
    Fierce silent = sent(Files.readString(someRows()), "predict", run);
    assertThat(named.out()).isEqualTo(file.out());
    assertThat(silent.out()).isEqualTo(file.out());
    Fierce json = sent("{\"size\":-8,\"colour\":\"red\"}\n", "predict", run, "-", "--json");
    assertThat(withoutProbabilities(json.out()))
        .containsExactly("{\"id\":\"0\",\"coarse\":\"small\",\"coarseProbability\":P}");
  }

  @Test
  void threadsChangeNoBit() throws IOException {
    StringBuilder rows = new StringBuilder("size,colour\n");
    for (int row = 0; row < 1000; row++) {
      rows.append(row * 0.02 - 10).append(row % 3 == 0 ? ",red\n" : ",blue\n");
    }
    Path many = file("many.csv", rows.toString());
    String one = Fierce.run("predict", run, many, "--threads", "1").out();
    assertThat(one.lines()).hasSize(1001);
    assertThat(Fierce.run("predict", run, many, "--threads", "3").out()).isEqualTo(one);
  }

  @Test
  void answersMayBeWrittenToAFile() throws IOException {
    Path out = folder.resolve("answers.csv");
    Fierce predict = Fierce.run("predict", run, someRows(), "--out", out, "--force");
    assertThat(predict.out()).isEqualTo(out + ": 2 rows: large 1, small 1.\n");
    assertThat(Files.readString(out)).isEqualTo(Fierce.run("predict", run, someRows()).out());
    Fierce again = Fierce.run("predict", run, someRows(), "--out", out);
    assertThat(again.code()).isEqualTo(2);
    assertThat(again.err())
        .isEqualTo("fierce: " + out + " exists already; add --force to replace it\n");
    assertThat(Fierce.run("predict", run, someRows(), "--out", "answers.txt").err())
        .isEqualTo(
            "fierce: --out answers.txt: answers are written as .csv, .json or .jsonl; give the file one of these endings, or say --json or --csv\n");
  }

  @Test
  void whatIsNoModelIsRefusedWithWhatIsMeant() throws IOException {
    Fierce none = Fierce.run("predict", folder.resolve("no.fierce"), someRows());
    assertThat(none.err())
        .isEqualTo(
            "fierce: %s: no such model; name a file .fierce, or the folder of a run that fierce train wrote\n"
                .formatted(folder.resolve("no.fierce")));
    Path empty = Files.createDirectories(folder.resolve("empty"));
    assertThat(Fierce.run("predict", empty, someRows()).err())
        .isEqualTo(
            "fierce: %s is a folder without a model.fierce; name a model file, or the folder of a run\n"
                .formatted(empty));
    Path comparison = Files.createDirectories(folder.resolve("comparison"));
    Path one = Files.createDirectories(comparison.resolve("runs").resolve("a").resolve("0"));
    Files.writeString(one.resolve("weights.safetensors"), "");
    assertThat(Fierce.run("predict", comparison, someRows()).err())
        .isEqualTo(
            "fierce: %s holds a comparison of many runs and no model; write the one of a run by: fierce export %s\n"
                .formatted(comparison, one));
    assertThat(Fierce.run("predict", someRows(), someRows()).code()).isEqualTo(3);
  }

  @Test
  void optionsThatExcludeEachOtherAreRefused() throws IOException {
    assertThat(Fierce.run("predict", run, someRows(), "--json", "--csv").err())
        .isEqualTo("fierce: --json and --csv are both given; leave one out\n");
    assertThat(Fierce.run("predict", run, someRows(), "--threads", "0").err())
        .isEqualTo("fierce: --threads is 0; it must be at least 1\n");
  }

  @Test
  void whatAProgramReadsIsNotMadeVisible() throws IOException {
    Path odd = file("odd.csv", "sku,size,colour\n\"a\u200Eb\",-8,red\n");
    assertThat(Fierce.run("predict", run, odd, "--id", "sku").out()).contains("\na\u200Eb,small");
    assertThat(Fierce.run(SCREEN, "predict", run, odd, "--id", "sku").out())
        .contains("\na\\u200eb   small");
  }
}

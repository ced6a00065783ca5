package org.fierce.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Configurations that say a thing twice, or something else than they seem to. */
class YamlCasesTest {
  private static final String DATA =
      """
      formatVersion: 1
      data:
        source: table
        train: t.csv
        labels: {coarse: grade, fine: price}
        split: {fraction: 0.25, seed: 0}
      """;

  @TempDir private Path folder;

  @BeforeEach
  void aTable() throws IOException {
    StringBuilder rows = new StringBuilder("grade,price,x1,x2\n");
    for (int i = 0; i < 24; i++) {
      rows.append(
          "%s,%d.5,%d.25,%d.75\n".formatted(i % 2 == 0 ? "lo" : "hi", i, i * 7 % 5, i * 3 % 11));
    }
    Files.writeString(folder.resolve("t.csv"), rows);
  }

  private String refused(String text, String... options) throws IOException {
    Path file = Files.writeString(folder.resolve("my.yaml"), text);
    Object[] arguments = new Object[2 + options.length];
    arguments[0] = "data";
    arguments[1] = file;
    System.arraycopy(options, 0, arguments, 2, options.length);
    Fierce said = Fierce.run(arguments);
    assertThat(said.code()).as(said.err()).isEqualTo(ExitCodes.USAGE);
    return said.err().replace(file.toString(), "my.yaml").strip();
  }

  @Test
  void aBlockGivenTwiceIsRefusedWithBothLines() throws IOException {
    assertThat(
            refused(
                DATA + "training: {epochs: 4}\nmethods: [cross-entropy]\ntraining: {epochs: 2}\n"))
        .isEqualTo(
            "fierce: my.yaml:9:1: the key 'training' is given twice, first on line 7; keep one of them");
    assertThat(refused(DATA + "training:\n  epochs: 1\n  epochs: 2\n"))
        .isEqualTo(
            "fierce: my.yaml:9:3: the key 'epochs' is given twice, first on line 8; keep one of them");
  }

  @Test
  void aSecondDocumentIsRefused() throws IOException {
    assertThat(refused(DATA + "---\nformatVersion: 1\n"))
        .isEqualTo(
            "fierce: my.yaml:7:1: a second document begins here; keep one document in a file");
  }

  @Test
  void trainRefusesThemToo() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("t.yaml"), DATA + "training: {epochs: 4}\ntraining: {epochs: 2}\n");
    Fierce said = Fierce.run("train", file, "--out", folder.resolve("r"));
    assertThat(said.code()).isEqualTo(ExitCodes.USAGE);
    assertThat(said.err()).contains("t.yaml:8:1: the key 'training' is given twice");
    assertThat(folder.resolve("r")).doesNotExist();
  }

  @Test
  void anAliasStandsForItsValueAndNotForItsName() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("alias.yaml"),
            DATA.replace("coarse: grade", "coarse: &g grade")
                    .replace("train: t.csv", "train: t.csv\n  ignored: [x1]")
                    .replace("split:", "id: &i price\n  split:")
                + "description: *i\n");
    Fierce said = Fierce.run("data", file);
    assertThat(said.code()).as(said.err()).isZero();
    assertThat(said.out()).contains("input   1 values a row");
    // A column named by an alias is the column of its anchor: here the only one left is ignored.
    assertThat(
            refused(
                DATA.replace("train: t.csv", "train: &t t.csv\n  test: *t")
                    .replaceFirst(" *split:.*\n", "")))
        .contains("\"t.csv\" is the training file");
  }

  @Test
  void numbersInOtherFormsAreRefusedWhereANumberIsWanted() throws IOException {
    assertThat(refused(DATA.replace("seed: 0", "seed: 010")))
        .isEqualTo(
            "fierce: my.yaml:6:27: data.split.seed must be a whole number, found \"010\"; write it in decimal digits, without leading zeros, underscores or colons");
    for (String word : new String[] {"0x10", "0o10", "1_000", "1:30", "yes", ".inf"}) {
      assertThat(refused(DATA + "training: {epochs: " + word + "}\n"))
          .contains("my.yaml:7:12: training.epochs must be a whole number, found \"" + word + "\"");
    }
    assertThat(refused(DATA + "training: {threads: 5000}\n"))
        .isEqualTo("fierce: my.yaml:7:12: training.threads must be at most 256, found 5000");
    assertThat(refused(DATA + "training: {epochs: }\n"))
        .isEqualTo("fierce: my.yaml:7:12: training.epochs must be a whole number, found null");
    assertThat(refused("formatVersion: 1e400\n"))
        .isEqualTo("fierce: my.yaml:1:16: a number may be at most 1.8e308, found 1e400");
  }

  @Test
  void setIsReadAsTheFileIs() throws IOException {
    assertThat(refused(DATA, "--set", "training.epochs=010"))
        .startsWith("fierce: --set training.epochs=010: training.epochs must be a whole number");
    assertThat(refused(DATA, "--set", "training={epochs: 1, epochs: 2}"))
        .isEqualTo(
            "fierce: --set training={epochs: 1, epochs: 2}:1:13: the key 'epochs' is given twice, first on line 1; keep one of them");
    assertThat(refused(DATA, "--set", "methods=[]", "--set", "methods.99999999999.weight=1"))
        .contains("there is nothing at /methods/99999999999 to set");
    assertThat(refused(DATA, "--set", "seeds=*x")).contains("the alias *x names nothing before it");
  }

  @Test
  void aConfigurationInLatin1IsRefusedByName() throws IOException {
    Path file = folder.resolve("latin.yaml");
    Files.write(file, (DATA + "description: caf\u00e9\n").getBytes(StandardCharsets.ISO_8859_1));
    Fierce said = Fierce.run("data", file);
    assertThat(said.err()).contains("latin.yaml", "line 7", "UTF-8").doesNotContain("Input length");
    assertThat(said.code()).isIn(ExitCodes.USAGE, ExitCodes.DATA);
  }

  @Test
  void aByteOrderMarkBeforeAConfigurationIsLeftOut() throws IOException {
    Path file = Files.writeString(folder.resolve("bom.yaml"), "\ufeff" + DATA);
    assertThat(Fierce.run("data", file).code()).isZero();
  }
}

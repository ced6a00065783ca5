package org.fierce.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables and texts that once were misread without a word, from the command line. */
class TableCasesTest {
  private static final Path CASES = Path.of("src/test/resources/cases").toAbsolutePath();
  private static final String CORRECT =
      " Correct the values, leave those empty that are not known, or say {classes: price} in place of price if they are names of classes.";
  private static final String SKIP = " To go on without such rows: --skip-bad.";

  @TempDir private Path folder;

  private static Fierce table(String file, Object... options) {
    return Fierce.run(
        new Terminal(false, false, 1000),
        Stream.concat(
                Stream.of("data", CASES.resolve(file), "--coarse", "grade", "--fine", "price"),
                Stream.of(options))
            .toArray());
  }

  private static void refused(Fierce run, String message) {
    assertThat(run.err().strip()).isEqualTo("fierce: " + message);
    assertThat(run.code()).isEqualTo(ExitCodes.DATA);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "euro.csv | euro.csv is read with cells separated by semicolon, numbers with a decimal comma.",
        "tab.tsv | tab.tsv is read with cells separated by tab.",
        "latin1.csv | latin1.csv is read with text in windows-1252, as it is not UTF-8.",
        "plain.csv.gz | Values are missing in miss",
      })
  void oneTableIsReadAlikeHoweverItIsWritten(String file, String note) {
    Fierce run = table("tables/" + file, "--id", "sku", "--set", "data.ignored=[cat, date, note]");
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .contains("rows    104 training, 26 test")
        .contains("input   7 values a row")
        .contains("coarse  3 classes")
        .contains("fine    price, a number from 36.54 to 108.2, mean 74.46")
        .contains(note);
  }

  @Test
  void whatSeparatesCellsMayBeSaid() {
    Fierce named =
        table(
            "tables/euro.csv",
            "--id",
            "sku",
            "--separator",
            "semicolon",
            "--set",
            "data.ignored=[cat, date, note]");
    assertThat(named.out()).contains("input   7 values a row");
    assertThat(table("tables/euro.csv", "--separator", "comma").code()).isEqualTo(ExitCodes.DATA);
    assertThat(table("tables/euro.csv", "--separator", "::").err())
        .contains(
            "separator is \"::\"; it must be one character, or one of bar, comma, semicolon, tab");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tables/badnum.csv | (price): 1 of 130. Those among the training rows (1) teach their coarse class only; those among the test rows (0)",
        "tables/missprice.csv | (price): 3 of 130. Those among the training rows (3) teach their coarse class only; those among the test rows (0)",
        "fine-number/finena.csv | (price): 1 of 24.",
        "fine-number/repna6.csv | (price): 1 of 60.",
      })
  void missingFineNumbersAreCounted(String file, String note) {
    assertThat(table(file).out()).contains("price, a number from").contains(note);
  }

  @Test
  void aRunWithMissingFineNumbersScoresTheOthersAndSaysSo() throws IOException {
    Path out = folder.resolve("r");
    Fierce run =
        Fierce.run(
            "train",
            CASES.resolve("fine-number/repna6.csv"),
            "--coarse",
            "grade",
            "--fine",
            "price",
            "--out",
            out,
            "--set",
            "training.epochs=2");
    assertThat(run.err()).doesNotContain("fierce:");
    JsonNode scores = new ObjectMapper().readTree(out.resolve("scores.json").toFile());
    assertThat(scores.path("scores").path("probeR2").path("value").isNumber()).isTrue();
    assertThat(scores.path("notes").toString())
        .contains("The fine column price has 10 values and was taken as a number.")
        .contains("Rows without a fine target (price): 1 of 60.");
    assertThat(out.resolve("report.html")).content().contains("Rows without a fine target (price)");
  }

  @ParameterizedTest
  @CsvSource({
    "fineinf.csv, 9, inf",
    "finehex.csv, 9, 0x1F",
    "finethou.csv, 9, '1,234.5'",
  })
  void oneOddValueNeverMakesANumberClasses(String file, int line, String value) {
    String name = "fine-number/" + file;
    refused(
        table(name),
        "%s, line %d: column price is \"%s\", not a finite number.%s"
            .formatted(CASES.resolve(name), line, value, CORRECT + SKIP));
    assertThat(
            Fierce.run(
                    "data", CASES.resolve(name), "--coarse", "grade", "--fine", "{classes: price}")
                .out())
        .contains("fine    24 classes");
  }

  @ParameterizedTest
  @CsvSource({"fullwidth.csv", "uminus.csv"})
  void digitsAndSignsOfUnicodeAreNumbers(String file) {
    assertThat(table("fine-number/" + file).out()).contains("fine    price, a number from");
  }

  @Test
  void structuralProblemsAreToldTogether() {
    String remedy =
        " Give each column a name of its own, complete the rows, quote cells that hold the separator (comma), or say what separates them: --separator, or separator under data in a configuration.";
    refused(
        table("tables/dup.csv"),
        CASES.resolve("tables/dup.csv")
            + ", line 1: column 3 has the name \"a\" of column 2."
            + remedy);
    refused(
        table("tables/ragged.csv"),
        CASES.resolve("tables/ragged.csv")
            + ", line 62 has 3 cells; expected 6 (sku, a, b, colour, price, grade)."
            + remedy
            + SKIP);
  }

  @Test
  void badRowsAreLeftOutWhereThatIsAskedFor() {
    Fierce run = table("tables/ragged.csv", "--id", "sku", "--skip-bad");
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .contains(
            "rows cannot be used and were left out: line 62 has 3 cells; expected 6 (sku, a, b, colour, price, grade).");
    Fierce set = table("tables/ragged.csv", "--id", "sku", "--set", "data.badRows=skip");
    assertThat(set.out()).isEqualTo(run.out());
  }

  @Test
  void tooFewClassesOrRowsAreRefused() {
    refused(
        table("tables/oneclass.csv", "--id", "sku"),
        "oneclass.csv: all rows have the one coarse class \"low\"; there is nothing to learn from fewer than two");
    refused(
        table("tables/onerow.csv", "--id", "sku"),
        "onerow.csv: a fraction of 0.2 cannot be drawn from 40 rows of 40 classes without emptying a class: every class has one row only");
  }

  @Test
  void timestampsKeepTheirThirtyValues() {
    Fierce run = table("large-offset/ts.csv");
    assertThat(run.out())
        .doesNotContain("never change")
        .contains(
            "Columns moved by their mean, because their values are too large beside their spread for float32: x1 (by 17000000");
  }

  @Test
  void aLargeOffsetLosesNoSignal() throws IOException {
    Fierce run =
        Fierce.run(
            "evaluate",
            "--embeddings",
            CASES.resolve("large-offset/off.npy"),
            "--labels",
            CASES.resolve("large-offset/off.csv"),
            "--fine",
            "{number: y}",
            "--evaluation",
            "probe",
            "--out",
            folder.resolve("o"));
    assertThat(run.err()).isEmpty();
    JsonNode scores = new ObjectMapper().readTree(folder.resolve("o/scores.json").toFile());
    assertThat(scores.path("scores").path("probeR2").path("value").asDouble())
        .isGreaterThan(0.9995);
    assertThat(scores.path("notes").toString()).contains("column 0 (by 1700000100)");
  }

  @Test
  void aHierarchyInLatin1IsRefusedRatherThanMergedToOneClass() {
    Path file = CASES.resolve("latin1-hierarchy/hier_latin.csv");
    refused(
        Fierce.run("data", CASES.resolve("latin1-hierarchy/hier_latin.yaml")),
        ("%s, line 2: byte 0xE9 is not UTF-8; the file looks like windows-1252 (Latin-1). Save it as UTF-8, as by:"
                + " iconv -f WINDOWS-1252 -t UTF-8 '%1$s' > '%s'")
            .formatted(file, file.resolveSibling("hier_latin-utf8.csv")));
  }

  @Test
  void aByteOrderMarkInAHierarchyDoesNotCount() {
    Fierce plain = Fierce.run("data", CASES.resolve("bom-hierarchy/hier.yaml"));
    Fierce marked = Fierce.run("data", CASES.resolve("bom-hierarchy/hier_bom.yaml"));
    assertThat(plain.out()).contains("fine    4 classes");
    assertThat(marked.out()).isEqualTo(plain.out());
  }

  @Test
  void aConfigurationInLatin1IsRefusedByName() {
    Path file = CASES.resolve("config-latin1/y_latin.yaml");
    Fierce run = Fierce.run("data", file);
    assertThat(run.code()).isEqualTo(ExitCodes.USAGE);
    assertThat(run.err())
        .startsWith(
            "fierce: "
                + file
                + ", line 7: byte 0xE9 is not UTF-8; the file looks like windows-1252");
  }
}

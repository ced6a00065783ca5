package org.fierce.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.fierce.run.Answer;
import org.fierce.run.Answer.Bar;
import org.fierce.run.Answer.ChosenFeatures;
import org.fierce.run.Answer.Standing;
import org.fierce.stats.Measure;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnswerSectionTest {
  private static final double NONE = Double.NaN;

  @TempDir private Path folder;

  @BeforeEach
  void aRunOfAMethod() throws IOException {
    Files.writeString(
        folder.resolve("run.json"),
        """
        {"formatVersion": 1, "method": "cross-entropy", "seed": 0, "finished": true,
         "coarseLearning": {"learnt": true, "rowsOf": "test", "rows": 100, "accuracy": 0.8,
           "commonestClass": "young", "commonestShare": 0.55}}
        """);
    Files.writeString(
        folder.resolve("scores.json"),
        """
        {"formatVersion": 1, "scores": {
          "coarseAccuracy": {"value": 0.8, "low": 0.7, "high": 0.9},
          "probeR2": {"value": 0.5, "low": 0.4, "high": 0.6}}}
        """);
    Files.writeString(
        folder.resolve("config.yaml"),
        "data: {source: table, train: shells/abalone.csv, labels: {coarse: 'bins(rings, 2)', fine: rings}}\n");
  }

  private static Bar bar(String name, String words, double value, double low, double high) {
    return new Bar(name, words, "probeR2", value, low, high);
  }

  private static Answer answer() {
    return new Answer(
        "Abalone: told the age group, how many rings?",
        "Training paid: R² 0.50 against 0.40 of the raw columns.",
        Standing.PAID,
        List.of(new Bar("features", "features", "coarseAccuracy", 0.8, 0.7, 0.9)),
        List.of(
            bar("features", "features", 0.5, 0.4, 0.6),
            bar("raw-input", "raw columns", 0.4, 0.3, 0.5),
            bar("coarse-class", "coarse class alone", -2, -3, -1),
            bar("fine-ceiling", "ceiling", 0.6, NONE, NONE)),
        new ChosenFeatures(
            "layers",
            "every layer",
            "best on 64 validation rows",
            "64 validation rows",
            List.of(
                bar("layers", "every layer", 0.5, NONE, NONE),
                bar("last", "the last layer", 0.45, NONE, NONE))),
        List.of("3 rows were left out."),
        List.of("fierce predict runs/a/model.fierce new.csv"));
  }

  private String page() throws IOException {
    return Files.readString(HtmlReport.write(folder));
  }

  @Test
  void aReportOpensWithQuestionVerdictPictureFeaturesAndCommands() throws IOException {
    answer().write(folder.resolve(Answer.FILE));
    String page = page();

    assertThat(page)
        .contains("<title>Abalone: told the age group, how many rings? – Fierce</title>")
        .containsSubsequence(
            "<p class=\"kind\">Fierce run: cross-entropy, seed 0</p>",
            "<h1>Abalone: told the age group, how many rings?</h1>",
            "<p class=\"verdict\">Training paid: R² 0.50 against 0.40 of the raw columns.</p>",
            "<figcaption>R² of the probe <small>larger is better</small>",
            "<figcaption>Coarse accuracy",
            "One run; thin lines show the 95 % interval over the test examples. Filled: trained on the coarse labels. Hollow: costs no training. Dashed: trained on the fine labels themselves.",
            "<li>3 rows were left out.</li>",
            "<h2>What the model file uses</h2><p class=\"plain\">Every layer: best on 64 validation rows.</p>",
            "All that were tried, on 64 validation rows",
            "<th scope=\"row\">every layer (chosen)</th><td>0.500</td>",
            "<h2>What to do next</h2>",
            "fierce predict runs/a/model.fierce new.csv</pre>",
            "<h2>All scores</h2>");
  }

  @Test
  void barsTellThemselvesApartWithoutColourAndAsText() throws IOException {
    answer().write(folder.resolve(Answer.FILE));

    assertThat(page())
        .contains(
            "<desc>features (in the model file): 0.500 [0.400, 0.600]. raw columns: 0.400 [0.300, 0.500]. coarse class alone: −2.000 [−3.000, −1.000]. ceiling: 0.600.</desc>")
        .contains("class=\"answer-bar\"", "class=\"answer-bar free\"")
        .contains("class=\"answer-bar ceiling\"")
        // From −0.5 to 1 on 428 units: 0 at 142.7, 0.5 at 285.3; what is below is cut at the start.
        .contains("<rect class=\"answer-bar\" x=\"142.7\" y=\"19.0\" width=\"142.7\"")
        .contains("<rect class=\"answer-bar free\" x=\"0.0\" y=\"99.0\" width=\"142.7\"");
  }

  @Test
  void aFolderWithoutAnAnswerSaysWhatItsScoresSay() throws IOException {
    assertThat(page())
        .contains("<h1>Abalone: told which of 2 groups of rings, what is the rings?</h1>")
        .contains(
            "<p class=\"verdict\">The coarse class of 80 in 100 test rows is told, where the commonest class alone would be right for 55 in 100; R² of the probe is 0.500. Whether training was worth it was not measured here: fierce compare does.</p>")
        .contains("the commonest class (young): 0.550.");
  }

  @Test
  void theQuestionNamesTheDataSetAndBothLabels() {
    String table =
        "data: {source: table, train: [a/prices.csv], labels: {coarse: grade, fine: sku}}";
    Measure classes = Measure.of("knnAccuracyWithinTrue");
    assertThat(KnownAnswer.question(table, classes, "runs"))
        .isEqualTo("Prices: told the grade, which sku is it?");
    assertThat(KnownAnswer.question(table, null, "runs")).isEqualTo("Prices: which is the grade?");
    assertThat(
            KnownAnswer.question("data: {source: cifar100, train: c/train.bin}", classes, "runs"))
        .isEqualTo("Cifar100: told the coarse class, which fine class is it?");
    assertThat(
            KnownAnswer.question(
                "data: {source: mat}", Measure.of("transferMeanSquaredError"), "runs"))
        .isEqualTo("Mat: told the coarse class, what are the shares?");
    assertThat(KnownAnswer.question("", classes, "runs")).isEqualTo("runs");
    assertThat(KnownAnswer.question("a: [", classes, "runs")).isEqualTo("runs");
  }
}

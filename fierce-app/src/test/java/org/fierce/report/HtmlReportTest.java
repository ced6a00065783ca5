package org.fierce.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.fierce.files.CheckpointFormatException;
import org.fierce.files.DatasetFormatException;
import org.fierce.stats.Measure;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HtmlReportTest {
  private static final Pattern LOADS =
      Pattern.compile(
          "(?i)(src|href|data|srcset|action)\\s*=|url\\(|@import|https?:|<script|<link");

  @TempDir private Path folder;

  @BeforeEach
  void aComparisonOfTwoMethodsAndARivalOverTwoSeeds() throws IOException {
    Files.writeString(
        folder.resolve("comparison.json"),
        """
        {"formatVersion": 1, "seeds": [0, 1], "primary": "knnAccuracyWithinTrue",
         "verdict": ["fierce is better than <script>alert(1)</script>.",
                     "Training did not pay: raw-input reaches knnAccuracyWithinTrue 0.9000, the best method (fierce) 0.5410."],
         "methods": [
          {"name": "<script>alert(1)</script>", "rival": false, "scores": {
            "coarseAccuracy": {"mean": 0.981, "low": 0.97, "high": 0.99, "values": [0.98, 0.982]},
            "knnAccuracyWithinTrue": {"mean": 0.526, "low": 0.519, "high": 0.533}}},
          {"name": "fierce", "rival": false, "scores": {
            "coarseAccuracy": {"mean": 0.95, "low": null, "high": null},
            "knnAccuracyWithinTrue": {"mean": 0.541, "low": 0.534, "high": 0.548}},
           "pairedDifference": {"knnAccuracyWithinTrue": {"to": "<script>alert(1)</script>",
             "mean": 0.015, "low": 0.008, "high": 0.022, "pHolm": 0.0004}}},
          {"name": "raw-input", "rival": true, "scores": {
            "knnAccuracyWithinTrue": {"mean": 0.9, "low": 0.88, "high": 0.92}}}]}
        """);
    for (int seed = 0; seed < 2; seed++) {
      Path run = Files.createDirectories(folder.resolve("runs/fierce/" + seed));
      Files.writeString(
          run.resolve("run.json"),
          "{\"formatVersion\":1,\"fierce\":\"0.1.0\",\"seed\":%d,\"inputs\":[{\"sha256\":\"abc\"}]}"
              .formatted(seed));
      Files.writeString(
          run.resolve("metrics.jsonl"),
          """
          {"epoch": 1, "lossNats": 2.0, "entropyBits": null, "coarseAccuracy": 0.5, "rate": 0.1}
          {"epoch": 2, "lossNats": %d.0, "entropyBits": null, "coarseAccuracy": 0.7, "rate": 0.1}
          """
              .formatted(seed));
    }
    Files.writeString(folder.resolve("config.yaml"), "methods: [fierce] # <b>\n");
  }

  /** The page without its own script and the data for it. */
  private static String withoutScripts(String page) {
    return page.replaceAll("(?s)<script.*?</script>", "");
  }

  private String page() throws IOException {
    return Files.readString(HtmlReport.write(folder));
  }

  @Test
  void thePageLoadsNothing() throws IOException {
    assertThat(withoutScripts(page())).doesNotContainPattern(LOADS);
    assertThat(page()).contains("default-src 'none'");
  }

  @Test
  void everythingFromFilesIsEscaped() throws IOException {
    assertThat(page())
        .doesNotContain("<script>alert", "<b>\n")
        .contains("&lt;script&gt;alert(1)&lt;/script&gt;", "# &lt;b&gt;");
  }

  @Test
  void scoresStandWithIntervalsAndPairedDifferences() throws IOException {
    assertThat(page())
        .contains("0.541", "[0.534, 0.548]", "+0.015", "[0.008, 0.022]", "p &lt; 0.001")
        .contains("Mean over 2 seeds");
  }

  @Test
  void rivalsAreMarkedAndTheAnswerStandsFirst() throws IOException {
    assertThat(page())
        .contains("<tr class=\"free\"><th scope=\"row\">raw-input")
        .contains(
            "<p class=\"verdict\">Training did not pay: raw-input reaches kNN accuracy inside the true coarse class 0.9000, the best method (fierce) 0.5410.</p>")
        .contains("<p class=\"fact\">fierce is better than")
        .doesNotContain("class=\"note\"");
  }

  @Test
  void whatIsCalledBestSaysByHowMuchAndItsInterval() throws IOException {
    assertThat(page())
        .contains(
            "<strong>0.541</strong><small>[0.534, 0.548]</small><small>+0.015 [0.008, 0.022] to &lt;script&gt;");
  }

  @Test
  void eachScoreHasItsDefinitionAtHand() throws IOException {
    String definition = Html.escape(Measure.of("knnAccuracyWithinTrue").definition());
    assertThat(page())
        .contains("<dt>kNN accuracy inside the true coarse class</dt><dd>" + definition)
        .contains("</h3><p class=\"aside\">" + definition);
    assertThat(Files.readString(HtmlReport.write(runWithScores())))
        .contains(
            "<details class=\"what\"><summary>R² of the probe <small>larger is better</small></summary><p>"
                + Html.escape(Measure.of("probeR2").definition()));
  }

  @Test
  void thePrimaryScoreComesFirst() throws IOException {
    assertThat(Results.read(folder).keys())
        .containsExactly("knnAccuracyWithinTrue", "coarseAccuracy");
  }

  @Test
  void curvesTellTheirNumbersInWords() throws IOException {
    // Loss at epoch 2 is 0 and 1: mean 0.5. Entropy is null everywhere and is not drawn.
    assertThat(page())
        .contains("fierce: from 2 at epoch 1 to 0.5 at epoch 2.")
        .contains("<figcaption>Loss</figcaption>", "<figcaption>Learning rate</figcaption>")
        .doesNotContain("<figcaption>Entropy");
  }

  @Test
  void everyElementIsClosed() throws IOException {
    String page = page();
    for (String tag : new String[] {"main", "section", "table", "tr", "td", "th", "svg", "p"}) {
      assertThat(count(page, "<" + tag + "[ >]")).as(tag).isEqualTo(count(page, "</" + tag + ">"));
    }
  }

  @Test
  void aSaturatedEntropyTermIsNotedOnceAMethod() throws IOException {
    assertThat(page()).doesNotContain("saturated");
    for (int seed = 0; seed < 2; seed++) {
      Files.writeString(
          folder.resolve("runs/fierce/" + seed + "/metrics.jsonl"),
          "{\"epoch\": 1, \"saturation\": 0.99}\n{\"epoch\": 2, \"saturation\": 0.9%d}\n"
              .formatted(seed + 1));
    }
    assertThat(count(page(), "the entropy term is saturated")).isEqualTo(1);
    assertThat(page())
        .contains("<p class=\"note\">fierce: the entropy term is saturated (0.92 of its range");
    assertThat(Files.readString(HtmlReport.write(runWithScores())))
        .contains("the entropy term is saturated (0.92 of its range");
  }

  @Test
  void theHealthOfAnEntropyTermIsDrawnAndItsFaultsAreNoted() throws IOException {
    assertThat(page()).doesNotContain("Health of the entropy term");
    for (int seed = 0; seed < 2; seed++) {
      Files.writeString(
          folder.resolve("runs/fierce/" + seed + "/metrics.jsonl"),
          """
          {"epoch": 1, "coarseAccuracy": 0.5, "entropyShare": 0.8, "gradientRatio": 0.1, "saturation": 0.2}
          {"epoch": 2, "coarseAccuracy": 0.6, "entropyShare": 0.9, "gradientRatio": %d, "saturation": 0.3}
          """
              .formatted(seed == 0 ? 100 : 1000));
    }
    // The mean of 10^2 and 10^3 on the scale of powers is 2.5; what is the same in all runs is
    // drawn once.
    assertThat(page())
        .contains("<h3>Health of the entropy term</h3>")
        .contains("fierce: from −1 at epoch 1 to 2.5 at epoch 2.")
        .contains("all runs: from 0.8 at epoch 1 to 0.9 at epoch 2.")
        .contains("all runs: from 0.2 at epoch 1 to 0.3 at epoch 2.")
        .contains("is 1000 times as large, with 60 % of the training rows right");
    assertThat(count(page(), "overwhelms cross-entropy")).isEqualTo(1);
  }

  @Test
  void fineDetailOverTrainingIsDrawnBesideCoarseAccuracy() throws IOException {
    assertThat(page()).doesNotContain("Fine detail over training");
    for (int seed = 0; seed < 2; seed++) {
      Files.writeString(
          folder.resolve("runs/fierce/" + seed + "/detail.jsonl"),
          """
          {"epoch":10,"seconds":1.5,"scores":{"coarseAccuracy":0.8,"knnAccuracy":0.1,"knnAccuracyWithinTrue":0.%d}}
          {"epoch":20,"seconds":1.5,"scores":{"coarseAccuracy":0.9%d,"knnAccuracy":0.1,"knnAccuracyWithinTrue":0.5}}
          """
              .formatted(6 + seed, 2 * seed));
    }
    // Means over the two seeds: 0.6 and 0.7; 0.90 and 0.92.
    assertThat(page())
        .contains("<h2>Fine detail over training</h2>")
        .contains("fierce: from 0.65 at epoch 10 to 0.5 at epoch 20.")
        .contains("fierce: from 0.8 at epoch 10 to 0.91 at epoch 20.")
        .contains("<title>kNN accuracy inside the true coarse class by epoch</title>");
  }

  private static long count(String page, String pattern) {
    return Pattern.compile(pattern).matcher(page).results().count();
  }

  private Path runWithScores() throws IOException {
    Path run = folder.resolve("runs/fierce/1");
    Files.writeString(
        run.resolve("scores.json"),
        """
        {"formatVersion": 1, "scores": {
          "probeR2": {"value": 0.6125, "low": 0.6, "high": 0.63, "interval": "bootstrap-examples"}}}
        """);
    return run;
  }

  @Test
  void aRunHasAReportOfItsOwn() throws IOException {
    assertThat(withoutScripts(Files.readString(HtmlReport.write(runWithScores()))))
        .contains("R² of the probe", "0.613", "[0.600, 0.630]", "inputs 1 sha256", "abc")
        .doesNotContainPattern(LOADS);
  }

  @Test
  void aDamagedLineIsNamed() throws IOException {
    Path metrics = folder.resolve("runs/fierce/0/metrics.jsonl");
    Files.writeString(metrics, "{\"epoch\": 1}\n{\"epoch\": 2,");
    assertThatThrownBy(this::page)
        .isInstanceOf(CheckpointFormatException.class)
        .hasMessageContaining("metrics.jsonl, line 2: Unexpected end-of-input");
  }

  @Test
  void aNewerFormatIsRefused() throws IOException {
    Files.writeString(folder.resolve("comparison.json"), "{\"formatVersion\": 2}");
    assertThatThrownBy(this::page)
        .isInstanceOf(DatasetFormatException.class)
        .hasMessageContaining("format version 2; this Fierce reads version 1");
  }
}

package org.fierce.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fierce.tune.TuningReport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TuneCommandTest {
  @TempDir private static Path folder;
  private static Path out;
  private static Fierce tune;

  @BeforeAll
  static void threeGradesAreTuned() throws IOException {
    SplittableRandom random = new SplittableRandom(5);
    StringBuilder table = new StringBuilder("size,weight,grade\n");
    for (int row = 0; row < 240; row++) {
      double size = random.nextDouble();
      String grade = size < 0.3 ? "small" : size < 0.7 ? "<middle>" : "large";
      table.append("%s,%s,%s\n".formatted(size, random.nextDouble(), grade));
    }
    Files.writeString(folder.resolve("prices.csv"), table);
    Files.writeString(
        folder.resolve("prices.yaml"),
        """
        formatVersion: 1
        data: {source: table, train: prices.csv, labels: {coarse: grade}, split: {fraction: 0.2}}
        augmentation: [gaussian-noise]
        backbone: {kind: mlp, hidden: [16, 8]}
        methods: [cross-entropy, {name: label-smoothing, epsilon: 0.2}]
        training: {epochs: 3, batch: 32}
        evaluation: [coarse]
        rivals: [untrained]
        """);
    out = folder.resolve("tuned");
    tune = Fierce.run("tune", folder.resolve("prices.yaml"), "--out", out, "--seeds", 2);
    assertThat(tune.code()).as(tune.err()).isZero();
  }

  @Test
  void theTableShowsEveryCriterionAndTheChoice() throws IOException {
    TuningReport report = TuningReport.read(out.resolve("tune.json"));

    assertThat(tune.err()).contains("[8/8]");
    assertThat(tune.out())
        .contains("cross-entropy", "label-smoothing", "granularity", "agreement of", "budget")
        .contains("Chosen: " + report.chosen())
        .contains(report.reason())
        .contains("Configuration: " + out.resolve("tuned.yaml"));
    assertThat(report.setting().seeds()).containsExactly(0L, 1L);
    assertThat(report.candidates().get(0).scores())
        .hasEntrySatisfying(
            "granularity", granularity -> assertThat(granularity.values()).hasSize(2));
  }

  @Test
  void theReportDrawsEachCriterionAndIsBuiltAgain() throws IOException {
    String page = Files.readString(out.resolve("report.html"));
    Files.delete(out.resolve("report.html"));

    Fierce report = Fierce.run("report", out);

    assertThat(report.code()).as(report.err()).isZero();
    assertThat(out.resolve("report.html")).hasContent(page);
    assertThat(page)
        .contains("<title>held-out granularity against coarse accuracy</title>")
        .contains("<title>agreement of two views against coarse accuracy</title>")
        .contains("Chosen: ", "&lt;middle&gt;")
        .doesNotContain("<middle>");
    assertThat(Pattern.compile("class=\"mark ").matcher(page).results().count()).isEqualTo(6);
    assertThat(Fierce.run("report", out.resolve("coarse")).code()).isZero();
  }

  @Test
  void theTunedConfigurationIsTrainedAsItIs() {
    Fierce train = Fierce.run("train", out.resolve("tuned.yaml"), "--out", folder.resolve("run"));

    assertThat(train.code()).as(train.err()).isZero();
    assertThat(train.out()).contains("Coarse label right: ");
  }

  @Test
  void aTuningThatIsThereIsRefusedOrResumed() throws IOException {
    Path config = folder.resolve("prices.yaml");

    Fierce refused = Fierce.run("tune", config, "--out", out, "--seeds", 2);
    Fierce resumed = Fierce.run("tune", config, "--out", out, "--seeds", 2, "--resume", "--json");

    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains("add --resume");
    assertThat(resumed.code()).as(resumed.err()).isZero();
    assertThat(resumed.err()).contains("finished before");
    assertThat(resumed.out())
        .isEqualToNormalizingNewlines(Files.readString(out.resolve("tune.json")));
  }

  @Test
  void optionsOutOfRangeAreWrongUsage() {
    Path config = folder.resolve("prices.yaml");

    assertThat(Fierce.run("tune", config, "--budget", "1").err()).contains("budget is 1.0");
    assertThat(Fierce.run("tune", config, "--held-out", "0").code()).isEqualTo(2);
    assertThat(Fierce.run("tune", config, "--by", "charm").code()).isEqualTo(2);
    Fierce views = Fierce.run("tune", config, "--by", "views", "--set", "augmentation=[]");
    assertThat(views.code()).isEqualTo(2);
    assertThat(views.err()).contains("there are no two views of a row");
  }

  @Test
  void helpNamesEveryCandidateOfTheGrid() throws IOException {
    String help = Fierce.run("tune", "--help").out();

    try (InputStream in =
        Objects.requireNonNull(
            TuningReport.class.getResourceAsStream("/org/fierce/tune/tuning-grid.yaml"))) {
      String grid = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      Matcher label = Pattern.compile("label: ([^,}]+)").matcher(grid);
      int found = 0;
      while (label.find()) {
        assertThat(help).contains(label.group(1));
        found++;
      }
      assertThat(found).isEqualTo(14);
    }
  }
}

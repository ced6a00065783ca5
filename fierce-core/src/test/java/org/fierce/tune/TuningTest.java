package org.fierce.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.fierce.compare.Comparison;
import org.fierce.config.ConfigReader;
import org.fierce.config.ConfigurationException;
import org.fierce.config.Contender;
import org.fierce.config.ExperimentConfig;
import org.fierce.config.MethodConfig;
import org.fierce.data.DataRoot;
import org.fierce.experiment.TrainedRun;
import org.fierce.labels.LabelHierarchy;
import org.fierce.run.RunFolder;
import org.fierce.run.RunResult;
import org.fierce.train.TrainingListener;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TuningTest {
  private static final String CONFIG =
      """
      formatVersion: 1
      data:
        source: table
        train: train.csv
        test: test.csv
        labels: {coarse: kind, fine: price}
      augmentation: [gaussian-noise]
      backbone: {kind: mlp, hidden: [16, 8]}
      methods:
        - cross-entropy
        - {name: koleo, head: cosine, weight: 0.1}
      training: {epochs: 3, batch: 32}
      evaluation: [coarse, probe]
      seeds: 1
      """;

  @TempDir private Path folder;

  @BeforeEach
  void fourKindsInTwoClusters() throws IOException {
    write(folder.resolve("train.csv"), 240, 1, "");
    write(folder.resolve("test.csv"), 40, 2, "");
  }

  /**
   * Four kinds round the corners of a flat rectangle; poison stands in for what is not looked at.
   */
  private static void write(Path file, int rows, long seed, String poison) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    StringBuilder table = new StringBuilder("x,y,kind,price\n");
    for (int row = 0; row < rows; row++) {
      int kind = row % 4;
      double x = (kind < 2 ? 0 : 4) + random.nextGaussian() * 0.3;
      double y = kind % 2 + random.nextGaussian() * 0.3;
      double price = poison.isEmpty() ? x + y : -1000 * row;
      table.append(
          "%s,%s,%s,%s\n"
              .formatted(
                  x,
                  y,
                  poison.contains("kind") ? "abcd".charAt(row * 7 % 11 % 4) : "abcd".charAt(kind),
                  price));
    }
    Files.writeString(file, table);
  }

  private TuningReport tune(String yaml, Tuning.Options options, String out) throws Exception {
    return tune(yaml, options, out, false, new ArrayList<>());
  }

  private TuningReport tune(
      String yaml, Tuning.Options options, String out, boolean resume, List<String> newRuns)
      throws Exception {
    return tuning(yaml, options, out).run(resume, 1, new Recorder(newRuns));
  }

  private Tuning tuning(String yaml, Tuning.Options options, String out) throws IOException {
    ExperimentConfig config = new ConfigReader(List.of(), false).parse("test.yaml", yaml);
    DataRoot root = new DataRoot(List.of(folder));
    List<Long> seeds = Comparison.firstSeeds(config.seeds());
    return Tuning.open(config, root, options, seeds, folder.resolve(out));
  }

  @Test
  void candidatesAreScoredOnHeldOutRowsAndOneIsChosen() throws Exception {
    TuningReport report = tune(CONFIG, Tuning.Options.standard(), "out");

    assertThat(report.by()).isEqualTo(Criterion.GRANULARITY);
    assertThat(report.setting().groups()).containsExactly(List.of("a", "b"), List.of("c", "d"));
    assertThat(report.keys())
        .containsExactly(
            "coarseAccuracy", "granularity", "granularityProbe", "viewAgreementWithinTrue");
    assertThat(report.candidates()).hasSize(2);
    assertThat(report.candidates())
        .allSatisfy(
            candidate ->
                report.keys().forEach(key -> assertThat(candidate.mean(key)).isBetween(0.0, 1.0)));
    assertThat(report.least())
        .isCloseTo(
            report.candidates().get(0).mean("coarseAccuracy") - 0.01,
            org.assertj.core.data.Offset.offset(1e-12));
    assertThat(report.reason()).isNotEmpty();

    Path out = folder.resolve("out");
    assertThat(TuningReport.read(out.resolve("tune.json"))).isEqualTo(report);
    ExperimentConfig tuned = new ConfigReader(List.of(), false).read(out.resolve("tuned.yaml"));
    assertThat(tuned.methods().get(0).label()).isEqualTo(report.chosen());
    assertThat(tuned.evaluation()).hasSize(2);
    assertThat(RunFolder.dataFolders(out)).containsExactly(folder);
    // 240 training rows less a fifth; the run is an ordinary one.
    Path run = out.resolve("groups/runs/koleo/0");
    assertThat(Files.readString(run.resolve("config.yaml"))).contains("source: held-out");
    assertThat(Files.readAllLines(run.resolve("examples.csv"))).hasSize(1 + 48);
    try (TrainedRun trained = TrainedRun.open(run)) {
      assertThat(trained.evaluate(new DataRoot(List.of(folder))).value("knnAccuracyWithinTrue"))
          .isEqualTo(report.candidates().get(1).mean("granularity"));
    }
  }

  @Test
  void fineTargetsAndTestRowsHaveNoPartInTheChoice() throws Exception {
    tune(CONFIG, Tuning.Options.standard(), "out");
    write(folder.resolve("train.csv"), 240, 1, "price");
    write(folder.resolve("test.csv"), 17, 9, "kind and price");

    tune(CONFIG, Tuning.Options.standard(), "poisoned");

    assertThat(folder.resolve("poisoned/tune.json"))
        .hasSameTextualContentAs(folder.resolve("out/tune.json"));
    assertThat(folder.resolve("poisoned/tuned.yaml"))
        .hasSameTextualContentAs(folder.resolve("out/tuned.yaml"));
  }

  @Test
  void aTuningGoesOnWhereItWasButOnlyWhenAskedTo() throws Exception {
    tune(CONFIG, Tuning.Options.standard(), "out");
    Files.delete(folder.resolve("out/groups/runs/koleo/0/scores.json"));
    Files.delete(folder.resolve("out/tune.json"));

    assertThatThrownBy(() -> tune(CONFIG, Tuning.Options.standard(), "out"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("already holds this tuning; add --resume");
    List<String> newRuns = Collections.synchronizedList(new ArrayList<>());
    TuningReport again = tune(CONFIG, Tuning.Options.standard(), "out", true, newRuns);

    assertThat(newRuns).containsExactly("koleo");
    assertThat(TuningReport.read(folder.resolve("out/tune.json"))).isEqualTo(again);
    assertThatThrownBy(
            () ->
                tune(
                    CONFIG.replace("epochs: 3", "epochs: 4"),
                    Tuning.Options.standard(),
                    "out",
                    true,
                    newRuns))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("holds something else");
  }

  @Test
  void twoClassesWithoutAugmentationLeaveCoarseAccuracyAlone() throws Exception {
    String yaml =
        CONFIG
            .replace("coarse: kind, fine: price", "coarse: \"bins(price, 2)\"")
            .replace("augmentation: [gaussian-noise]\n", "");

    Tuning tuning = tuning(yaml, Tuning.Options.standard(), "out");
    TuningReport report = tuning.run(false, 1, new Recorder(new ArrayList<>()));

    assertThat(tuning.runs()).isEqualTo(2);
    assertThat(report.by()).isEqualTo(Criterion.COARSE);
    assertThat(report.keys()).containsExactly("coarseAccuracy");
    assertThat(report.remarks())
        .anySatisfy(
            remark -> assertThat(remark).contains("2 coarse classes cannot be merged further"))
        .anySatisfy(remark -> assertThat(remark).contains("there are no two views of a row"))
        .anySatisfy(remark -> assertThat(remark).contains("says nothing of fine detail"));
    assertThat(folder.resolve("out/groups")).doesNotExist();
    assertThatThrownBy(
            () -> tuning(yaml, new Tuning.Options(0.01, 0.2, null, Criterion.VIEWS), "other"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("there are no two views of a row");
  }

  @Test
  void aHierarchySaysWhatIsMergedAndBinsAreMergedWithNeighbours() throws Exception {
    LabelHierarchy merge =
        LabelHierarchy.ofColumns(List.of("a", "b", "c", "d"), List.of("s", "t", "s", "t"));

    assertThat(
            tune(CONFIG, new Tuning.Options(0.01, 0.2, merge, null), "merged").setting().groups())
        .containsExactly(List.of("a", "c"), List.of("b", "d"));
    List<List<String>> bins =
        tune(
                CONFIG.replace("coarse: kind, fine: price", "coarse: \"bins(price, 3)\""),
                Tuning.Options.standard(),
                "bins")
            .setting()
            .groups();
    assertThat(bins).hasSize(2);
    assertThat(bins.get(0)).hasSize(1);
    assertThat(bins.get(1)).hasSize(2);
  }

  @Test
  void oneMethodBringsTheGridWithTwoViewsOnlyWhereThereIsAugmentation() {
    String one = CONFIG.replace("  - {name: koleo, head: cosine, weight: 0.1}\n", "");
    ConfigReader reader = new ConfigReader(List.of(), false);

    List<MethodConfig> views = Candidates.of(reader.parse("one.yaml", one)).methods();
    List<MethodConfig> plain =
        Candidates.of(reader.parse("one.yaml", one.replace("augmentation: [gaussian-noise]\n", "")))
            .methods();

    assertThat(views).hasSize(15);
    assertThat(views.get(14).label()).isEqualTo("information-0.3");
    assertThat(views.get(14).epochs()).isEqualTo(1);
    assertThat(plain).hasSize(14).doesNotContain(views.get(14));
    List<MethodConfig> own =
        Candidates.of(
                reader.parse(
                    "own.yaml", one.replace("- cross-entropy", "- {name: koleo, weight: 0.7}")))
            .methods();
    assertThat(own).hasSize(16);
    assertThat(own.get(15).label()).isEqualTo("koleo");
  }

  @Test
  void methodsWithoutCrossEntropyGetOneForTheBudget() {
    ExperimentConfig config =
        new ConfigReader(List.of(), false)
            .parse("two.yaml", CONFIG.replace("- cross-entropy", "- label-smoothing"));

    assertThat(Candidates.of(config).methods())
        .extracting(MethodConfig::label)
        .containsExactly("plain-cross-entropy", "label-smoothing", "koleo");
  }

  private record Recorder(List<String> newRuns) implements Comparison.Listener {
    @Override
    public TrainingListener onStart(Contender contender, long seed) {
      return TrainingListener.NONE;
    }

    @Override
    public void onFinish(Contender contender, long seed, RunResult result) {
      if (result.isNew()) {
        newRuns.add(contender.label());
      }
    }
  }
}

package org.fierce.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.fierce.compare.Comparison;
import org.fierce.compare.ComparisonReport;
import org.fierce.config.ConfigReader;
import org.fierce.config.Contender;
import org.fierce.config.ExperimentConfig;
import org.fierce.data.DataRoot;
import org.fierce.data.source.TinyCifarFs;
import org.fierce.run.RunResult;
import org.fierce.train.TrainingListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NovelRowsTest {
  @TempDir private Path folder;

  @Test
  void episodesAreOfClassesThatNoTrainingRowHas() throws Exception {
    ComparisonReport report = compare();

    assertThat(report.primary()).contains("fewShotAccuracy-5-1");
    assertThat(report.methods())
        .allSatisfy(
            row -> {
              assertThat(row.scores()).containsKey("fewShotAccuracy-5-1");
              assertThat(row.scores().keySet()).noneMatch(key -> key.contains("Within"));
            });
    assertThat(report.methods().get(0).scores()).containsKey("coarseAccuracy");
    assertThat(report.notes()).isEmpty();
    // All images of a class are alike but for one pixel, so the input itself tells them apart.
    assertThat(report.methods().get(1).name()).isEqualTo("raw-input");
    assertThat(report.methods().get(1).mean("fewShotAccuracy-5-1")).isEqualTo(1);
    assertThat(report.methods().get(1).scores()).doesNotContainKey("coarseAccuracy");
  }

  private ComparisonReport compare() throws IOException, InterruptedException {
    DataRoot root = TinyCifarFs.write(folder, 4, 1);
    ExperimentConfig config =
        new ConfigReader(List.of(), false)
            .parse(
                "tiny.yaml",
                """
                formatVersion: 1
                data: {source: cifar-fs}
                backbone: {kind: mlp, hidden: [8]}
                methods: [cross-entropy]
                training: {epochs: 1, batch: 64}
                evaluation: [coarse, {kind: few-shot, ways: [5], shots: [1], queries: 3, episodes: 30}]
                rivals: [raw-input]
                """);
    return new Comparison(config, root, List.of(0L), folder.resolve("out"))
        .run(
            1,
            new Comparison.Listener() {
              @Override
              public TrainingListener onStart(Contender contender, long seed) {
                return TrainingListener.NONE;
              }

              @Override
              public void onFinish(Contender contender, long seed, RunResult result) {}
            });
  }
}

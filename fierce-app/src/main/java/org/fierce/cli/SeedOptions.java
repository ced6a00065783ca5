package org.fierce.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.fierce.compare.Comparison;
import org.fierce.compare.NextSteps;
import org.fierce.config.ExperimentConfig;
import org.fierce.config.SeedList;
import org.fierce.data.DataRoot;
import org.fierce.report.HtmlReport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How many seeds a comparison has, and how many of its runs go side by side. */
final class SeedOptions {
  @Option(
      names = "--seeds",
      paramLabel = "N|LIST",
      converter = SeedConverter.class,
      description =
          "How many seeds, counted from 0, or which, as 100-104 or 0-1,5; default: the configuration's number.")
  private @Nullable SeedList seeds;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      description = "Runs side by side; default: processors divided by threads a run.")
  private @Nullable Integer jobs;

  /** The seeds asked for, or null for the configuration's. */
  @Nullable SeedList asked() {
    return seeds;
  }

  /** The seeds asked for, or else the configuration's. */
  List<Long> of(ExperimentConfig config) {
    return seeds == null ? Comparison.firstSeeds(config.seeds()) : seeds.seeds();
  }

  /** How many runs go side by side. */
  int sideBySide(ExperimentConfig config) {
    int threads = Math.max(1, config.training().threads());
    return jobs == null ? Math.max(1, Runtime.getRuntime().availableProcessors() / threads) : jobs;
  }

  /** The comparison of these seeds in a folder. */
  Comparison comparison(ExperimentConfig config, DataRoot root, Path folder, NextSteps next) {
    return new Comparison(config, root, of(config), folder, true, next);
  }

  /** Runs a comparison, or what is missing of it, and writes its report. */
  Path run(ExperimentConfig config, DataRoot root, Path folder, Streams streams, NextSteps next)
      throws IOException, InterruptedException {
    List<Long> chosen = of(config);
    int side = sideBySide(config);
    int runs = chosen.size() * (config.methods().size() + config.rivals().size());
    Comparison comparison = comparison(config, root, folder, next);
    try (ComparisonProgress progress = new ComparisonProgress(streams, runs, Math.min(side, runs));
        StopNotice.Scope scope =
            streams
                .stop()
                .say(
                    () ->
                        progress.kept(folder)
                            + " To continue, run the same command: "
                            + streams.stop().command())) {
      comparison.run(side, progress);
      progress.stage("writing the report");
      return HtmlReport.write(folder);
    }
  }
}

package org.fierce.app.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.fierce.app.report.HtmlReport;
import org.fierce.data.DataRoot;
import org.fierce.experiment.Comparison;
import org.fierce.experiment.ExperimentConfig;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a comparison is run and shown: what demo and compare have in common. */
final class ComparisonOptions {
  @Option(
      names = "--seeds",
      paramLabel = "N",
      description = "Seeds 0 to N-1, instead of the configuration's number.")
  private @Nullable Integer seeds;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      description = "Runs side by side; default: processors divided by threads a run.")
  private @Nullable Integer jobs;

  @Option(names = "--json", description = "Print comparison.json instead of a table.")
  private boolean json;

  @Option(names = "--all", description = "Print every score, not only the main ones.")
  private boolean isAll;

  int run(ExperimentConfig config, DataRoot root, Path folder, Streams streams)
      throws IOException, InterruptedException {
    int count = seeds == null ? config.seeds() : seeds;
    int threads = Math.max(1, config.training().threads());
    int side =
        jobs == null ? Math.max(1, Runtime.getRuntime().availableProcessors() / threads) : jobs;
    int runs = count * (config.methods().size() + config.rivals().size());
    Comparison comparison =
        new Comparison(config, root, Comparison.firstSeeds(count), folder, true);
    comparison.run(side, new ComparisonProgress(streams, runs, Math.min(side, runs)));
    Shown.print(folder, json, isAll, HtmlReport.write(folder), streams);
    return ExitCodes.DONE;
  }
}

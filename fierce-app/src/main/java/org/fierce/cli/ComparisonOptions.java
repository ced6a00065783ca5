package org.fierce.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.fierce.config.ExperimentConfig;
import org.fierce.data.DataRoot;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that demo and compare share: how a comparison is run and printed. */
final class ComparisonOptions {
  @Mixin private SeedOptions seeds;

  @Option(names = "--json", description = "Print comparison.json instead of a table.")
  private boolean json;

  @Option(names = "--all", description = "Print every score, not only the main ones.")
  private boolean isAll;

  int run(ExperimentConfig config, DataRoot root, Path folder, Streams streams)
      throws IOException, InterruptedException {
    Path report = seeds.run(config, root, folder, streams);
    ResultsPrinter.print(folder, json, isAll, report, streams);
    return ExitCodes.DONE;
  }
}

package org.fierce.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.fierce.compare.NextSteps;
import org.fierce.config.ExperimentConfig;
import org.fierce.data.DataRoot;
import org.fierce.run.Answer;
import org.fierce.run.ComparisonFolder;
import org.fierce.run.RunFolder;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that demo and compare share: how a comparison is run and printed. */
final class ComparisonOptions {
  @Mixin private SeedOptions seeds;

  @Option(names = "--json", description = "Print comparison.json instead of a table.")
  private boolean json;

  @Option(names = "--all", description = "Print every score and difference below the answer.")
  private boolean isAll;

  /** The seeds asked for, or else the configuration's. */
  List<Long> seeds(ExperimentConfig config) {
    return seeds.of(config);
  }

  /** Takes a folder for a comparison before it is run. */
  void begin(ExperimentConfig config, DataRoot root, Path folder, NextSteps next)
      throws IOException {
    seeds.comparison(config, root, folder, next).begin();
  }

  /** Runs what is missing of a comparison and writes its report. */
  void run(ExperimentConfig config, DataRoot root, Path folder, Streams streams, NextSteps next)
      throws IOException, InterruptedException {
    seeds.run(config, root, folder, streams, next);
  }

  /** Prints the answer of a comparison that has run, and all scores if they are asked for. */
  void print(Path folder, Streams streams) throws IOException {
    Path report = folder.resolve(RunFolder.REPORT);
    if (json) {
      ResultsPrinter.print(folder, true, isAll, report, streams);
      return;
    }
    Answer answer = Answer.read(new ComparisonFolder(folder).answer());
    streams.out().print(AnswerText.of(answer, List.of("Report: " + report), streams.outTerminal()));
    if (isAll) {
      streams.out().println();
      ResultsPrinter.print(folder, false, true, null, streams);
    }
    streams.out().flush();
  }
}

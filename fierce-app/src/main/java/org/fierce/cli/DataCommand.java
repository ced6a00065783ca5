package org.fierce.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.fierce.config.ExperimentConfig;
import org.fierce.data.DataRoot;
import org.fierce.data.DataSplit;
import org.fierce.experiment.Experiment;
import org.fierce.run.DataRoots;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code fierce data}: what is in a data set. */
@Command(
    name = "data",
    description = {
      "Look at a data set before training: what each column is taken for, labels, and what is wrong.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  fierce data prices.csv --coarse grade --fine price",
      "  fierce data experiments/omniglot.yaml"
    })
final class DataCommand implements Callable<Integer> {
  private final Streams streams;

  @Mixin private SourceOptions source;
  @Mixin private ConfigOptions config;

  @Option(names = "--all", description = "Show all columns of a table, however many there are.")
  private boolean all;

  DataCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException {
    ExperimentConfig experiment = source.read(config.reader());
    DataSplit split;
    try (StageLine stage = new StageLine("", streams)) {
      stage.begin("reading " + source.source());
      DataRoot root = DataRoots.of(source.source()).watchedBy(stage.reading());
      split = Experiment.open(experiment, root, 0);
    }
    streams.out().print(DataText.of(split, streams.outTerminal(), all));
    streams.out().flush();
    return ExitCodes.DONE;
  }
}

package org.fierce.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.fierce.config.ExperimentConfig;
import org.fierce.run.DataRoots;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code fierce demo}: a comparison that needs no file. */
@Command(
    name = "demo",
    description = {
      "Compare methods on a simulated scene: needs no file, takes a few minutes.",
      "",
      "Simulate a hyperspectral scene, train on the largest material of each pixel, and see what the",
      "features still know of the shares: cross-entropy, label smoothing and FIERCE beside raw input,",
      "an untrained network and a ceiling.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  fierce demo --quick",
      "  fierce demo --seeds 5 --out runs/demo",
      "  fierce demo --set methods.2.weight=2 --out runs/twice"
    })
final class DemoCommand implements Callable<Integer> {
  private final Streams streams;

  @Mixin private ConfigOptions config;
  @Mixin private ComparisonOptions options;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "runs/demo",
      description = "Folder to write; default: ${DEFAULT-VALUE}.")
  private Path out;

  DemoCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws Exception {
    ExperimentConfig experiment = config.reader().demo();
    return options.run(experiment, DataRoots.of(out), out, streams);
  }
}

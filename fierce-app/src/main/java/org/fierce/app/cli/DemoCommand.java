package org.fierce.app.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.fierce.experiment.ExperimentConfig;
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
    footerHeading = "%nExample:%n",
    footer = "  fierce demo --seeds 3 --out runs/demo")
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
    ExperimentConfig experiment = config.reader().parse("the demo's configuration", yaml());
    return options.run(experiment, DataRoots.of(out), out, streams);
  }

  private static String yaml() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(DemoCommand.class.getResourceAsStream("demo.yaml"), "demo.yaml")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}

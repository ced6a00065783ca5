package org.fierce.cli;

import java.util.ArrayList;
import java.util.List;
import org.fierce.config.ConfigReader;
import org.fierce.config.ExperimentConfig;
import picocli.CommandLine.Option;

/** Options that change a configuration. */
final class ConfigOptions {
  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = {
        "Replace a value of the configuration, as",
        "--set training.epochs=3 or --set methods.0.weight=2. May be repeated."
      })
  private List<String> overrides = new ArrayList<>();

  @Option(
      names = "--quick",
      description = {
        "Take the small settings, to see that all works: a configuration's section quick;",
        "without one, fewer epochs, rows and seeds."
      })
  private boolean isQuick;

  @Option(
      names = "--skip-bad",
      description = {
        "Go on without the rows that cannot be read or used; results say how many.",
        "Without it, they are listed and nothing is done."
      })
  private boolean skipsBad;

  /** The assignments of {@code --set}, in order, and what other options stand for. */
  List<String> overrides() {
    List<String> all = new ArrayList<>(overrides);
    if (skipsBad) {
      all.add("data.badRows=skip");
    }
    return List.copyOf(all);
  }

  boolean isQuick() {
    return isQuick;
  }

  /** The same, after saying what {@code --quick} changed by itself. */
  ExperimentConfig told(ExperimentConfig config, Streams streams) {
    if (!config.quick().isEmpty()) {
      streams.err().println(config.quick());
    }
    return config;
  }

  ConfigReader reader() {
    return new ConfigReader(overrides(), isQuick);
  }
}

package org.fierce.cli;

import java.util.ArrayList;
import java.util.List;
import org.fierce.config.ConfigReader;
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

  @Option(names = "--quick", description = "Apply the configuration's quick: section.")
  private boolean isQuick;

  /** The assignments of {@code --set}, in order. */
  List<String> overrides() {
    return List.copyOf(overrides);
  }

  boolean isQuick() {
    return isQuick;
  }

  ConfigReader reader() {
    return new ConfigReader(overrides, isQuick);
  }
}

package org.fierce.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.fierce.config.ExperimentConfig;
import org.fierce.run.DataRoots;
import org.fierce.run.RepeatCommand;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fierce compare}: several methods over several seeds. */
@Command(
    name = "compare",
    description = {
      "Compare several methods over several seeds.",
      "",
      "Train several methods over several seeds on one data set at equal budget, beside raw input, an",
      "untrained network and a ceiling. A comparison that was stopped continues where it stopped.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  fierce compare experiments/cifar100.yaml --quick",
      "  fierce compare experiments/abalone.yaml --seeds 10 --jobs 4 --out runs/abalone"
    })
final class CompareCommand implements Callable<Integer> {
  private final Streams streams;

  @Parameters(paramLabel = "CONFIG", description = "Configuration (.yaml).")
  private Path configuration;

  @Mixin private ConfigOptions config;
  @Mixin private ComparisonOptions options;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder to write; default: runs/NAME of the configuration.")
  private @Nullable Path out;

  CompareCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws Exception {
    ExperimentConfig experiment = config.reader().read(configuration);
    Path folder = out == null ? Path.of("runs", stem(configuration)) : out;
    options.run(
        experiment, DataRoots.of(configuration), folder, streams, best -> next(folder, best));
    options.print(folder, streams);
    return ExitCodes.DONE;
  }

  private static List<String> next(Path folder, String best) {
    return List.of(RepeatCommand.line(List.of("report", folder.toString())));
  }

  /** The file's name without its last extension. */
  static String stem(Path file) {
    return String.valueOf(file.getFileName()).replaceFirst("\\.[^.]*$", "");
  }
}

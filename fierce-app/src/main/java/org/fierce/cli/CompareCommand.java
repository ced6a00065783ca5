package org.fierce.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.fierce.config.ExperimentConfig;
import org.fierce.run.Answer;
import org.fierce.run.ComparisonFolder;
import org.fierce.run.DataRoots;
import org.fierce.run.RepeatCommand;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code fierce compare}: several methods over several seeds. */
@Command(
    name = "compare",
    description = {
      "Compare several methods over several seeds.",
      "",
      "Train several methods over several seeds on one data set at equal budget, beside raw input, an",
      "untrained network and a ceiling. Without a configuration: plain cross-entropy, the same read at",
      "every layer, and the default method, over 3 seeds. Methods that differ in their readout alone",
      "share one training. What was finished is not run again: a comparison that was stopped continues,",
      "and one with more methods or seeds than its folder holds runs those alone.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  fierce compare prices.csv --coarse grade --fine price --quick",
      "  fierce compare photos/ --labels labels.csv --coarse category --fine product --seeds 5",
      "  fierce compare experiments/abalone.yaml --seeds 10 --jobs 4 --out runs/abalone"
    })
final class CompareCommand implements Callable<Integer> {
  private final Streams streams;

  @Mixin private SourceOptions source;
  @Mixin private ConfigOptions config;
  @Mixin private ComparisonOptions options;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder to write; default: runs/NAME of the configuration or data.")
  private @Nullable Path out;

  CompareCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    ExperimentConfig experiment =
        config.told(source.read(config.reader().forComparison()), streams);
    Path folder =
        out == null ? Path.of("runs", stem(source.source().toAbsolutePath().normalize())) : out;
    options.run(
        experiment,
        DataRoots.of(source.source()),
        folder,
        streams,
        (best, standing) -> next(experiment, folder, best, standing));
    options.print(folder, streams);
    return ExitCodes.DONE;
  }

  private List<String> next(
      ExperimentConfig experiment, Path folder, String best, Answer.Standing standing) {
    List<Long> seeds = options.seeds(experiment);
    List<String> commands = new ArrayList<>();
    if (standing == Answer.Standing.CANNOT_TELL && seeds.equals(firstSeeds(seeds.size()))) {
      commands.add(
          streams.stop().commandWith("--seeds", Integer.toString(Math.max(3, 2 * seeds.size()))));
    }
    String run = new ComparisonFolder(folder).run(best, seeds.get(0)).path().toString();
    commands.add(RepeatCommand.line(List.of("export", run)));
    Path rows = source.rows();
    if (rows != null && commands.size() < 2) {
      commands.add(RepeatCommand.line(List.of("predict", run, rows.toString())));
    }
    return commands;
  }

  private static List<Long> firstSeeds(int count) {
    return java.util.stream.LongStream.range(0, count).boxed().toList();
  }

  /** The file's name without its last extension. */
  static String stem(Path file) {
    return String.valueOf(file.getFileName()).replaceFirst("\\.[^.]*$", "");
  }
}

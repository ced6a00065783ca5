package org.fierce.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.fierce.config.ExperimentConfig;
import org.fierce.data.split.HierarchyFile;
import org.fierce.files.FolderLock;
import org.fierce.labels.LabelHierarchy;
import org.fierce.report.HtmlReport;
import org.fierce.run.DataRoots;
import org.fierce.tune.Criterion;
import org.fierce.tune.Tuning;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code fierce tune}: chooses a method from coarse labels alone. */
@Command(
    name = "tune",
    description = {
      "Find out which method keeps the most fine detail, from coarse labels alone.",
      "",
      "Hold out a part of the training rows and compare the candidates on it: what each costs in coarse",
      "accuracy, how well it recovers the coarse labels after training on groups of them (needs three",
      "coarse classes), how often it knows a row again in another augmented view inside its class (needs",
      "augmentation). Fine labels and test rows are not used for the choice. Writes tune.json, tuned.yaml",
      "for train and compare, and a report.",
      "",
      "Candidates are the methods of a configuration that names several. Else, besides its one method:",
      "cross-entropy, cosine-head, label-smoothing-0.1, koleo-0.03, koleo-0.1, koleo-0.3,",
      "koleo-0.1-smoothed, uniformity-0.1, uniformity-0.3, uniformity-1, codebook-0.3-tau-0.05,",
      "codebook-1-tau-0.05, codebook-0.3-tau-0.02, coding-rate-0.01, and with augmentation information-0.3",
      "(half the epochs); the number after the term is its weight, entropy terms have a cosine head.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  fierce tune prices.csv --coarse grade",
      "  fierce tune experiments/fashion-mnist.yaml --quick",
      "  fierce tune experiments/omniglot.yaml --set methods=[cross-entropy] --seeds 3 --budget 0.02",
      "  fierce train runs/omniglot-tuned/tuned.yaml"
    })
final class TuneCommand implements Callable<Integer> {
  private final Streams streams;

  @Mixin private SourceOptions source;
  @Mixin private ConfigOptions config;
  @Mixin private SeedOptions seeds;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder to write; default: runs/NAME-tuned.")
  private @Nullable Path out;

  @Option(
      names = "--budget",
      paramLabel = "X",
      defaultValue = "0.01",
      description =
          "Coarse accuracy a candidate may lie below cross-entropy; default: ${DEFAULT-VALUE}.")
  private double budget;

  @Option(
      names = "--held-out",
      paramLabel = "X",
      defaultValue = "0.2",
      description = "Share of the training rows to hold out; default: ${DEFAULT-VALUE}.")
  private double heldOut;

  @Option(
      names = "--merge",
      paramLabel = "FILE",
      description = {
        "CSV with the columns fine (a coarse class of the data) and coarse (its group); default: bins",
        "are merged with neighbours, classes by the distance of their means under cross-entropy."
      })
  private @Nullable Path merge;

  @Option(
      names = "--by",
      paramLabel = "CRITERION",
      description = {
        "What to choose by inside the budget: ${COMPLETION-CANDIDATES};",
        "default: the first of these that applies."
      })
  private @Nullable Criterion by;

  @Option(names = "--resume", description = "Continue the tuning that the folder holds.")
  private boolean resume;

  @Option(names = "--json", description = "Print tune.json instead of a table.")
  private boolean json;

  TuneCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    ExperimentConfig experiment = config.told(source.read(config.reader()), streams);
    Path folder =
        out == null
            ? Path.of(
                "runs",
                CompareCommand.stem(source.source().toAbsolutePath().normalize()) + "-tuned")
            : out;
    LabelHierarchy groups = merge == null ? null : HierarchyFile.read(merge);
    Tuning tuning =
        Tuning.open(
            experiment,
            DataRoots.of(source.source()),
            new Tuning.Options(budget, heldOut, groups, by),
            seeds.of(experiment),
            folder);
    int side = seeds.sideBySide(experiment);
    try (ComparisonProgress progress = new ComparisonProgress(streams, tuning.runs(), side);
        FolderLock held = tuning.hold(resume);
        StopNotice.Scope scope =
            streams
                .stop()
                .say(
                    () ->
                        progress.kept(folder)
                            + " Go on with: "
                            + streams.stop().command("--resume"))) {
      tuning.run(held, side, progress);
      TuningTable.print(folder, json, HtmlReport.write(folder), streams);
    }
    return ExitCodes.DONE;
  }
}

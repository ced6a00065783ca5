package org.fierce.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.fierce.config.Contender;
import org.fierce.config.ExperimentConfig;
import org.fierce.config.MethodConfig;
import org.fierce.data.DataRoot;
import org.fierce.data.DataSplit;
import org.fierce.experiment.Experiment;
import org.fierce.experiment.TrainedRun;
import org.fierce.model.ModelFile;
import org.fierce.report.HtmlReport;
import org.fierce.run.Answer;
import org.fierce.run.DataRoots;
import org.fierce.run.Illustration;
import org.fierce.run.RunFolder;
import org.fierce.train.CheckpointFolder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code fierce train}: one method, one seed. */
@Command(
    name = "train",
    description = {
      "Train on the coarse labels of a data set, and say whether it was worth it.",
      "",
      "Prints how well the coarse label and the fine one are told, beside what costs nothing (the raw",
      "rows, the commonest class), and one sentence that sums it up. Writes a folder with a report and a",
      "model file that answers for new rows: see fierce predict.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  fierce train prices.csv --coarse grade --fine price --id sku --out runs/prices",
      "  fierce train photos/ --labels labels.csv --coarse category",
      "  fierce train experiments/cifar100.yaml --method fierce --set training.epochs=3"
    })
final class TrainCommand implements Callable<Integer> {
  private final Streams streams;

  @Mixin private SourceOptions source;
  @Mixin private ConfigOptions config;
  @Mixin private ModelFileOptions modelFile;

  @Option(
      names = "--method",
      paramLabel = "NAME",
      description = "One of a configuration's methods; default: its first.")
  private @Nullable String method;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder to write; default: runs/SOURCE-METHOD-SEED.")
  private @Nullable Path out;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Seed of all that is drawn by lot; default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(names = "--resume", description = "Go on with the run that the folder holds.")
  private boolean resume;

  @Option(names = "--all", description = "Print every score after the answer.")
  private boolean isAll;

  @Option(names = "--json", description = "Print scores.json and nothing else.")
  private boolean json;

  TrainCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException {
    ExperimentConfig experiment = config.told(source.read(config.reader()), streams);
    MethodConfig chosen = method == null ? experiment.methods().get(0) : experiment.method(method);
    RunFolder folder = new RunFolder(out == null ? defaultFolder(chosen) : out);
    DataRoot root = DataRoots.of(source.source());
    DataSplit split;
    try (StageLine reading = new StageLine("", streams)) {
      reading.begin("reading " + source.source());
      split = Experiment.open(experiment, root.watchedBy(reading.reading()), seed);
    }
    Experiment.check(experiment, split);
    Experiment run =
        new Experiment(experiment, root, new Contender.Method(chosen), seed, Illustration.WHOLE);
    try (RunFolder.Held held = run.hold(folder, resume);
        StopNotice.Scope scope = streams.stop().say(() -> kept(folder))) {
      @Nullable ModelFile written;
      @Nullable Answer answer;
      try (TrainingProgress progress = new TrainingProgress(chosen.label(), streams)) {
        progress.onStage(
            "training on %,d rows for %d epochs"
                .formatted(split.train().size(), chosen.training(experiment.training()).epochs()));
        run.run(split, held, progress);
        try (TrainedRun trained = TrainedRun.open(folder.path())) {
          answer =
              trained.answer(split, NextCommands.afterRun(folder.path(), source.rows()), progress);
          progress.onStage("writing the model file");
          written = trained.export(split, modelFile.options(), progress);
        }
        progress.onStage("writing the report");
      }
      print(folder, answer, written, HtmlReport.write(folder.path()));
    }
    return ExitCodes.DONE;
  }

  private void print(
      RunFolder folder, @Nullable Answer answer, @Nullable ModelFile written, Path report)
      throws IOException {
    if (!json && answer != null) {
      List<String> places = new ArrayList<>();
      if (written != null) {
        places.add("Model: " + written.path());
      }
      places.add("Report: " + report);
      List<String> notes = written == null ? List.of() : ModelFileOptions.notes(written);
      streams.out().print(AnswerText.of(answer.noted(notes), places, streams.outTerminal()));
    }
    if (json || isAll || answer == null) {
      if (!json && answer != null) {
        streams.out().println();
      }
      ResultsPrinter.print(folder.path(), json, true, answer == null ? report : null, streams);
    }
    streams.out().flush();
  }

  private String kept(RunFolder folder) {
    int epochs = new CheckpointFolder(folder.path()).savedEpochs();
    return "%s Go on with: %s"
        .formatted(
            epochs == 0
                ? "Nothing of the training was kept yet in %s.".formatted(folder.path())
                : "Kept in %s: the training up to epoch %d.".formatted(folder.path(), epochs),
            streams.stop().command("--resume"));
  }

  private Path defaultFolder(MethodConfig chosen) {
    String name = CompareCommand.stem(source.source().toAbsolutePath().normalize());
    return Path.of("runs", "%s-%s-%d".formatted(name, chosen.label(), seed));
  }
}

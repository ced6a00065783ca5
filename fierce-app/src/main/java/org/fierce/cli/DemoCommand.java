package org.fierce.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.fierce.compare.ComparisonReport;
import org.fierce.compare.NextSteps;
import org.fierce.config.ConfigReader;
import org.fierce.config.ExperimentConfig;
import org.fierce.data.DataRoot;
import org.fierce.experiment.ModelOptions;
import org.fierce.experiment.TrainedRun;
import org.fierce.run.ComparisonFolder;
import org.fierce.run.RepeatCommand;
import org.fierce.run.RunFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code fierce demo}: trained to tell alphabets, asked for characters; needs no file. */
@Command(
    name = "demo",
    description = {
      "Train on 8 alphabets, find the characters: needs no file, takes under a minute.",
      "",
      "Trains a plain classifier and the default method to tell the alphabet of a drawing (Omniglot,",
      "which comes with Fierce), then asks both, and the raw pixels, for the character. Writes a report,",
      "a model file, and a few drawings that were held back, for the commands it names at the end.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  fierce demo",
      "  fierce demo --seeds 3 --out runs/demo-3",
      "  fierce demo --set methods.0.weight=0.1 --out runs/heavier"
    })
final class DemoCommand implements Callable<Integer> {
  private static final String CONFIG = "/org/fierce/demo/demo.yaml";

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
  public Integer call() throws IOException, InterruptedException {
    ExperimentConfig experiment = config.reader().bundled(DemoCommand.class, CONFIG);
    DataRoot root = new DataRoot(List.of(out.toAbsolutePath().normalize()));
    DemoDrawings drawings = new DemoDrawings(out);
    Path model = out.resolve(RunFolder.MODEL_FILE);
    if (!isDone(experiment, model)) {
      streams
          .err()
          .println(
              "Learning to tell 8 alphabets from 3,615 drawings of 241 characters, then looking for the characters.");
      options.begin(experiment, root, out, NextSteps.NONE);
      drawings.write();
      options.run(experiment, root, out, streams, (best, standing) -> next(drawings));
      export(experiment, root, model);
    }
    options.print(out, streams);
    return ExitCodes.DONE;
  }

  /** Whether the folder holds all of this very demonstration. */
  private boolean isDone(ExperimentConfig experiment, Path model) throws IOException {
    ComparisonFolder folder = new ComparisonFolder(out);
    Path report = out.resolve(ComparisonReport.FILE);
    return Files.exists(model)
        && Files.exists(folder.answer())
        && Files.exists(report)
        && Files.exists(folder.config())
        && ConfigReader.differences(folder.config(), experiment.yaml()).isEmpty()
        && ComparisonReport.read(report).seeds().equals(options.seeds(experiment));
  }

  /** Writes the model file of the default method, of the first seed. */
  private void export(ExperimentConfig experiment, DataRoot root, Path model) throws IOException {
    RunFolder run =
        new ComparisonFolder(out)
            .run(experiment.methods().get(0).label(), options.seeds(experiment).get(0));
    try (TrainedRun trained = TrainedRun.open(run.path())) {
      trained.export(root, model, ModelOptions.standard());
    }
  }

  private List<String> next(DemoDrawings drawings) {
    String demo = out.toString();
    return List.of(
        RepeatCommand.line(List.of("predict", demo, drawings.heldBack().toString())),
        RepeatCommand.line(
            List.of(
                "classes",
                "add",
                demo,
                DemoDrawings.NEW_CHARACTER,
                drawings.newCharacter().toString(),
                "--coarse",
                DemoDrawings.NEW_ALPHABET)),
        RepeatCommand.line(List.of("predict", demo, drawings.newDrawing().toString())));
  }
}

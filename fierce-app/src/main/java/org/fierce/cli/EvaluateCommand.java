package org.fierce.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.fierce.experiment.EmbeddingEvaluation;
import org.fierce.experiment.TrainedRun;
import org.fierce.report.HtmlReport;
import org.fierce.run.DataRoots;
import org.fierce.run.Illustration;
import org.fierce.run.RunFolder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fierce evaluate}: scores a trained run again, or embeddings made elsewhere. */
@Command(
    name = "evaluate",
    description = {
      "Score a trained run again, or embeddings that were made elsewhere.",
      "",
      "A run is scored from its weights, on its own data, which is looked for in FIERCE_DATA, then where",
      "the run found it; scores.json and report.html are written again.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  fierce evaluate runs/prices",
      "  fierce evaluate runs/demo/runs/fierce-default/0 --json",
      "  fierce evaluate --embeddings X.npy --labels labels.csv --out runs/clip",
      "  fierce evaluate --embeddings X.npy --labels labels.csv --fine '{classes: sku}' --evaluation knn,probe",
      "",
      "A matrix larger than memory stays on disk where only neighbours are asked for:",
      "  fierce evaluate --embeddings X.npy --labels labels.csv --evaluation '{kind: knn, recallAt: [1, 10, 100]}'"
    })
final class EvaluateCommand implements Callable<Integer> {
  private final Streams streams;

  @Parameters(paramLabel = "RUN", arity = "0..1", description = "Folder of a run.")
  private @Nullable Path folder;

  @Mixin private EmbeddingOptions embeddings;

  @Option(names = "--json", description = "Print scores.json instead of a table.")
  private boolean json;

  EvaluateCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException {
    Path run = folder;
    if ((run == null) == !embeddings.isGiven()) {
      throw new IllegalArgumentException(
          (run == null
                  ? "nothing to evaluate: "
                  : "both the run %s and --embeddings are given: ".formatted(run))
              + "name either the folder of a RUN, or a matrix with --embeddings and its --labels");
    }
    if (run != null) {
      embeddings.refuseBesideRun();
      try (TrainedRun trained = Runs.open(run);
          StageLine stage = new StageLine("", streams)) {
        trained.evaluate(DataRoots.withFolders(trained.dataFolders()), stage.listener());
      }
      ResultsPrinter.print(run, json, true, HtmlReport.write(run), streams);
      return ExitCodes.DONE;
    }
    Path out = embeddings.out();
    EmbeddingEvaluation evaluation;
    try (StageLine stage = new StageLine("", streams)) {
      stage.begin("reading the embeddings");
      evaluation = embeddings.open();
      if (out != null) {
        stage.begin("scoring");
        evaluation.run(new RunFolder(out), Illustration.WHOLE);
      }
    }
    if (out == null) {
      printWithoutKeeping(evaluation);
    } else {
      ResultsPrinter.print(out, json, true, HtmlReport.write(out), streams);
    }
    return ExitCodes.DONE;
  }

  /** Scores that nobody wants kept: what is printed is read from a folder, as always. */
  private void printWithoutKeeping(EmbeddingEvaluation evaluation) throws IOException {
    Path temporary = Files.createTempDirectory("fierce-evaluate");
    try {
      try (StageLine stage = new StageLine("", streams)) {
        stage.begin("scoring");
        evaluation.run(new RunFolder(temporary));
      }
      ResultsPrinter.print(temporary, json, true, null, streams);
    } finally {
      try (Stream<Path> files = Files.list(temporary)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(temporary);
    }
  }
}

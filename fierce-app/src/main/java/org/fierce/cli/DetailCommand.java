package org.fierce.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.fierce.experiment.EmbeddingDetail;
import org.fierce.experiment.TrainedRun;
import org.fierce.run.DataRoots;
import org.fierce.run.DetailReport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fierce detail}: what is left of fine detail in each coarse class, without fine labels. */
@Command(
    name = "detail",
    description = {
      "Say for each coarse class whether the features still hold fine detail. No fine label is read.",
      "",
      "For a run, measures its test rows and writes detail-left.json into its folder. The verdict needs",
      "an augmentation: it counts the directions in which rows of a class stand out of what augmentation",
      "changes, beside those of the untrained network. It is a hint where to look, no more:",
      "research/detail-left/README.md says how far to trust it.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  fierce detail runs/prices",
      "  fierce detail runs/demo/runs/fierce-default/0 --json",
      "  fierce detail --embeddings X.npy --labels labels.csv",
      "  fierce detail --embeddings X.npy --labels labels.csv --view V.npy --view W.npy"
    })
final class DetailCommand implements Callable<Integer> {
  private final Streams streams;

  @Parameters(paramLabel = "RUN", arity = "0..1", description = "Folder of a run.")
  private @Nullable Path folder;

  @Option(
      names = "--embeddings",
      paramLabel = "X.npy",
      description = "Matrix of embeddings, a row each; instead of a run.")
  private @Nullable Path embeddings;

  @Option(
      names = "--labels",
      paramLabel = "CSV",
      description = "Labels of the matrix, row by row, with a header.")
  private @Nullable Path labels;

  @Option(
      names = "--coarse",
      paramLabel = "COLUMN",
      description = "Column of the coarse label, or 'bins(price, 3)'; default: coarse.")
  private @Nullable String coarse;

  @Option(
      names = "--view",
      paramLabel = "V.npy",
      description = "Embeddings of the same rows, each augmented; to be given twice.")
  private List<Path> views = List.of();

  @Option(names = "--json", description = "Print the content of detail-left.json instead.")
  private boolean json;

  DetailCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException {
    DetailReport report = report();
    if (json) {
      streams.out().print(report.toJson());
      streams.out().flush();
    } else {
      streams.out().print(DetailTable.of(report, streams.outTerminal()));
      streams.out().flush();
    }
    return ExitCodes.DONE;
  }

  private DetailReport report() throws IOException {
    Path run = folder;
    Path matrix = embeddings;
    Path table = labels;
    if (run != null) {
      if (matrix != null || table != null || coarse != null || !views.isEmpty()) {
        throw new IllegalArgumentException(
            "only --json goes with the RUN %s; the other options are for --embeddings"
                .formatted(run));
      }
      try (TrainedRun trained = Runs.open(run);
          StageLine stage = new StageLine("", streams)) {
        return trained.detail(DataRoots.withFolders(trained.dataFolders()), stage.listener());
      }
    }
    if (matrix == null || table == null) {
      throw new IllegalArgumentException(
          "nothing to measure: name either the folder of a RUN, or a matrix with --embeddings and its --labels");
    }
    try (StageLine stage = new StageLine("", streams)) {
      stage.begin("measuring " + matrix);
      return EmbeddingDetail.of(matrix, table, coarse == null ? "coarse" : coarse, views);
    }
  }
}

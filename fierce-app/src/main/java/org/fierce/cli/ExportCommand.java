package org.fierce.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.fierce.experiment.TrainedRun;
import org.fierce.files.AtomicFiles;
import org.fierce.model.ModelFile;
import org.fierce.run.DataRoots;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fierce export}: a trained network as files that work without its run. */
@Command(
    name = "export",
    description = {
      "Write the model file of a run, or the bare network of a model for other runtimes.",
      "",
      "A model file (.fierce) answers for new rows; train has written one to OUT/model.fierce. The bare",
      "network (.onnx) is for ONNX Runtime in other languages and whatever else reads ONNX. It takes",
      "encoded rows and gives features and coarse logits; normalisation and readout are inside.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  fierce export runs/prices --out prices.fierce",
      "  fierce export runs/demo/runs/fierce-default/0",
      "  fierce export prices.fierce --onnx prices.onnx",
      "  fierce export runs/prices --onnx prices.onnx --force"
    })
final class ExportCommand implements Callable<Integer> {
  private static final String MODEL_ENDING = ".fierce";
  private static final String GRAPH_ENDING = ".onnx";

  private final Streams streams;

  @Parameters(paramLabel = "RUN|MODEL", description = "Folder of a run, or a model file.")
  private Path source;

  @Option(
      names = "--out",
      paramLabel = "F.fierce",
      description = "Model file to write of a run; default: RUN/model.fierce.")
  private @Nullable Path out;

  @Option(
      names = "--onnx",
      paramLabel = "F.onnx",
      description =
          "Write the bare network; of a run that of its model file, which is written where it has none.")
  private @Nullable Path onnx;

  @Option(names = "--force", description = "Replace files that exist.")
  private boolean isForced;

  @Mixin private ModelFileOptions modelFile;

  ExportCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException {
    if (onnx != null) {
      check("--onnx", onnx, GRAPH_ENDING);
    }
    Path model = Files.isRegularFile(source) ? ofModel() : ofRun();
    Path graph = onnx;
    if (graph != null) {
      ModelFile file = ModelFile.open(model);
      byte[] network = file.read(ModelFile.NETWORK);
      AtomicFiles.write(graph, network);
      streams.out().print(GraphText.of(graph, network.length, file.model()));
      streams.out().flush();
    }
    return ExitCodes.DONE;
  }

  private Path ofModel() {
    if (out != null) {
      throw new IllegalArgumentException(
          "--out %s is for the folder of a run, but %s is a file; give --onnx, or copy the model file"
              .formatted(out, source));
    }
    if (onnx == null) {
      throw new IllegalArgumentException(
          "nothing to write of %s: name a file with --onnx".formatted(source));
    }
    return source;
  }

  private Path ofRun() throws IOException {
    Path inside = source.resolve(ModelPaths.FILE);
    if (out == null && onnx != null && Files.exists(inside)) {
      return inside;
    }
    Path target = out == null ? inside : out;
    check("--out", target, MODEL_ENDING);
    try (TrainedRun run = Runs.open(source);
        StageLine stage = new StageLine("", streams)) {
      stage.begin("reading the run's data and writing the model file");
      ModelFile written =
          run.export(DataRoots.withFolders(run.dataFolders()), target, modelFile.options());
      stage.end();
      streams.out().println(ModelFileOptions.words(written));
    }
    return target;
  }

  private void check(String option, Path file, String ending) {
    if (!file.toString().toLowerCase(Locale.ROOT).endsWith(ending)) {
      throw new IllegalArgumentException(
          "%s %s: give the file the ending %s".formatted(option, file, ending));
    }
    if (Files.exists(file) && !isForced) {
      throw new IllegalArgumentException(file + " exists already; add --force to replace it");
    }
  }
}

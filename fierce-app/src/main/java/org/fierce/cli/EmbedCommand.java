package org.fierce.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.fierce.data.FloatMatrix;
import org.fierce.experiment.TrainedRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fierce embed}: the features of rows, as a file. */
@Command(
    name = "embed",
    description = {
      "Write the features that a trained run gives to rows, for use elsewhere.",
      "",
      "A file .npy is a matrix of 32-bit floats, a row of features each. A file .csv has the header",
      "id,f0,f1,... and names each row.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  fierce embed runs/prices --data test --out test.csv",
      "  fierce embed runs/demo/runs/fierce-default/0 --data train --out train.npy",
      "  fierce embed runs/prices --data more.yaml:train --out more.npy",
      "  fierce embed runs/prices --data new-houses.csv --out new-houses.npy",
      "  fierce embed runs/cats --data holiday/ --out holiday.csv",
      "  fierce embed runs/intents --data questions.txt --out questions.npy",
      "  fierce embed runs/spectra --data spectra.npy --out features.npy --force"
    })
final class EmbedCommand implements Callable<Integer> {
  private final Streams streams;

  @Parameters(paramLabel = "RUN", description = "Folder of a run.")
  private Path folder;

  @Option(
      names = "--data",
      paramLabel = "SPEC",
      required = true,
      description = {
        "train, validation or test: rows of the run's own data;",
        "CONFIG.yaml: the test rows of that configuration's data, CONFIG.yaml:train its training rows;",
        "FILE.csv: the rows of a table with the columns that the run was trained on, labelled or not;",
        "FILE.npy: the rows of a matrix, in the units of the run's data;",
        "any other file, folder or zip, or - for standard input: rows as fierce predict reads them."
      })
  private String data;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      required = true,
      description = "File to write, .npy or .csv.")
  private Path out;

  @Option(names = "--force", description = "Replace the file if it exists.")
  private boolean isForced;

  EmbedCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException {
    EmbeddingFile file = EmbeddingFile.of(out);
    if (Files.exists(out) && !isForced) {
      throw new IllegalArgumentException(out + " exists already; add --force to replace it");
    }
    FloatMatrix features;
    try (TrainedRun run = Runs.open(folder);
        StageLine stage = new StageLine("", streams)) {
      stage.begin("reading " + data);
      EmbeddedRows rows = EmbeddedRows.of(data, run, streams);
      stage.begin("computing the features of %,d rows".formatted(rows.inputs().size()));
      features = run.embed(rows.inputs()).featureMatrix();
      stage.end();
      file.write(out, rows.ids(), features);
      for (String note : rows.notes()) {
        streams.note(note);
      }
      streams.err().flush();
    }
    streams
        .out()
        .println("%s: %d rows of %d features".formatted(out, features.rows(), features.columns()));
    return ExitCodes.DONE;
  }
}

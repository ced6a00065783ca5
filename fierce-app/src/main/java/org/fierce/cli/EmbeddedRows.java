package org.fierce.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fierce.config.ConfigReader;
import org.fierce.config.NearestName;
import org.fierce.data.DataSplit;
import org.fierce.data.Dataset;
import org.fierce.data.FloatMatrix;
import org.fierce.data.Inputs;
import org.fierce.data.NpyFile;
import org.fierce.data.RowEncoder;
import org.fierce.data.csv.CsvFile;
import org.fierce.data.csv.CsvTable;
import org.fierce.data.split.ClassNames;
import org.fierce.experiment.Experiment;
import org.fierce.experiment.TrainedRun;
import org.fierce.files.DatasetFormatException;
import org.fierce.run.DataRoots;

/** Rows to be embedded, and their names. */
record EmbeddedRows(Inputs inputs, List<String> ids) {
  private static final List<String> PARTS = List.of("train", "validation", "test");
  private static final Pattern CONFIGURATION =
      Pattern.compile("(.*\\.(?:ya?ml|json))(?::(.*))?", Pattern.CASE_INSENSITIVE);

  /** The rows that {@code --data} names. */
  static EmbeddedRows of(String spec, TrainedRun run) throws IOException {
    if (PARTS.contains(spec)) {
      return part(
          Experiment.open(run.config(), DataRoots.withFolders(run.dataFolders()), run.seed()),
          spec,
          run);
    }
    Matcher configuration = CONFIGURATION.matcher(spec);
    if (configuration.matches()) {
      Path file = existing(configuration.group(1));
      String part = configuration.group(2) == null ? "test" : configuration.group(2);
      if (!PARTS.contains(part)) {
        throw new IllegalArgumentException(
            "--data %s: there is no part '%s'; %s"
                .formatted(spec, part, NearestName.suggest(part, PARTS)));
      }
      return part(
          Experiment.open(new ConfigReader(List.of(), false).read(file), DataRoots.of(file), 0),
          part,
          run);
    }
    if (spec.toLowerCase(Locale.ROOT).endsWith(".npy")) {
      return matrix(existing(spec), run);
    }
    if (spec.toLowerCase(Locale.ROOT).endsWith(".csv")) {
      return table(existing(spec), run.encoder());
    }
    throw new IllegalArgumentException(
        "--data %s is neither train, validation or test, nor a CONFIG.yaml, nor a FILE.csv or FILE.npy%s"
            .formatted(
                spec,
                NearestName.nearest(spec, PARTS)
                    .map("; did you mean '%s'?"::formatted)
                    .orElse("")));
  }

  private static Path existing(String name) throws NoSuchFileException {
    if (!Files.exists(Path.of(name))) {
      throw new NoSuchFileException(name);
    }
    return Path.of(name);
  }

  private static EmbeddedRows part(DataSplit split, String part, TrainedRun run)
      throws IOException {
    Dataset rows =
        switch (part) {
          case "train" -> split.train();
          case "test" -> split.test();
          default -> split.validation();
        };
    if (rows == null) {
      throw new IllegalArgumentException(
          "--data %s: the configuration keeps no validation rows; name train or test"
              .formatted(part));
    }
    return new EmbeddedRows(run.encoder().recoded(rows.inputs(), split.encoder()), rows.ids());
  }

  /** The rows of a table, labelled or not, by its columns' names. */
  private static EmbeddedRows table(Path file, RowEncoder encoder) throws IOException {
    CsvTable table = CsvTable.read(List.of(file), CsvFile.Form.ANY, true);
    int width = encoder.shape().values();
    FloatMatrix inputs = FloatMatrix.zeros(table.size(), width);
    for (int row = 0; row < table.size(); row++) {
      try {
        System.arraycopy(encoder.encode(table.cells(row)), 0, inputs.values(), row * width, width);
      } catch (DatasetFormatException e) {
        throw new DatasetFormatException("%s: %s".formatted(table.place(row), e.getMessage()), e);
      }
    }
    return new EmbeddedRows(inputs, ClassNames.numbers(table.size()));
  }

  private static EmbeddedRows matrix(Path file, TrainedRun run) throws IOException {
    Inputs rows = NpyFile.map(file, run.encoder().offsets());
    float[] row = new float[rows.shape().values()];
    for (int i = 0; i < rows.size(); i++) {
      rows.read(i, row, 0);
      for (int column = 0; column < row.length; column++) {
        if (!Float.isFinite(row[column])) {
          throw new DatasetFormatException(
              "%s holds %s in row %d, column %d; every value must be finite. Fill or drop the row."
                  .formatted(file, row[column], i, column));
        }
      }
    }
    return new EmbeddedRows(rows, ClassNames.numbers(rows.size()));
  }
}

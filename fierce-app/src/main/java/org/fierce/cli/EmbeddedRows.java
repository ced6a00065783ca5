package org.fierce.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fierce.config.ConfigReader;
import org.fierce.config.NearestName;
import org.fierce.data.DataSplit;
import org.fierce.data.Dataset;
import org.fierce.data.FloatMatrix;
import org.fierce.data.InputShape;
import org.fierce.data.Inputs;
import org.fierce.data.RowColumns;
import org.fierce.data.csv.Problems;
import org.fierce.data.matrix.MatrixFile;
import org.fierce.data.matrix.MatrixPath;
import org.fierce.data.rows.NewRows;
import org.fierce.data.rows.RowInputs;
import org.fierce.data.split.ClassNames;
import org.fierce.experiment.Experiment;
import org.fierce.experiment.TrainedRun;
import org.fierce.files.DatasetFormatException;
import org.fierce.run.DataRoots;

/**
 * Rows to be embedded, and their names.
 *
 * @param notes what was strange about them, in sentences
 */
record EmbeddedRows(Inputs inputs, List<String> ids, List<String> notes) {
  private EmbeddedRows(Inputs inputs, List<String> ids) {
    this(inputs, ids, List.of());
  }

  private static final List<String> PARTS = List.of("train", "validation", "test");
  private static final Pattern CONFIGURATION =
      Pattern.compile("(.*\\.(?:ya?ml|json))(?::(.*))?", Pattern.CASE_INSENSITIVE);

  /** The rows that {@code --data} names. */
  static EmbeddedRows of(String spec, TrainedRun run, Streams streams) throws IOException {
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
    if (MatrixFile.isNamedSo(Path.of(spec))) {
      existing(MatrixPath.of(Path.of(spec)).file().toString());
      return matrix(Path.of(spec), run);
    }
    if (spec.equals(RowInputs.STANDARD_INPUT) || Files.exists(Path.of(spec))) {
      return fresh(spec, run, streams);
    }
    if (spec.contains(".") || spec.contains("/")) {
      throw new NoSuchFileException(spec);
    }
    throw new IllegalArgumentException(
        "--data %s is neither train, validation or test, nor a CONFIG.yaml, nor a file or folder of rows%s"
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

  /** New rows of the kind that the run was trained on, as {@code predict} reads them. */
  private static EmbeddedRows fresh(String spec, TrainedRun run, Streams streams)
      throws IOException {
    RowColumns usual = run.config().data().rowColumns();
    RowInputs inputs = new RowInputs(run.encoder(), null, null, usual.id(), usual.content(), null);
    List<String> named = List.of(spec);
    int threads = Runtime.getRuntime().availableProcessors();
    RowTroubles troubles = new RowTroubles();
    Problems problems = new Problems(spec);
    List<String> ids = new ArrayList<>();
    List<float[]> encoded = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    try (NewRows rows = inputs.open(named, streams.in());
        ReadRows read = new ReadRows(rows, run::encode, threads)) {
      for (List<ReadRows.Row> batch = read.next(); !batch.isEmpty(); batch = read.next()) {
        for (ReadRows.Row row : batch) {
          troubles.add(row);
          if (row.encoded() == null) {
            String place = row.place().isEmpty() ? row.id() : row.place();
            String problem = String.valueOf(row.problem()).replaceFirst("\\.$", "");
            problems.add("%s: %s".formatted(place, problem));
          } else {
            ids.add(row.id());
            encoded.add(row.encoded().input());
          }
        }
      }
      notes.addAll(rows.notes());
    }
    problems.refuse("");
    if (encoded.isEmpty()) {
      throw inputs.nothing(named);
    }
    notes.addAll(troubles.notes());
    return new EmbeddedRows(packed(encoded, run.encoder().shape()), ids, notes);
  }

  private static Inputs packed(List<float[]> rows, InputShape shape) {
    FloatMatrix matrix = FloatMatrix.zeros(rows.size(), shape.values());
    for (int row = 0; row < rows.size(); row++) {
      System.arraycopy(rows.get(row), 0, matrix.values(), row * shape.values(), shape.values());
    }
    return new ShapedInputs(matrix, shape);
  }

  /** Rows of values in the order height, width, channel. */
  private record ShapedInputs(FloatMatrix rows, InputShape shape) implements Inputs {
    @Override
    public int size() {
      return rows.size();
    }

    @Override
    public void read(int row, float[] target, int offset) {
      rows.read(row, target, offset);
    }
  }

  private static EmbeddedRows matrix(Path file, TrainedRun run) throws IOException {
    Inputs rows;
    List<String> notes;
    try (MatrixFile matrix = MatrixFile.open(file)) {
      rows = matrix.inputs(run.encoder().offsets());
      notes = matrix.notes();
    }
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
    return new EmbeddedRows(rows, ClassNames.numbers(rows.size()), notes);
  }
}

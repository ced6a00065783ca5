package org.fierce.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.fierce.data.RowEncoder;
import org.fierce.data.RowKind;
import org.fierce.data.csv.CsvTable;
import org.fierce.data.rows.NewRow;
import org.fierce.data.rows.NewRows;
import org.fierce.data.rows.RowInputs;
import org.fierce.files.DatasetFormatException;
import org.fierce.model.Predictor;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How the rows of a table of labels are found: of each kind that a model takes. */
final class LabelledFileOptions {
  @Option(
      names = "--column",
      paramLabel = "COLUMN",
      description =
          "Column of the table that holds the texts, or the names of pictures; default: text, or file.")
  private @Nullable String column;

  @Option(
      names = "--matrix",
      paramLabel = "FILE.npy",
      description = "Matrix of the rows, where the model takes vectors: a line of the table each.")
  private @Nullable Path matrix;

  @Option(
      names = "--coarse-column",
      paramLabel = "COLUMN",
      description =
          "Column of the table that holds the coarse class; default: the class that most examples are predicted to be in.")
  private @Nullable String coarseColumn;

  @Nullable String coarseColumn() {
    return coarseColumn;
  }

  /**
   * The table.
   *
   * @throws DatasetFormatException if it has no rows
   */
  static CsvTable table(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString());
    }
    CsvTable table = CsvTable.labels(List.of(file), true);
    if (table.size() == 0) {
      throw new DatasetFormatException(file + " has no rows below its header; give at least one");
    }
    return table;
  }

  /** Adds some rows of the table to those that are read. */
  void add(CsvTable table, int[] rows, Predictor predictor, FeatureRows.Reader reader)
      throws IOException {
    RowEncoder encoder = predictor.model().description().row();
    RowKind kind = encoder.rowKind();
    Path npy = matrix;
    if ((npy != null) != (kind == RowKind.NUMBERS)) {
      throw new IllegalArgumentException(
          npy == null
              ? "this model takes %s; name the matrix of the rows with --matrix, a line of %s each"
                  .formatted(kind.words(), table.source())
              : "--matrix %s: this model takes %s; leave it out".formatted(npy, kind.words()));
    }
    if (npy != null) {
      addVectors(npy, table, rows, encoder, reader);
      return;
    }
    String content = column != null ? column : kind == RowKind.TEXT ? "text" : "file";
    Path file = table.files().get(0).toAbsolutePath();
    for (int row : rows) {
      Object value =
          kind == RowKind.CELLS
              ? table.cells(row)
              : kind == RowKind.TEXT
                  ? table.text(row, content)
                  : file.resolveSibling(table.text(row, content));
      if (kind != RowKind.CELLS && table.text(row, content).isBlank()) {
        throw new DatasetFormatException(
            "%s: column %s is empty; fill it in, or take the line out"
                .formatted(table.place(row), content));
      }
      reader.add(table.place(row), value);
    }
  }

  private static void addVectors(
      Path npy, CsvTable table, int[] rows, RowEncoder encoder, FeatureRows.Reader reader)
      throws IOException {
    try (NewRows vectors =
        RowInputs.of(encoder).open(List.of(npy.toString()), InputStream.nullInputStream())) {
      if (vectors.size() >= 0 && vectors.size() != table.size()) {
        throw new DatasetFormatException(
            "%s has %d rows, but %s has %d; expected a line for each row"
                .formatted(npy, vectors.size(), table.source(), table.size()));
      }
      int next = 0;
      for (int row = 0; row < table.size(); row++) {
        NewRow vector = vectors.next();
        if (vector == null) {
          throw new DatasetFormatException(
              "%s has %d rows, but %s has %d; expected a line for each row"
                  .formatted(npy, row, table.source(), table.size()));
        }
        if (next < rows.length && rows[next] == row) {
          reader.add("%s, row %d".formatted(npy, row), vector.value());
          next++;
        }
      }
    }
  }
}

package org.fierce.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.fierce.data.FloatMatrix;
import org.fierce.data.csv.CsvText;
import org.fierce.data.matrix.NpyFile;
import org.fierce.files.AtomicFiles;

/** The forms in which features are written. */
enum EmbeddingFile {
  NPY {
    @Override
    void write(Path file, List<String> ids, FloatMatrix features) throws IOException {
      NpyFile.write(file, features);
    }
  },
  CSV {
    @Override
    void write(Path file, List<String> ids, FloatMatrix features) throws IOException {
      List<String> cells = new ArrayList<>(List.of("id"));
      for (int column = 0; column < features.columns(); column++) {
        cells.add("f" + column);
      }
      CsvText text = new CsvText().add(cells);
      for (int row = 0; row < features.rows(); row++) {
        cells.clear();
        cells.add(ids.get(row));
        for (int column = 0; column < features.columns(); column++) {
          cells.add(Float.toString(features.values()[row * features.columns() + column]));
        }
        text.add(cells);
      }
      AtomicFiles.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
    }
  };

  /** Writes the features, one row of them on each line or matrix row; the file appears whole. */
  abstract void write(Path file, List<String> ids, FloatMatrix features) throws IOException;

  /** The form that a file's ending asks for. */
  static EmbeddingFile of(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".npy")) {
      return NPY;
    }
    if (name.endsWith(".csv")) {
      return CSV;
    }
    throw new IllegalArgumentException(
        "--out %s: features are written as .npy or .csv; give the file one of these endings"
            .formatted(file));
  }
}

package org.fierce.experiment;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.fierce.data.ColumnOffsets;
import org.fierce.data.FloatMatrix;
import org.fierce.data.Inputs;
import org.fierce.data.csv.CsvFile;
import org.fierce.data.csv.CsvTable;
import org.fierce.data.matrix.MatrixFile;
import org.fierce.data.split.LabelColumns;
import org.fierce.engine.Engine;
import org.fierce.evaluate.AugmentedQueries;
import org.fierce.evaluate.detail.DetailLeft;
import org.fierce.files.DatasetFormatException;
import org.fierce.labels.Bins;
import org.fierce.labels.CoarseLabels;
import org.fierce.run.DetailReport;

/**
 * Measures how much fine detail embeddings made elsewhere hold in each coarse class; no fine label
 * is read.
 */
public final class EmbeddingDetail {
  private static final long SEED = 0;

  private EmbeddingDetail() {}

  /**
   * Measures all rows of a matrix.
   *
   * @param embeddings matrix in a file of any kind that {@link MatrixFile} reads
   * @param labels CSV file with a header and a row for each row of the matrix
   * @param coarse column of the coarse label, or of a number as {@code bins(price, 2)}
   * @param views none, or two matrices of the same rows seen through an augmentation each
   * @throws IllegalArgumentException if there are one or more than two views, or they have another
   *     size
   * @throws DatasetFormatException if a file is malformed, the column is missing, or rows differ in
   *     number
   */
  public static DetailReport of(Path embeddings, Path labels, String coarse, List<Path> views)
      throws IOException {
    if (views.size() != 0 && views.size() != 2) {
      throw new IllegalArgumentException(
          "--view is given %d times; give two augmented views of each row, or none"
              .formatted(views.size()));
    }
    ColumnOffsets offsets;
    Inputs features;
    try (MatrixFile matrix = MatrixFile.open(embeddings)) {
      offsets = matrix.offsets();
      features = matrix.inputs(offsets);
    }
    CoarseLabels classes = coarse(labels, coarse);
    if (features.size() != classes.size()) {
      throw new DatasetFormatException(
          "%s has %d rows but %s has %d; expected a label for each row, in the same order"
              .formatted(embeddings, features.size(), labels, classes.size()));
    }
    List<FloatMatrix> augmented = new ArrayList<>();
    for (Path view : views) {
      FloatMatrix matrix;
      try (MatrixFile file = MatrixFile.open(view)) {
        matrix = FloatMatrix.of(file.inputs(offsets));
      }
      if (matrix.rows() != features.size() || !matrix.shape().equals(features.shape())) {
        throw new IllegalArgumentException(
            "%s has %d rows of %s, but %s has %d of %s; a view has the same rows"
                .formatted(
                    view,
                    matrix.rows(),
                    matrix.shape(),
                    embeddings,
                    features.size(),
                    features.shape()));
      }
      augmented.add(matrix);
    }
    AugmentedQueries queries = augmented.isEmpty() ? null : augmented::get;
    try (Engine.Lease lease = Engine.threads(1)) {
      return DetailReport.of(
          DetailLeft.standard().classes(features, classes, queries, SEED), Map.of());
    }
  }

  private static CoarseLabels coarse(Path file, String column) throws IOException {
    CsvTable table = CsvTable.labels(List.of(file), true);
    String named = Bins.isBins(column) ? Bins.parse(column).column() : column;
    if (!table.columns().contains(CsvFile.composed(named))) {
      throw new DatasetFormatException(
          "%s has the columns %s; expected %s, or name the coarse one with --coarse"
              .formatted(file, table.columns(), named));
    }
    if (Bins.isBins(column)) {
      return LabelColumns.coarse(column).cut(table);
    }
    List<String> cells = table.texts(column);
    List<String> names = cells.stream().distinct().sorted().toList();
    return new CoarseLabels(cells.stream().mapToInt(names::indexOf).toArray(), names);
  }
}

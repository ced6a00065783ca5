package org.fierce.data.rows;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.fierce.data.RowEncoder;
import org.fierce.data.RowKind;
import org.fierce.data.matrix.MatrixFile;
import org.fierce.files.DatasetFormatException;
import org.jspecify.annotations.Nullable;

/** Rows of a matrix. */
final class MatrixRows implements NewRows {
  private final MatrixFile matrix;
  private final MatrixFile.Rows rows;
  private final boolean areFloats;
  private long number;

  private MatrixRows(MatrixFile matrix, boolean areFloats) throws IOException {
    this.matrix = matrix;
    this.rows = matrix.each();
    this.areFloats = areFloats;
  }

  static MatrixRows open(Path file, RowEncoder encoder) throws IOException {
    MatrixFile matrix = MatrixFile.open(file);
    try {
      int expected = encoder.shape().values();
      if (matrix.columns() != expected) {
        throw new DatasetFormatException(
            "%s has %d columns; expected %d. Give the columns that the model was trained on, in their order."
                .formatted(file, matrix.columns(), expected));
      }
      return new MatrixRows(matrix, encoder.rowKind() == RowKind.PICTURE);
    } catch (IOException | RuntimeException e) {
      matrix.close();
      throw e;
    }
  }

  @Override
  public @Nullable NewRow next() throws IOException {
    double[] row = rows.next();
    return row == null
        ? null
        : new NewRow(Long.toString(number++), "", () -> areFloats ? floats(row) : row);
  }

  private static float[] floats(double[] row) {
    float[] floats = new float[row.length];
    for (int i = 0; i < row.length; i++) {
      floats[i] = (float) row[i];
    }
    return floats;
  }

  @Override
  public List<String> notes() {
    return matrix.notes();
  }

  @Override
  public long size() {
    return matrix.rows();
  }

  @Override
  public void close() throws IOException {
    matrix.close();
  }
}

package org.fierce.data.rows;

import java.io.IOException;
import java.nio.file.Path;
import org.fierce.data.NpyFile;
import org.fierce.data.RowEncoder;
import org.fierce.data.RowKind;
import org.fierce.files.DatasetFormatException;
import org.jspecify.annotations.Nullable;

/** Rows of a {@code .npy} matrix. */
final class MatrixRows implements NewRows {
  private final NpyFile.Rows rows;
  private final boolean areFloats;
  private long number;

  private MatrixRows(NpyFile.Rows rows, boolean areFloats) {
    this.rows = rows;
    this.areFloats = areFloats;
  }

  static MatrixRows open(Path file, RowEncoder encoder) throws IOException {
    NpyFile.Rows rows = NpyFile.rows(file);
    int expected = encoder.shape().values();
    if (rows.columns() != expected) {
      rows.close();
      throw new DatasetFormatException(
          "%s has %d columns; expected %d. Give the columns that the model was trained on, in their order."
              .formatted(file, rows.columns(), expected));
    }
    return new MatrixRows(rows, encoder.rowKind() == RowKind.PICTURE);
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
  public long size() {
    return rows.size();
  }

  @Override
  public void close() throws IOException {
    rows.close();
  }
}

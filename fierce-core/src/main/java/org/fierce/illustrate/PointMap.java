package org.fierce.illustrate;

import java.util.Arrays;
import org.fierce.algebra.Pca;
import org.fierce.data.FloatMatrix;
import org.fierce.random.Streams;
import org.jspecify.annotations.Nullable;
import tagbio.umap.Umap;

/**
 * Embeddings laid out in the plane in two ways: by their two first principal components, which is
 * linear and keeps large distances, and by UMAP (McInnes, Healy and Melville 2018), which keeps
 * neighbours by cosine and little else. Both are fitted on the rows shown.
 *
 * @param pca coordinates along the two first components, from the mean
 * @param explained the share of the whole variance that each of the two holds, in [0, 1]
 * @param umap coordinates by UMAP, or null where there are too few rows for it or embeddings that
 *     it cannot part
 */
public record PointMap(Layout pca, double[] explained, @Nullable Layout umap) {
  private static final int NEIGHBOURS = 15;
  private static final int FEWEST_ROWS = 2 * NEIGHBOURS;

  /** Beyond so many columns rows are projected first: UMAP's time is in its distances. */
  private static final int MOST_COLUMNS = 50;

  private static final int EPOCHS = 200;

  private static final Object ONE_AT_A_TIME = new Object();

  /**
   * Coordinates of points.
   *
   * @param x one a row
   * @param y one a row
   */
  public record Layout(double[] x, double[] y) {
    private boolean isUsable() {
      return Arrays.stream(x).allMatch(Double::isFinite)
          && Arrays.stream(y).allMatch(Double::isFinite);
    }
  }

  /**
   * Lays out rows; the same bits for the same rows and seed.
   *
   * @param embeddings [rows, width], finite
   * @throws IllegalArgumentException if there is no row, no column, or more than 8192 columns
   */
  public static PointMap of(FloatMatrix embeddings, long seed) {
    Pca pca = Pca.fit(embeddings, MOST_COLUMNS);
    FloatMatrix projected = pca.project(embeddings);
    double[] variances = pca.variances();
    double total = Arrays.stream(variances).sum() / pca.explained();
    double[] explained = new double[2];
    for (int k = 0; k < 2 && k < variances.length; k++) {
      explained[k] = total > 0 ? variances[k] / total : 0;
    }
    return new PointMap(
        new Layout(column(projected, 0), column(projected, 1)),
        explained,
        total > 0 ? umap(embeddings, pca, seed) : null);
  }

  private static @Nullable Layout umap(FloatMatrix embeddings, Pca pca, long seed) {
    if (embeddings.rows() < FEWEST_ROWS) {
      return null;
    }
    float[][] rows = unit(embeddings, pca);
    Umap umap = new Umap();
    umap.setNumberNearestNeighbours(NEIGHBOURS);
    umap.setNumberEpochs(EPOCHS);
    // One thread: with more the result depends on their order.
    umap.setThreads(1);
    umap.setSeed(Streams.seed(seed, 1));
    float[][] places;
    // The library counts its progress in one place for the whole process, and complains on standard
    // error when two at once overrun it.
    synchronized (ONE_AT_A_TIME) {
      places = umap.fitTransform(rows);
    }
    Layout layout = new Layout(new double[rows.length], new double[rows.length]);
    for (int row = 0; row < rows.length; row++) {
      layout.x()[row] = places[row][0];
      layout.y()[row] = places[row][1];
    }
    return layout.isUsable() ? layout : null;
  }

  /**
   * Rows at length 1, whose distances order as their cosines do, projected where they are wide; a
   * row of zeros stays.
   */
  private static float[][] unit(FloatMatrix matrix, Pca pca) {
    float[][] rows = rows(matrix);
    float[] values = new float[matrix.values().length];
    for (int row = 0; row < rows.length; row++) {
      double length = Cosines.length(rows[row]);
      for (int c = 0; c < rows[row].length && length > 0; c++) {
        rows[row][c] = (float) (rows[row][c] / length);
      }
      System.arraycopy(rows[row], 0, values, row * matrix.columns(), matrix.columns());
    }
    FloatMatrix unit = new FloatMatrix(matrix.rows(), matrix.columns(), values);
    return matrix.columns() > MOST_COLUMNS ? rows(pca.project(unit)) : rows;
  }

  private static float[][] rows(FloatMatrix matrix) {
    float[][] rows = new float[matrix.rows()][matrix.columns()];
    for (int row = 0; row < rows.length; row++) {
      matrix.read(row, rows[row], 0);
    }
    return rows;
  }

  private static double[] column(FloatMatrix matrix, int column) {
    double[] values = new double[matrix.rows()];
    for (int row = 0; row < values.length && column < matrix.columns(); row++) {
      values[row] = matrix.at(row, column);
    }
    return values;
  }
}

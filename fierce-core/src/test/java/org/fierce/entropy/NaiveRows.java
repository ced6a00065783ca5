package org.fierce.entropy;

/** Plain arithmetic on rows, to hold tensors against. */
final class NaiveRows {
  private NaiveRows() {}

  static double[][] rows(double[] flat, int width) {
    double[][] rows = new double[flat.length / width][width];
    for (int i = 0; i < flat.length; i++) {
      rows[i / width][i % width] = flat[i];
    }
    return rows;
  }

  static double[][] onSphere(double[] flat, int width) {
    double[][] rows = rows(flat, width);
    for (double[] row : rows) {
      double norm = Math.sqrt(dot(row, row));
      for (int j = 0; j < width; j++) {
        row[j] /= norm;
      }
    }
    return rows;
  }

  static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int j = 0; j < a.length; j++) {
      sum += a[j] * b[j];
    }
    return sum;
  }

  static double squaredDistance(double[] a, double[] b) {
    double sum = 0;
    for (int j = 0; j < a.length; j++) {
      sum += (a[j] - b[j]) * (a[j] - b[j]);
    }
    return sum;
  }

  static double[] column(double[][] rows, int column) {
    double[] values = new double[rows.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = rows[i][column];
    }
    return values;
  }

  static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  static double covariance(double[] a, double[] b) {
    double meanA = mean(a);
    double meanB = mean(b);
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (a[i] - meanA) * (b[i] - meanB);
    }
    return sum / (a.length - 1);
  }

  /** Logarithm of a determinant by elimination with pivots. */
  static double logDeterminant(double[][] matrix) {
    int n = matrix.length;
    double log = 0;
    for (int c = 0; c < n; c++) {
      int pivot = c;
      for (int r = c + 1; r < n; r++) {
        pivot = Math.abs(matrix[r][c]) > Math.abs(matrix[pivot][c]) ? r : pivot;
      }
      double[] swap = matrix[c];
      matrix[c] = matrix[pivot];
      matrix[pivot] = swap;
      log += Math.log(Math.abs(matrix[c][c]));
      for (int r = c + 1; r < n; r++) {
        double factor = matrix[r][c] / matrix[c][c];
        for (int k = c; k < n; k++) {
          matrix[r][k] -= factor * matrix[c][k];
        }
      }
    }
    return log;
  }
}

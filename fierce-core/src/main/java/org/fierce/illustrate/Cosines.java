package org.fierce.illustrate;

/** Lengths and products of rows, in double. */
final class Cosines {
  private Cosines() {}

  static double length(float[] row) {
    return Math.sqrt(product(row, row));
  }

  static double product(float[] a, float[] b) {
    double sum = 0;
    for (int c = 0; c < a.length; c++) {
      sum += (double) a[c] * b[c];
    }
    return sum;
  }
}

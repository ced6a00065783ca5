package org.fierce.model;

import org.fierce.data.FloatMatrix;

/**
 * Where the features of training rows lie: what fine heads measure from.
 *
 * @param all mean of the features of all training rows
 * @param coarse of each coarse class, the mean of its training rows after {@code all} was taken off
 *     and each was brought to length 1; zeros of a class without rows, and beyond the last
 */
public record FeatureCentres(float[] all, FloatMatrix coarse) {
  /**
   * Checks the widths.
   *
   * @throws IllegalArgumentException if they differ
   */
  public FeatureCentres {
    if (coarse.columns() != all.length) {
      throw new IllegalArgumentException(
          "the mean of all rows has %d features, those of coarse classes %d"
              .formatted(all.length, coarse.columns()));
    }
  }

  /** A mean of all rows; those of coarse classes are not known. */
  public FeatureCentres(float[] all) {
    this(all, new FloatMatrix(0, all.length, new float[0]));
  }

  /**
   * Of training rows, at least one.
   *
   * @param labels index of the coarse class of each
   * @param classes number of coarse classes
   */
  public static FeatureCentres of(FloatMatrix features, int[] labels, int classes) {
    int width = features.columns();
    double[] sums = new double[width];
    for (int row = 0; row < labels.length; row++) {
      for (int i = 0; i < width; i++) {
        sums[i] += features.at(row, i);
      }
    }
    float[] all = new float[width];
    for (int i = 0; i < width; i++) {
      all[i] = (float) (sums[i] / labels.length);
    }
    double[] coarse = new double[classes * width];
    int[] counts = new int[classes];
    FeatureCentres whole = new FeatureCentres(all);
    for (int row = 0; row < labels.length; row++) {
      float[] unit = whole.unit(features, row);
      counts[labels[row]]++;
      for (int i = 0; i < width; i++) {
        coarse[labels[row] * width + i] += unit[i];
      }
    }
    FloatMatrix means = FloatMatrix.zeros(classes, width);
    for (int i = 0; i < coarse.length; i++) {
      means.values()[i] = (float) (coarse[i] / Math.max(1, counts[i / width]));
    }
    return new FeatureCentres(all, means);
  }

  /** Width of the features. */
  public int features() {
    return all.length;
  }

  /** A row less the mean of all, of length 1; a row of zeros stays. */
  float[] unit(FloatMatrix rows, int row) {
    float[] unit = new float[all.length];
    double squares = 0;
    for (int i = 0; i < unit.length; i++) {
      unit[i] = rows.at(row, i) - all[i];
      squares += (double) unit[i] * unit[i];
    }
    double scale = squares > 0 ? 1 / Math.sqrt(squares) : 0;
    for (int i = 0; i < unit.length; i++) {
      unit[i] = (float) (unit[i] * scale);
    }
    return unit;
  }

  /** Squared distance of a row of length 1 to the mean of a coarse class, never quite 0. */
  double fromCoarse(FloatMatrix units, int row, int coarseClass) {
    double sum = 0;
    for (int i = 0; i < all.length; i++) {
      double mean = coarseClass < coarse.rows() ? coarse.at(coarseClass, i) : 0;
      double difference = units.at(row, i) - mean;
      sum += difference * difference;
    }
    return Math.max(sum, 1e-12);
  }
}

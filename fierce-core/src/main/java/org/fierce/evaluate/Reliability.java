package org.fierce.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How confidence and accuracy go together: rows put into bins of equal width by the probability of
 * the class they were given (Guo et al. 2017, 1706.04599, section 2). What a reliability diagram
 * draws; the columns {@code confidence}, {@code predictedCoarse} and {@code coarse} of {@code
 * examples.csv} are enough to make one.
 *
 * @param bins from the lowest confidence, also those without rows
 */
public record Reliability(List<Bin> bins) {
  /** Number of bins of the calibration scores. */
  public static final int BINS = 10;

  /** Copies the bins. */
  public Reliability {
    bins = List.copyOf(bins);
  }

  /**
   * Rows whose confidence is at least low and below high (the last bin holds 1 too).
   *
   * @param rows in the bin
   * @param confidence mean of the rows, NaN where there is none
   * @param accuracy share of the rows that were right, NaN where there is none
   */
  public record Bin(double low, double high, long rows, double confidence, double accuracy) {
    /** {@code |accuracy - confidence|}, 0 to 1; 0 without rows. */
    public double gap() {
      return rows == 0 ? 0 : Math.abs(accuracy - confidence);
    }
  }

  /**
   * Puts rows into bins.
   *
   * @param confidence probability of the class each row was given, 0 to 1
   * @param isHit whether that class was the right one
   * @param bins how many, at least 1
   * @throws IllegalArgumentException if the lengths differ or a confidence is out of range
   */
  public static Reliability of(double[] confidence, boolean[] isHit, int bins) {
    if (confidence.length != isHit.length || bins < 1) {
      throw new IllegalArgumentException(
          "%d confidences, %d hits and %d bins".formatted(confidence.length, isHit.length, bins));
    }
    for (int row = 0; row < confidence.length; row++) {
      if (!(confidence[row] >= 0 && confidence[row] <= 1)) {
        throw new IllegalArgumentException(
            "confidence of row %d is %s, outside [0, 1]".formatted(row, confidence[row]));
      }
    }
    int[] once = new int[confidence.length];
    Arrays.fill(once, 1);
    return of(confidence, isHit, once, bins);
  }

  /** The same where row i stands {@code counts[i]} times. */
  static Reliability of(double[] confidence, boolean[] isHit, int[] counts, int bins) {
    long[] rows = new long[bins];
    double[] sum = new double[bins];
    double[] hits = new double[bins];
    for (int row = 0; row < confidence.length; row++) {
      int bin = Math.min((int) (confidence[row] * bins), bins - 1);
      rows[bin] += counts[row];
      sum[bin] += counts[row] * confidence[row];
      hits[bin] += isHit[row] ? counts[row] : 0;
    }
    List<Bin> list = new ArrayList<>();
    for (int b = 0; b < bins; b++) {
      double low = (double) b / bins;
      double high = (b + 1.0) / bins;
      list.add(new Bin(low, high, rows[b], sum[b] / rows[b], hits[b] / rows[b]));
    }
    return new Reliability(list);
  }

  /** Mean gap, weighted by rows; 0 to 1, NaN without rows. */
  public double expectedError() {
    double rows = 0;
    double sum = 0;
    for (Bin bin : bins) {
      rows += bin.rows();
      sum += bin.rows() * bin.gap();
    }
    return sum / rows;
  }

  /** Largest gap, 0 to 1. */
  public double maximumError() {
    return bins.stream().mapToDouble(Bin::gap).max().orElse(0);
  }
}

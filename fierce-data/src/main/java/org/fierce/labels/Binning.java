package org.fierce.labels;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;

/** How the edges of bins are found from the values of the training rows. */
public enum Binning {
  /**
   * As equally many values in each bin as ties allow. Edge i of k bins is the sorted value of rank
   * {@code ceil(i n / k)} (from 0). Equal values always share a bin: where the cut would part them,
   * it moves to the nearer end of their run.
   */
  @JsonProperty("equal-frequency")
  EQUAL_FREQUENCY {
    @Override
    double[] interior(double[] sorted, int bins) {
      double[] interior = new double[bins - 1];
      for (int i = 1; i < bins; i++) {
        int rank = (int) (((long) i * sorted.length + bins - 1) / bins);
        int start = rank;
        while (start > 0 && sorted[start - 1] == sorted[rank]) {
          start--;
        }
        int end = rank;
        while (end < sorted.length && sorted[end] == sorted[rank]) {
          end++;
        }
        boolean up = end < sorted.length && (start == 0 || end - rank < rank - start);
        interior[i - 1] = sorted[up ? end : start];
      }
      return interior;
    }
  },

  /** Bins of equal width between the smallest and the largest value. */
  @JsonProperty("equal-width")
  EQUAL_WIDTH {
    @Override
    double[] interior(double[] sorted, int bins) {
      double low = sorted[0];
      double high = sorted[sorted.length - 1];
      double[] interior = new double[bins - 1];
      for (int i = 1; i < bins; i++) {
        interior[i - 1] = low + (high - low) * (i / (double) bins);
      }
      return interior;
    }
  };

  abstract double[] interior(double[] sorted, int bins);

  /**
   * The edges that cut the values into that many bins, none of them empty.
   *
   * @param values finite, of the training rows only
   * @param bins at least 2
   * @throws IllegalArgumentException if a value is not finite, there are fewer values than bins, or
   *     a bin would be empty because too many values are equal
   */
  public BinEdges edges(double[] values, int bins) {
    if (bins < 2) {
      throw new IllegalArgumentException("%d bins; at least 2 are needed".formatted(bins));
    }
    for (int row = 0; row < values.length; row++) {
      if (!Double.isFinite(values[row])) {
        throw new IllegalArgumentException(
            "value %s of row %d is not finite and has no bin".formatted(values[row], row));
      }
    }
    if (values.length < bins) {
      throw new IllegalArgumentException(
          "%d values do not fill %d bins".formatted(values.length, bins));
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double[] interior = interior(sorted, bins);
    refuseEmpty(sorted, interior);
    return new BinEdges(interior);
  }

  private void refuseEmpty(double[] sorted, double[] interior) {
    int from = 0;
    for (int bin = 0; bin <= interior.length; bin++) {
      int to = from;
      while (to < sorted.length && (bin == interior.length || sorted[to] < interior[bin])) {
        to++;
      }
      if (to == from) {
        long distinct = Arrays.stream(sorted).distinct().count();
        throw new IllegalArgumentException(
            "%s bin %d of %d would be empty: %d values from %s to %s, %d of them different, %d of"
                    .formatted(
                        this == EQUAL_WIDTH ? "equal-width" : "equal-frequency",
                        bin + 1,
                        interior.length + 1,
                        sorted.length,
                        sorted[0],
                        sorted[sorted.length - 1],
                        distinct,
                        commonest(sorted))
                + " one value. Ask for fewer bins or give the edges.");
      }
      from = to;
    }
  }

  private static int commonest(double[] sorted) {
    int most = 0;
    int run = 0;
    for (int i = 0; i < sorted.length; i++) {
      run = i > 0 && sorted[i] == sorted[i - 1] ? run + 1 : 1;
      most = Math.max(most, run);
    }
    return most;
  }
}

package org.fierce.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.fierce.stats.Explained;
import org.fierce.stats.Groups;
import org.fierce.stats.Spearman;

/**
 * Predicted numbers against true ones inside one coarse class (a bin of the number).
 *
 * @param rows in the bin
 * @param bias mean of prediction less target, in the target's unit; NaN without rows
 * @param meanAbsoluteError in the target's unit; NaN without rows
 * @param rootMeanSquaredError in the target's unit; NaN without rows
 * @param r2 1 less the squared error over that of the bin's own mean, at most 1; NaN where the
 *     targets are all equal
 * @param spearman rank correlation inside the bin, -1 to 1; NaN where a side is constant
 */
public record BinErrors(
    int rows,
    double bias,
    double meanAbsoluteError,
    double rootMeanSquaredError,
    double r2,
    double spearman) {
  /**
   * The errors of each bin.
   *
   * @param bins the bin of each row, from 0
   * @param count number of bins
   * @throws IllegalArgumentException if the lengths differ or a bin is out of range
   */
  public static List<BinErrors> of(double[] predicted, double[] target, int[] bins, int count) {
    if (predicted.length != target.length || bins.length != target.length) {
      throw new IllegalArgumentException(
          "%d predictions, %d targets and %d bins, must be as many"
              .formatted(predicted.length, target.length, bins.length));
    }
    for (int bin : bins) {
      if (bin < 0 || bin >= count) {
        throw new IllegalArgumentException("bin %d is outside 0..%d".formatted(bin, count - 1));
      }
    }
    List<BinErrors> errors = new ArrayList<>();
    for (int[] rows : Groups.rowsOf(bins, count)) {
      errors.add(of(Spearman.select(predicted, rows), Spearman.select(target, rows)));
    }
    return errors;
  }

  private static BinErrors of(double[] predicted, double[] target) {
    int rows = target.length;
    if (rows == 0) {
      return new BinErrors(0, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
    }
    double[] squared = new double[rows];
    double bias = 0;
    double absolute = 0;
    double squares = 0;
    for (int i = 0; i < rows; i++) {
      double error = predicted[i] - target[i];
      squared[i] = error * error;
      bias += error / rows;
      absolute += Math.abs(error) / rows;
      squares += squared[i] / rows;
    }
    int[] once = new int[rows];
    Arrays.fill(once, 1);
    return new BinErrors(
        rows,
        bias,
        absolute,
        Math.sqrt(squares),
        new Explained(squared, target, 1, null).share(once),
        new Spearman(predicted, target).correlation(once));
  }
}

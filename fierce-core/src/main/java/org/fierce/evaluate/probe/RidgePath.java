package org.fierce.evaluate.probe;

import java.util.stream.IntStream;
import org.fierce.data.FloatMatrix;

/**
 * The errors of ridge regression on each row, left out of the fit, at every penalty at once. In
 * coordinates that are not correlated, with n rows, z the coordinates less their means, v their
 * variances and l the penalty on {@code sum (w.z+b-y)^2 / n + l |w|^2}, a row that is left out has
 * the residual {@code r / (1 - h)} with {@code h = 1/n + sum z^2 / (v + l) / n} (Allen 1974; the
 * penalty on the sum of squares stays n l).
 */
final class RidgePath {
  /** Penalties 1000 down to 1e-6, each the half of a power of ten. */
  private static final double[] PENALTIES =
      IntStream.rangeClosed(0, 18).mapToDouble(i -> Math.pow(10, 3 - i / 2.0)).toArray();

  private final FloatMatrix coordinates;
  private final double[] targets;
  private final double[] means;
  private final double[] variances;
  private final double[] products;
  private final double mean;

  /**
   * What was chosen.
   *
   * @param error mean square of the residuals
   * @param residuals of the rows, each left out: its target less what is said of it
   */
  record Choice(double penalty, double error, double[] residuals) {}

  private RidgePath(FloatMatrix coordinates, double[] targets) {
    this.coordinates = coordinates;
    this.targets = targets;
    int columns = coordinates.columns();
    int rows = coordinates.rows();
    means = new double[columns];
    variances = new double[columns];
    products = new double[columns];
    double sum = 0;
    for (int row = 0; row < rows; row++) {
      sum += targets[row];
      for (int c = 0; c < columns; c++) {
        means[c] += coordinates.at(row, c) / (double) rows;
      }
    }
    mean = sum / rows;
    for (int row = 0; row < rows; row++) {
      for (int c = 0; c < columns; c++) {
        double z = coordinates.at(row, c) - means[c];
        variances[c] += z * z / rows;
        products[c] += z * (targets[row] - mean) / rows;
      }
    }
  }

  /**
   * Of rows.
   *
   * @param coordinates [rows, columns], the columns not correlated
   */
  static RidgePath of(FloatMatrix coordinates, double[] targets) {
    return new RidgePath(coordinates, targets);
  }

  /** The penalty with the least error, the larger of equal ones. */
  Choice choose() {
    return choose(PENALTIES);
  }

  /**
   * The penalty with the least error.
   *
   * @param penalties falling; of equal errors the earlier is taken
   */
  Choice choose(double... penalties) {
    Choice best = at(penalties[0]);
    for (int i = 1; i < penalties.length; i++) {
      Choice tried = at(penalties[i]);
      best = tried.error() < best.error() ? tried : best;
    }
    return best;
  }

  /** The errors at one penalty, above 0. */
  Choice at(double penalty) {
    int columns = coordinates.columns();
    int rows = coordinates.rows();
    double[] weights = new double[columns];
    double[] leverages = new double[columns];
    for (int c = 0; c < columns; c++) {
      weights[c] = products[c] / (variances[c] + penalty);
      leverages[c] = 1 / (rows * (variances[c] + penalty));
    }
    double[] residuals = new double[rows];
    double squares = 0;
    for (int row = 0; row < rows; row++) {
      double residual = targets[row] - mean;
      double rest = 1 - 1.0 / rows;
      for (int c = 0; c < columns; c++) {
        double z = coordinates.at(row, c) - means[c];
        residual -= weights[c] * z;
        rest -= leverages[c] * z * z;
      }
      residuals[row] = residual / rest;
      squares += residuals[row] * residuals[row];
    }
    return new Choice(penalty, squares / rows, residuals);
  }
}

package org.fierce.evaluate.labelling;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.fierce.algebra.Matrices;
import org.fierce.data.FloatMatrix;

/**
 * Ridge regression with a free intercept, {@code |y - b - X w|^2 / rows + penalty |w|^2}, of the
 * penalty whose squared error is least when each row is left out of the fit: {@code r_i / (1 -
 * h_i)} with the residual r and the leverage h of a row (Allen 1974; the penalty on the sum of
 * squares stays). All penalties come from one decomposition of the smaller of {@code X X^T} and
 * {@code X^T X}.
 *
 * @param weights [columns x outputs], row by row
 * @param bias one an output
 * @param error mean squared error of the rows left out, summed over outputs; infinite where it
 *     cannot be told
 */
record LeaveOneOutRidge(float[] weights, double[] bias, double error) {
  /** Penalties tried for each row, those of the fine heads: 1000 down to 1e-6. */
  private static final double[] PENALTIES =
      IntStream.rangeClosed(0, 18).mapToDouble(i -> Math.pow(10, 3 - i / 2.0)).toArray();

  /**
   * By what share an error must be less to count as less: two rows give the same at any penalty.
   */
  private static final double LESS = 1e-9;

  /** A direction with less than this share of the largest is rounding. */
  private static final double ROUNDING = 1e-10;

  /**
   * Fits.
   *
   * @param rows [rows x columns]
   * @param targets [rows x outputs], row by row
   */
  static LeaveOneOutRidge fit(FloatMatrix rows, double[] targets) {
    int m = rows.rows();
    int columns = rows.columns();
    int outputs = targets.length / m;
    double[] targetMeans = new double[outputs];
    for (int i = 0; i < targets.length; i++) {
      targetMeans[i % outputs] += targets[i] / m;
    }
    double[] centred = targets.clone();
    for (int i = 0; i < centred.length; i++) {
      centred[i] -= targetMeans[i % outputs];
    }
    try (PointerScope scope = new PointerScope()) {
      Tensor whole = Matrices.floats(rows).to(ScalarType.Double);
      Tensor mean = whole.mean(0);
      Tensor x = whole.sub(mean);
      Directions directions = Directions.of(x, m, columns);
      if (directions.variances.length == 0) {
        return new LeaveOneOutRidge(
            new float[Math.multiplyExact(columns, outputs)], targetMeans, Double.POSITIVE_INFINITY);
      }
      double[] along = directions.along(centred, outputs);
      double best = Double.POSITIVE_INFINITY;
      double penalty = m * PENALTIES[0];
      for (double each : PENALTIES) {
        double error = directions.leftOut(centred, along, outputs, m * each);
        if (error < best * (1 - LESS)) {
          best = error;
          penalty = m * each;
        }
      }
      Tensor dual = Matrices.doubles(directions.dual(along, outputs, penalty), 0, m, outputs);
      Tensor weights = torch.mm(x.t(), dual);
      double[] shift = new double[outputs];
      Matrices.read(torch.mm(mean.unsqueeze(0), weights), shift, 0, outputs);
      float[] result = new float[Math.multiplyExact(columns, outputs)];
      Matrices.read(weights.to(ScalarType.Float).contiguous(), result, 0, result.length);
      double[] bias = new double[outputs];
      for (int k = 0; k < outputs; k++) {
        bias[k] = targetMeans[k] - shift[k];
      }
      return new LeaveOneOutRidge(result, bias, best);
    }
  }

  /**
   * The directions in which centred rows are spread.
   *
   * @param vectors [rows x directions], orthonormal columns
   * @param variances sum of squares along each
   */
  private record Directions(int rows, double[] vectors, double[] variances) {
    static Directions of(Tensor x, int rows, int columns) {
      boolean isWide = rows <= columns;
      T_TensorTensor_T eigen = torch.linalg_eigh(isWide ? torch.mm(x, x.t()) : torch.mm(x.t(), x));
      int size = Math.min(rows, columns);
      double[] all = new double[size];
      Matrices.read(eigen.get0(), all, 0, size);
      double least = ROUNDING * Math.max(0, all[size - 1]);
      int first = 0;
      while (first < size && !(all[first] > least)) {
        first++;
      }
      if (first == size) {
        return new Directions(rows, new double[0], new double[0]);
      }
      Tensor kept = eigen.get1().narrow(1, first, size - first);
      double[] variances = Arrays.copyOfRange(all, first, size);
      double[] vectors = new double[Math.multiplyExact(rows, variances.length)];
      if (isWide) {
        Matrices.read(kept, vectors, 0, vectors.length);
      } else {
        Tensor lengths = Matrices.doubles(variances, 0, 1, variances.length).sqrt();
        Matrices.read(torch.mm(x, kept).div_(lengths), vectors, 0, vectors.length);
      }
      return new Directions(rows, vectors, variances);
    }

    /** Targets along each direction, [directions x outputs]. */
    double[] along(double[] targets, int outputs) {
      int r = variances.length;
      double[] along = new double[r * outputs];
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < r; j++) {
          for (int k = 0; k < outputs; k++) {
            along[j * outputs + k] += vectors[i * r + j] * targets[i * outputs + k];
          }
        }
      }
      return along;
    }

    /** Mean squared error of rows left out; infinite where a row is fitted by itself alone. */
    double leftOut(double[] targets, double[] along, int outputs, double penalty) {
      int r = variances.length;
      double[] shrunk = new double[r];
      for (int j = 0; j < r; j++) {
        shrunk[j] = variances[j] / (variances[j] + penalty);
      }
      double sum = 0;
      double[] fitted = new double[outputs];
      for (int i = 0; i < rows; i++) {
        Arrays.fill(fitted, 0);
        double leverage = 1.0 / rows;
        for (int j = 0; j < r; j++) {
          double u = vectors[i * r + j] * shrunk[j];
          leverage += u * vectors[i * r + j];
          for (int k = 0; k < outputs; k++) {
            fitted[k] += u * along[j * outputs + k];
          }
        }
        double free = 1 - leverage;
        if (!(free > ROUNDING)) {
          return Double.POSITIVE_INFINITY;
        }
        for (int k = 0; k < outputs; k++) {
          double error = (targets[i * outputs + k] - fitted[k]) / free;
          sum += error * error;
        }
      }
      return sum / rows;
    }

    /** What the rows are to be weighed with to give the weights, [rows x outputs]. */
    double[] dual(double[] along, int outputs, double penalty) {
      int r = variances.length;
      double[] dual = new double[rows * outputs];
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < r; j++) {
          double u = vectors[i * r + j] / (variances[j] + penalty);
          for (int k = 0; k < outputs; k++) {
            dual[i * outputs + k] += u * along[j * outputs + k];
          }
        }
      }
      return dual;
    }
  }

  /** The answers for rows [rows, columns], as [rows x outputs]. */
  double[] answers(FloatMatrix queries) {
    int outputs = bias.length;
    double[] answers = new double[queries.rows() * outputs];
    try (PointerScope scope = new PointerScope()) {
      Tensor products =
          torch.mm(
              Matrices.floats(queries), Matrices.floats(weights, 0, queries.columns(), outputs));
      Matrices.read(products.to(ScalarType.Double), answers, 0, answers.length);
    }
    for (int i = 0; i < answers.length; i++) {
      answers[i] += bias[i % outputs];
    }
    return answers;
  }
}

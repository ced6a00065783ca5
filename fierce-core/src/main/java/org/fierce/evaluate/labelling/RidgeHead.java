package org.fierce.evaluate.labelling;

import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.fierce.algebra.Standardiser;
import org.fierce.data.FloatMatrix;
import org.fierce.data.Inputs;

/**
 * Ridge regression on the labelled rows, as the fine heads of a model file are fitted: columns are
 * standardised by the labelled rows or, where there are at most {@value #ROWS_A_COLUMN} rows a
 * column and that is better with each row left out, all scaled alike.
 */
final class RidgeHead implements LabelHead {
  /** With more rows a column the scale of columns hardly matters, as in the linear probe. */
  private static final int ROWS_A_COLUMN = 4;

  /** Of columns scaled alike, so that penalties weigh a hundredfold, as in the linear probe. */
  private static final double VARIANCE = 0.01;

  private final Inputs reference;
  private final FloatMatrix query;
  private final double[] referenceTargets;
  private final double[] truth;
  private final int outputs;
  private final UnaryOperator<double[]> repaired;

  /**
   * A head.
   *
   * @param referenceTargets [training rows x outputs]
   * @param truth [asked rows x outputs]
   * @param repaired makes answers of rows possible ones, in place or not
   */
  RidgeHead(
      Inputs reference,
      Inputs query,
      int[] asked,
      double[] referenceTargets,
      double[] truth,
      UnaryOperator<double[]> repaired) {
    this.reference = reference;
    this.query = FloatMatrix.copyOf(query.select(asked));
    this.referenceTargets = referenceTargets;
    this.truth = truth;
    this.repaired = repaired;
    outputs = truth.length / asked.length;
  }

  @Override
  public double[] errors(int[][] labelled) {
    int[] rows = Arrays.stream(labelled).flatMapToInt(Arrays::stream).toArray();
    double[] targets = select(referenceTargets, rows, outputs);
    return squared(repaired.apply(answers(reference.select(rows), targets)), truth, outputs);
  }

  private double[] answers(Inputs labelled, double[] targets) {
    Standardiser scaling = Standardiser.fit(labelled);
    LeaveOneOutRidge ridge = LeaveOneOutRidge.fit(scaling.apply(labelled), targets);
    if (labelled.size() <= (long) ROWS_A_COLUMN * query.columns()) {
      Standardiser alike = scaling.alike(VARIANCE);
      LeaveOneOutRidge tried = LeaveOneOutRidge.fit(alike.apply(labelled), targets);
      if (tried.error() < ridge.error()) {
        return tried.answers(alike.apply(query));
      }
    }
    return ridge.answers(scaling.apply(query));
  }

  static double[] select(double[] values, int[] rows, int width) {
    double[] selected = new double[rows.length * width];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(values, rows[i] * width, selected, i * width, width);
    }
    return selected;
  }

  /** Squared error of each row, summed over its outputs. */
  static double[] squared(double[] answers, double[] truth, int outputs) {
    double[] errors = new double[truth.length / outputs];
    for (int i = 0; i < truth.length; i++) {
      double error = answers[i] - truth[i];
      errors[i / outputs] += error * error;
    }
    return errors;
  }
}

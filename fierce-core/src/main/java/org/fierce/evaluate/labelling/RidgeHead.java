package org.fierce.evaluate.labelling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.fierce.algebra.Matrices;
import org.fierce.algebra.Standardiser;
import org.fierce.data.Inputs;

/**
 * Ridge regression on the labelled rows. Columns are standardised by all training rows or, where
 * that is better on labelled rows left out, all scaled alike, as the linear probe does.
 */
final class RidgeHead implements LabelHead {
  private final Inputs reference;
  private final double[] referenceTargets;
  private final double[] truth;
  private final int outputs;
  private final UnaryOperator<double[]> repaired;
  private final List<Standardiser> scalings = new ArrayList<>();
  private final List<Tensor> queries = new ArrayList<>();
  private final PointerScope scope = new PointerScope();

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
    this.referenceTargets = referenceTargets;
    this.truth = truth;
    this.repaired = repaired;
    outputs = truth.length / asked.length;
    Standardiser standardiser = Standardiser.fit(reference);
    for (Standardiser each : List.of(standardiser, standardiser.alike(1))) {
      scalings.add(each);
      queries.add(Matrices.floats(each.apply(query.select(asked))));
    }
  }

  @Override
  public double[] errors(int[][] labelled) {
    int[] rows = Arrays.stream(labelled).flatMapToInt(Arrays::stream).toArray();
    double[] targets = select(referenceTargets, rows, outputs);
    Inputs chosen = reference.select(rows);
    LeaveOneOutRidge best = LeaveOneOutRidge.fit(scalings.get(0).apply(chosen), targets);
    LeaveOneOutRidge alike = LeaveOneOutRidge.fit(scalings.get(1).apply(chosen), targets);
    boolean isAlike = alike.error() < best.error();
    double[] answers =
        repaired.apply((isAlike ? alike : best).answers(queries.get(isAlike ? 1 : 0)));
    return squared(answers, truth, outputs);
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

  @Override
  public void close() {
    scope.close();
  }
}

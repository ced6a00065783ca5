package org.fierce.evaluate;

import java.util.List;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.fierce.data.FloatMatrix;
import org.fierce.labels.CoarseLabels;

/**
 * The parts of evaluators that other libraries have too, without the readings, votes and intervals
 * that only Fierce gives; in the evaluators' package, since none of them is public.
 */
public final class BareEvaluators {
  private BareEvaluators() {}

  /** Searches the nearest rows by cosine, exactly; gives the sum of the rows' numbers. */
  public static long neighbours(FloatMatrix reference, FloatMatrix query, int count) {
    CoarseLabels one = new CoarseLabels(new int[reference.rows()], List.of("all"));
    long[] sum = {0};
    new NeighbourSearch(reference, one, count)
        .find(
            query,
            List.of(),
            (first, found) -> {
              for (int row : found.get(0).rows()) {
                sum[0] += row;
              }
            });
    return sum[0];
  }

  /**
   * Fits the linear probe with one penalty.
   *
   * @param penalty on half the squared weights, beside the mean loss
   * @return mean loss on the rows it was fitted on, in nats, without the penalty
   */
  public static double probe(FloatMatrix rows, int[] labels, int classes, double penalty) {
    LinearProbe options = new LinearProbe(List.of(penalty), 0.2, 1000);
    SoftmaxFit fit =
        SoftmaxFit.fit(
            options,
            ProbeFeatures.of(rows, rows),
            new HeldOut(new int[0], new int[0]),
            classes,
            ScalarType.Float,
            new SoftmaxFit.Target() {
              @Override
              public LinearObjective.RowLoss loss(int[] chosen) {
                return new LinearObjective.CrossEntropy(Matrices.indices(labels));
              }

              @Override
              public double error(double[] scores, int[] chosen) {
                throw new IllegalStateException("one penalty leaves nothing to choose");
              }
            });
    if (!fit.converged()) {
      throw new IllegalStateException(fit.note());
    }
    double sum = 0;
    for (int row = 0; row < labels.length; row++) {
      sum -= logShare(fit.scores(), row * classes, classes, labels[row]);
    }
    return sum / labels.length;
  }

  private static double logShare(double[] scores, int from, int classes, int label) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < classes; c++) {
      largest = Math.max(largest, scores[from + c]);
    }
    double sum = 0;
    for (int c = 0; c < classes; c++) {
      sum += Math.exp(scores[from + c] - largest);
    }
    return scores[from + label] - largest - Math.log(sum);
  }
}

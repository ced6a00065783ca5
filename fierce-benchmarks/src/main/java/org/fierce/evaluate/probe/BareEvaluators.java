package org.fierce.evaluate.probe;

import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.fierce.algebra.LimitedMemoryBfgs;
import org.fierce.algebra.Matrices;
import org.fierce.data.FloatMatrix;
import org.fierce.evaluate.neighbour.NeighbourSearch;
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
   * Fits the linear probe with one penalty, as {@link SoftmaxFit} does after the choice of it.
   *
   * @param tolerance largest component of the gradient at the end; the probe's own is 1e-5
   * @param penalty on half the squared weights, beside the mean loss
   * @return what was minimised: the mean loss in nats and the penalty
   */
  public static double probe(
      FloatMatrix rows, int[] labels, int classes, double penalty, double tolerance) {
    ProbeFeatures features = ProbeFeatures.of(rows, rows);
    try (PointerScope scope = new PointerScope()) {
      LimitedMemoryBfgs.Result result =
          new LimitedMemoryBfgs(
                  new LinearObjective(
                      Matrices.floats(features.reference()),
                      classes,
                      new LinearObjective.CrossEntropy(Matrices.indices(labels)),
                      penalty),
                  new double[LinearObjective.size(rows.columns(), classes)],
                  tolerance,
                  1000,
                  LinearObjective.inverseCurvature(features.variances(), classes, penalty))
              .minimise();
      if (!result.converged()) {
        throw new IllegalStateException("the probe did not converge");
      }
      return result.value();
    }
  }
}

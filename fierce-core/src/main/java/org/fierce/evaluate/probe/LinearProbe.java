package org.fierce.evaluate.probe;

import java.util.List;
import org.fierce.evaluate.Evaluation;
import org.fierce.evaluate.Evaluator;
import org.fierce.evaluate.Findings;
import org.fierce.evaluate.FineEvaluator;
import org.fierce.labels.FineTargets;

/**
 * How well a linear map of the frozen features gives the fine target, fitted to convergence on the
 * reference rows and scored on the test rows. Features are standardised by the reference rows, test
 * values more than 10 deviations outside those of the reference rows put at that bound; wider than
 * 1024 they are first taken to at most 512 principal components (all but 1e-6 of the variance; as
 * many as there are reference rows where these are 513 to 1024). The penalty {@code l} on |W|^2 is
 * chosen on held-out reference rows (stratified by class), then the map is fitted again on all of
 * them; that of numbers by leaving out each reference row. With at most four reference rows a
 * column the rows left out also choose between standardised columns and columns all scaled alike.
 * Notes tell of bounds, components and this choice.
 *
 * <ul>
 *   <li>classes: multinomial logistic regression, minimum of {@code mean -ln softmax(Wx+b)[fine] +
 *       l/2 |W|^2} by L-BFGS: {@code probeAccuracy}; {@code probeAccuracyWithinTrue} and {@code
 *       probeAccuracyWithinPredicted} let only the fine classes of the true coarse class (the class
 *       with the largest logit) compete and leave out test rows whose coarse class has a single
 *       fine class; each also {@code Balanced}: the mean over fine classes;
 *   <li>numbers: ridge regression, minimum of {@code mean (w.x+b-y)^2 + l |w|^2} in closed form, y
 *       standardised: {@code probeR2} (at most 1; 0 is the test mean), {@code
 *       probeMeanAbsoluteError}, {@code probeRootMeanSquaredError} in the target's unit, {@code
 *       spearman} and {@code kendallTau} (tau-b) of prediction and target; R2, spearman and tau
 *       also {@code WithinTrue} and {@code WithinPredicted}: R2 against the mean of the test rows
 *       of the same coarse class, so that only what happens inside a class counts; spearman the
 *       mean over classes weighted by rows; tau over the pairs of one class; {@code
 *       probeOrdinalKappa}, quadratic-weighted kappa of predicted and true bin, where the coarse
 *       classes are bins of the number. Where test targets or predictions are all equal R2 and
 *       order are undefined and not given;
 *   <li>shares: minimum of {@code mean |softmax(Wx+b) - s|^2 / v + l/2 |W|^2}, v the same error of
 *       the mean share, by L-BFGS: {@code transferMeanSquaredError}, squared error summed over the
 *       components, averaged over test rows, 0 to 2; {@code transferMeanAbsoluteError} likewise;
 *       {@code transferR2}, also inside coarse classes; all three of one component as {@code
 *       transferR2:NAME}. Not convex: the optimum reached from W = 0.
 * </ul>
 *
 * A fit has converged when no component of its gradient exceeds 1e-5 (shares: 1e-6) in size; on the
 * way to the penalty ten times that is enough. A score whose fit has not says so in its note.
 *
 * @param penalties to choose from, each above 0
 * @param heldOut share of the reference rows to choose on, above 0, below 1
 * @param iterations of L-BFGS at most, in each fit
 */
public record LinearProbe(List<Double> penalties, double heldOut, int iterations)
    implements Evaluator {
  /**
   * Checks the options.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public LinearProbe {
    penalties = List.copyOf(penalties);
    if (penalties.isEmpty()) {
      throw new IllegalArgumentException("penalties is empty, must hold at least one");
    }
    for (double penalty : penalties) {
      if (!(penalty > 0 && Double.isFinite(penalty))) {
        throw new IllegalArgumentException("penalties has %s, must be above 0".formatted(penalty));
      }
    }
    if (!(heldOut > 0 && heldOut < 1)) {
      throw new IllegalArgumentException(
          "heldOut is %s, must be between 0 and 1".formatted(heldOut));
    }
    if (iterations < 1) {
      throw new IllegalArgumentException(
          "iterations is %d, must be at least 1".formatted(iterations));
    }
  }

  /** Penalties 1, 0.1, ... 1e-6; a fifth held out; 1000 iterations. */
  public static LinearProbe standard() {
    return new LinearProbe(List.of(1.0, 1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6), 0.2, 1000);
  }

  /** The probe of each kind of fine target. */
  private List<FineEvaluator<?>> kinds() {
    return List.of(new ClassProbe(this), new ScalarProbe(this), new ShareProbe(this));
  }

  @Override
  public boolean appliesTo(FineTargets fine) {
    return kinds().stream().anyMatch(kind -> kind.appliesTo(fine));
  }

  /**
   * Says of each row the class ({@code probeFine} and so on, as for neighbours), the number ({@code
   * probe}) or the share of each component ({@code probe:NAME}) that the probe gives it.
   */
  @Override
  public Findings evaluate(Evaluation evaluation) {
    Findings findings = Findings.NONE;
    for (FineEvaluator<?> kind : kinds()) {
      findings = findings.and(kind.evaluate(evaluation));
    }
    return findings;
  }
}

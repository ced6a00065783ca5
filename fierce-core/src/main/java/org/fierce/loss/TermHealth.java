package org.fierce.loss;

import org.fierce.entropy.EntropyTerm;
import org.jspecify.annotations.Nullable;

/**
 * Whether an entropy term does anything, and not too much, measured on one batch. Numbers that
 * cannot be had are NaN.
 *
 * @param entropyShare place of the term's value in its range, as {@link EntropyTerm#share} has it:
 *     1 at the largest value, 0 at the floor, below 0 where nothing bounds the term from below
 * @param gradientRatio norm of the gradient of the term as it stands in the loss, weight included,
 *     over that of the rest of the loss, both with respect to the features [n, featureWidth]; at
 *     least 0; NaN where the rest has none
 * @param saturation share of the range that the same features reach when they are collapsed, as
 *     {@link EntropyTerm#saturation} has it
 */
public record TermHealth(double entropyShare, double gradientRatio, double saturation) {
  /** Of a loss without an entropy term. */
  public static final TermHealth NONE = new TermHealth(Double.NaN, Double.NaN, Double.NaN);

  /**
   * Saturation above which a term is {@link Fault#SATURATED}. Cosine similarity at temperature 1
   * reaches 0.88 to 0.94 with hard and more than 0.99 with soft assignment, KoLeo 0.
   */
  public static final double SATURATED = 0.85;

  /**
   * Ratio of gradients below which a term is {@link Fault#DEAD}. The gradient of one batch is wrong
   * by about its own size; an epoch of a thousand steps averages that down to a thirtieth at best,
   * so that a pull of a thousandth is lost in it.
   */
  public static final double DEAD = 1e-3;

  /**
   * Ratio of gradients above which a term is {@link Fault#OVERWHELMING}, if the coarse task is not
   * {@link #SOLVED}. Where the two balance, the ratio is 1; at 10, nine tenths of what moves the
   * features is not about the labels.
   */
  public static final double OVERWHELMING = 10;

  /**
   * Coarse accuracy in training from which a large ratio is no fault: cross-entropy's gradient
   * fades once the labels are learnt, and the term is there to shape what is left free.
   */
  public static final double SOLVED = 0.9;

  /** What may be wrong with a term. */
  public enum Fault {
    /** Its value says nothing of the features, so that its gradient is noise. */
    SATURATED,
    /** It moves nothing. */
    DEAD,
    /** It keeps the network from learning the coarse labels. */
    OVERWHELMING
  }

  /**
   * The first fault that holds, in the order of {@link Fault}; null where the term is well, or
   * where there is none.
   *
   * @param coarseAccuracy in training, in the same epoch; NaN where it is not known, and then taken
   *     for solved
   */
  public @Nullable Fault fault(double coarseAccuracy) {
    if (saturation > SATURATED) {
      return Fault.SATURATED;
    }
    if (gradientRatio < DEAD) {
      return Fault.DEAD;
    }
    return gradientRatio > OVERWHELMING && coarseAccuracy < SOLVED ? Fault.OVERWHELMING : null;
  }
}

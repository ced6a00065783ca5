package org.fierce.loss;

import org.fierce.entropy.EntropySpec;
import org.fierce.entropy.EntropyTerm;

/**
 * Cross-entropy with smoothed labels (nats) less {@code weight} times an entropy term, in the
 * term's own unit: of the batch, H(F), or inside its coarse classes, H(F|Y). {@link FierceSpec} and
 * {@link KoLeoSpec} are shorthands of two of them.
 *
 * @param term which term
 * @param conditional whether inside the coarse classes
 * @param weight at least 0
 * @param epsilon label smoothing as in {@link LabelSmoothingSpec}, in [0, 1); 0 for none
 */
public record EntropyRewardSpec(
    EntropySpec term, boolean conditional, double weight, double epsilon) implements LossSpec {
  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public EntropyRewardSpec {
    Checks.weight("weight", weight);
    Checks.epsilon(epsilon);
  }

  /** H(F) of the term with the given weight, without smoothing. */
  public static EntropyRewardSpec of(EntropySpec term, double weight) {
    return new EntropyRewardSpec(term, false, weight, 0);
  }

  /** H(F|Y) of the term with the given weight, without smoothing. */
  public static EntropyRewardSpec conditional(EntropySpec term, double weight) {
    return new EntropyRewardSpec(term, true, weight, 0);
  }

  @Override
  public Loss build(int featureWidth, int classes, long seed) {
    EntropyTerm reward =
        conditional ? term.buildConditional(featureWidth, seed) : term.build(featureWidth, seed);
    return new EntropyRegularised(new SmoothedCrossEntropy(epsilon), reward, weight);
  }

  @Override
  public int views() {
    return term.views();
  }
}

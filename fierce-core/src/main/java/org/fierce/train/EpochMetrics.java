package org.fierce.train;

import org.fierce.entropy.EntropyTerm;

/**
 * What an epoch of training measured, as means over its rows.
 *
 * @param epoch from 1
 * @param step number of steps done
 * @param lossNats the loss that was minimised, reward included
 * @param crossEntropyNats its cross-entropy part
 * @param entropyBits entropy of the features by the loss's estimator; NaN where there is none
 * @param coarseAccuracy of the training batches as they were trained on, augmented, in [0, 1]; NaN
 *     where the labels are no coarse classes
 * @param validationCoarseAccuracy of the validation rows after the epoch; NaN where there are none
 * @param saturation of the entropy term on the last full batch, as {@link EntropyTerm#saturation}
 *     has it; measured in the first and the last epoch, NaN in others and where there is no term
 * @param rate learning rate of the last step
 * @param seconds wall-clock time of the epoch, validation included
 */
public record EpochMetrics(
    int epoch,
    long step,
    double lossNats,
    double crossEntropyNats,
    double entropyBits,
    double coarseAccuracy,
    double validationCoarseAccuracy,
    double saturation,
    double rate,
    double seconds) {
  /** Whether the entropy term was found to be full whatever the features. */
  public boolean isSaturated() {
    return saturation > EntropyTerm.SATURATED;
  }
}

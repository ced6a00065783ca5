package org.fierce.train;

/**
 * Where training stands after a step.
 *
 * @param epoch from 1
 * @param epochs of the whole training
 * @param step number of steps done
 * @param totalSteps of the whole training
 * @param lossNats mean over the rows of this epoch so far
 * @param entropyBits entropy of the features by the loss's estimator, mean over the rows of this
 *     epoch so far; NaN where the loss has no entropy term
 * @param rate learning rate of the step
 */
public record StepProgress(
    int epoch,
    int epochs,
    long step,
    long totalSteps,
    double lossNats,
    double entropyBits,
    double rate) {}

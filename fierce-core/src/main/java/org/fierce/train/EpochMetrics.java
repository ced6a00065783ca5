package org.fierce.train;

import java.util.LinkedHashMap;
import java.util.Map;
import org.fierce.loss.TermHealth;
import org.fierce.loss.TermHealth.Fault;
import org.jspecify.annotations.Nullable;

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
 * @param health of the entropy term on the last full batch, measured before the step that is taken
 *     with it
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
    TermHealth health,
    double rate,
    double seconds) {
  /** What is wrong with the entropy term; null where it is well or there is none. */
  public @Nullable Fault termFault() {
    return health.fault(coarseAccuracy);
  }

  /** The numbers by their names in {@code metrics.jsonl}, in its order, without NaN. */
  public Map<String, Double> numbers() {
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("lossNats", lossNats);
    numbers.put("crossEntropyNats", crossEntropyNats);
    numbers.put("entropyBits", entropyBits);
    numbers.put("coarseAccuracy", coarseAccuracy);
    numbers.put("validationCoarseAccuracy", validationCoarseAccuracy);
    numbers.put("entropyShare", health.entropyShare());
    numbers.put("gradientRatio", health.gradientRatio());
    numbers.put("saturation", health.saturation());
    numbers.put("rate", rate);
    numbers.put("seconds", seconds);
    numbers.values().removeIf(value -> Double.isNaN(value));
    return numbers;
  }
}

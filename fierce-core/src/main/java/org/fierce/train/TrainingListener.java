package org.fierce.train;

/**
 * Told of progress by the training thread. What it throws ends the training, which can be resumed
 * from its last checkpoint.
 */
public interface TrainingListener {
  /** A listener that does nothing. */
  TrainingListener NONE = new TrainingListener() {};

  /** A step is done. */
  default void onStep(StepProgress progress) {}

  /** An epoch is done and its metrics are written. */
  default void onEpoch(EpochMetrics metrics) {}
}

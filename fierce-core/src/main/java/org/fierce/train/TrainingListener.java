package org.fierce.train;

import java.util.Map;

/**
 * Is told of progress, by the training thread. An exception that it throws ends the training, which
 * can be resumed from its last checkpoint.
 */
public interface TrainingListener {
  /** A listener that does nothing. */
  TrainingListener NONE = new TrainingListener() {};

  /** A step is done. */
  default void onStep(StepProgress progress) {}

  /**
   * The network was scored between epochs, which not every training asks for.
   *
   * @param epoch after which, from 1
   * @param scores by key, in the order in which they were made
   */
  default void onScores(int epoch, Map<String, Double> scores) {}

  /** An epoch is done and its metrics are written. */
  default void onEpoch(EpochMetrics metrics) {}

  /** The last epoch is done: whether the coarse classes were learnt. */
  default void onLearning(CoarseLearning learning) {}

  /**
   * Something after the training begins that takes its time.
   *
   * @param words what, as "measuring raw columns"
   */
  default void onStage(String words) {}

  /**
   * The run is scored and done, but its network cannot be written as ONNX, so that no model file
   * was written.
   *
   * @param why in a sentence
   */
  default void onNoModelFile(String why) {}
}

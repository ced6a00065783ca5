package org.fierce.train;

import org.fierce.engine.Device;
import org.fierce.engine.Engine;

/**
 * The options of training: how a backbone is fitted to coarse labels.
 *
 * @param epochs passes over the training rows, at least 1
 * @param batch rows of a step, at least 1
 * @param optimiser how a gradient becomes a step
 * @param schedule how the rate moves
 * @param averaging decay of the moving average of the weights, in [0, 1); 0 for none
 * @param threads of the engine, from 1 to {@link Engine#MOST_THREADS}; part of what a result
 *     depends on
 * @param device where the tensors live
 */
public record TrainingSpec(
    int epochs,
    int batch,
    OptimiserSpec optimiser,
    ScheduleSpec schedule,
    double averaging,
    int threads,
    Device device) {
  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException naming the one that is refused
   */
  public TrainingSpec {
    if (epochs < 1 || batch < 1) {
      throw new IllegalArgumentException(
          "epochs is %d and batch is %d; each must be at least 1".formatted(epochs, batch));
    }
    Engine.checkThreads(threads);
    if (!(averaging >= 0 && averaging < 1)) {
      throw new IllegalArgumentException("averaging is %s, must be in [0, 1)".formatted(averaging));
    }
  }

  /**
   * The same over another number of epochs.
   *
   * @throws IllegalArgumentException if that is below 1
   */
  public TrainingSpec withEpochs(int number) {
    return new TrainingSpec(number, batch, optimiser, schedule, averaging, threads, device);
  }

  /** Without averaging, on one thread of the processor. */
  public static TrainingSpec of(
      int epochs, int batch, OptimiserSpec optimiser, ScheduleSpec schedule) {
    return new TrainingSpec(epochs, batch, optimiser, schedule, 0, 1, Device.CPU);
  }
}

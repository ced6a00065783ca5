package org.fierce.train;

/** Thrown when the loss or a weight becomes NaN or infinite. */
public final class TrainingDivergedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final long step;
  private final double loss;
  private final double rate;

  private TrainingDivergedException(String found, long step, double loss, double rate) {
    super(
        found
            + "; lower the learning rate, add a warm-up, or lower the weight of the entropy term");
    this.step = step;
    this.loss = loss;
    this.rate = rate;
  }

  static TrainingDivergedException loss(long step, double loss, double rate) {
    return new TrainingDivergedException(
        "the loss is %s at step %d with learning rate %s, expected a finite number"
            .formatted(loss, step, rate),
        step,
        loss,
        rate);
  }

  static TrainingDivergedException weights(long step, double loss, double rate) {
    return new TrainingDivergedException(
        "a weight is NaN or infinite after step %d, whose loss was %s with learning rate %s"
            .formatted(step, loss, rate),
        step,
        loss,
        rate);
  }

  /** The step, from 0. */
  public long step() {
    return step;
  }

  /** Loss of the step, mostly NaN or infinite. */
  public double loss() {
    return loss;
  }

  /** Learning rate of the step. */
  public double rate() {
    return rate;
  }
}

package org.fierce.run;

import org.fierce.random.Streams;

/** The streams of chance of a run: each a seed of its own, all drawn from the run's seed. */
public enum SeedStreams {
  WEIGHTS(1),
  BATCHES(2),
  LOSS(3),
  EVALUATION(4),
  COPIES(5),
  SHOWN(6);

  private final long stream;

  SeedStreams(long stream) {
    this.stream = stream;
  }

  /** The seed of this stream in the run with the given seed. */
  public long of(long runSeed) {
    return Streams.seed(runSeed, stream);
  }
}

package org.fierce.experiment;

import org.fierce.data.SplitMix;

/** The streams of chance of a run: each a seed of its own, all drawn from the run's seed. */
enum Seeds {
  WEIGHTS(1),
  BATCHES(2),
  LOSS(3),
  EVALUATION(4),
  COPIES(5),
  SHOWN(6);

  private final long stream;

  Seeds(long stream) {
    this.stream = stream;
  }

  /** The seed of this stream in the run with the given seed. */
  long of(long runSeed) {
    return SplitMix.seed(runSeed, stream);
  }
}

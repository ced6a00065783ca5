package org.fierce.experiment;

/** The streams of chance of a run: each a seed of its own, all drawn from the run's seed. */
enum Seeds {
  WEIGHTS(1),
  BATCHES(2),
  LOSS(3),
  EVALUATION(4);

  private final long stream;

  Seeds(long stream) {
    this.stream = stream;
  }

  /** The seed of this stream in the run with the given seed. */
  long of(long runSeed) {
    // SplitMix64's finaliser over the run's seed and the stream's number.
    long z = runSeed * 0x9E3779B97F4A7C15L + stream * 0xD1B54A32D192ED03L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}

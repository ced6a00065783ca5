package org.fierce.backbone;

import java.util.SplittableRandom;
import org.fierce.data.SplitMix;

/**
 * Named streams of random numbers drawn from one seed, so that what is drawn for one thing never
 * shifts what is drawn for another.
 */
public final class RandomStream {
  private RandomStream() {}

  /** A generator for the stream of the given name under the given seed. */
  public static SplittableRandom of(long seed, String name) {
    return new SplittableRandom(key(seed, name));
  }

  /** A number that stands for (seed, name): FNV-1a of the name, mixed with the seed. */
  public static long key(long seed, String name) {
    long hash = 0xCBF29CE484222325L;
    for (int i = 0; i < name.length(); i++) {
      hash = (hash ^ name.charAt(i)) * 0x100000001B3L;
    }
    return SplitMix.mix(SplitMix.mix(seed + SplitMix.GOLDEN) ^ hash);
  }

  /** The {@code index}-th word of the stream {@code key}: SplitMix64, with random access. */
  public static long word(long key, long index) {
    return SplitMix.mix(key + (index + 1) * SplitMix.GOLDEN);
  }

  /** {@code count} values from a uniform distribution between {@code low} and {@code high}. */
  public static float[] uniform(SplittableRandom random, int count, double low, double high) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (low + (high - low) * random.nextDouble());
    }
    return values;
  }

  /**
   * {@code count} values from a normal distribution of mean 0, by Marsaglia's polar method: unlike
   * {@code nextGaussian} it is the same on every Java release.
   */
  public static float[] normal(SplittableRandom random, int count, double deviation) {
    float[] values = new float[count];
    for (int i = 0; i < count; i += 2) {
      double x;
      double y;
      double square;
      do {
        x = 2 * random.nextDouble() - 1;
        y = 2 * random.nextDouble() - 1;
        square = x * x + y * y;
      } while (square >= 1 || square == 0);
      double factor = deviation * Math.sqrt(-2 * StrictMath.log(square) / square);
      values[i] = (float) (x * factor);
      if (i + 1 < count) {
        values[i + 1] = (float) (y * factor);
      }
    }
    return values;
  }
}

package org.fierce.evaluate;

import java.util.SplittableRandom;
import org.fierce.data.SplitMix;

/** Generators for separate streams of one seed. */
final class Seeds {
  private Seeds() {}

  /** A generator that depends on all three and on nothing else. */
  static SplittableRandom stream(long seed, String name, long index) {
    return new SplittableRandom(next(next(seed + SplitMix.GOLDEN * name.hashCode()) + index));
  }

  /** The numbers 0..size-1 in random order. */
  static int[] permutation(int size, SplittableRandom random) {
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      order[i] = i;
    }
    shuffle(order, size, random);
    return order;
  }

  /** Puts a random choice of {@code first} elements, in random order, at the front. */
  static void shuffle(int[] values, int first, SplittableRandom random) {
    for (int i = 0; i < first; i++) {
      int j = i + random.nextInt(values.length - i);
      int kept = values[i];
      values[i] = values[j];
      values[j] = kept;
    }
  }

  private static long next(long state) {
    return SplitMix.mix(state + SplitMix.GOLDEN);
  }
}

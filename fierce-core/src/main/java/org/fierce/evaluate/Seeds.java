package org.fierce.evaluate;

import java.util.SplittableRandom;

/** Generators for separate streams of one seed. */
final class Seeds {
  private Seeds() {}

  /** A generator that depends on all three and on nothing else. */
  static SplittableRandom stream(long seed, String name, long index) {
    return new SplittableRandom(mix(mix(seed + 0x9E3779B97F4A7C15L * name.hashCode()) + index));
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

  // The finaliser of SplitMix64 (Steele, Lea and Flood 2014).
  private static long mix(long value) {
    long z = value + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}

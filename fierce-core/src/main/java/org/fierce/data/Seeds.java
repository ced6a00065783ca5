package org.fierce.data;

import java.util.SplittableRandom;

/**
 * Generators that depend on nothing but (seed, stream, indices), so that any part can be computed
 * alone and in any order.
 */
final class Seeds {
  /** What a stream of random numbers is for; streams of one seed are independent. */
  enum Stream {
    ORDER(1),
    AUGMENTATION(2),
    SCENE_FIELDS(3),
    SCENE_SPECTRA(4),
    SCENE_SPLIT(5),
    TURN(6);

    /** Part of every generator's state: changing one changes results. */
    private final int number;

    Stream(int number) {
      this.number = number;
    }
  }

  private Seeds() {}

  static SplittableRandom generator(long seed, Stream stream, long first, long second, long third) {
    long state = scramble(seed + SplitMix.GOLDEN * stream.number);
    state = scramble(state + SplitMix.GOLDEN * (first + 1));
    state = scramble(state + SplitMix.GOLDEN * (second + 1));
    state = scramble(state + SplitMix.GOLDEN * (third + 1));
    return new SplittableRandom(state);
  }

  static SplittableRandom generator(long seed, Stream stream, long index) {
    return generator(seed, stream, index, 0, 0);
  }

  /** The finaliser of MurmurHash3 (Appleby): a bijection that spreads every bit over all. */
  private static long scramble(long value) {
    long z = value;
    z = (z ^ (z >>> 33)) * 0xff51afd7ed558ccdL;
    z = (z ^ (z >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return z ^ (z >>> 33);
  }

  /** The numbers 0..size-1 in random order (Fisher and Yates). */
  static int[] permutation(int size, SplittableRandom random) {
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  /**
   * A number from the normal distribution of mean 0 and deviation 1 (Box and Muller, strict
   * arithmetic): unlike {@code nextGaussian} it is the same on every Java release and processor.
   */
  static double gaussian(SplittableRandom random) {
    double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
    return radius * StrictMath.cos(2 * Math.PI * random.nextDouble());
  }
}

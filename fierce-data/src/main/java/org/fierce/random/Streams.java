package org.fierce.random;

import java.util.SplittableRandom;

/**
 * Random numbers of a seed: separate streams, each a function of the seed, what it is for and
 * indices alone, so that any part can be computed alone and in any order. They are the same on
 * every Java release and processor.
 */
public final class Streams {
  /** What SplitMix64 adds from one number to the next: 2^64 divided by the golden ratio, odd. */
  static final long GOLDEN = 0x9E3779B97F4A7C15L;

  /** What a stream is for. */
  public enum Purpose {
    /** The order of training rows in an epoch. */
    ORDER(1),
    /** What augmentation changes in a row. */
    AUGMENTATION(2),
    /** The shapes of a simulated scene. */
    SCENE_FIELDS(3),
    /** The spectra of a simulated scene. */
    SCENE_SPECTRA(4),
    /** Which blocks of a scene are test rows. */
    SCENE_SPLIT(5),
    /** The angle an image is turned by. */
    TURN(6);

    /** Part of every generator's state: changing one changes results. */
    private final int number;

    Purpose(int number) {
      this.number = number;
    }
  }

  private Streams() {}

  /** A generator that depends on all arguments and on nothing else. */
  public static SplittableRandom generator(
      long seed, Purpose purpose, long first, long second, long third) {
    long state = scramble(seed + GOLDEN * purpose.number);
    state = scramble(state + GOLDEN * (first + 1));
    state = scramble(state + GOLDEN * (second + 1));
    state = scramble(state + GOLDEN * (third + 1));
    return new SplittableRandom(state);
  }

  /** A generator with one index. */
  public static SplittableRandom generator(long seed, Purpose purpose, long index) {
    return generator(seed, purpose, index, 0, 0);
  }

  /** A generator for the {@code index}-th part of the stream of a name. */
  public static SplittableRandom generator(long seed, String name, long index) {
    return new SplittableRandom(
        mix(mix(seed + GOLDEN * name.hashCode() + GOLDEN) + index + GOLDEN));
  }

  /** A generator for the stream of a name. */
  public static SplittableRandom generator(long seed, String name) {
    return new SplittableRandom(key(seed, name));
  }

  /** A number that stands for (seed, name): FNV-1a of the name, mixed with the seed. */
  public static long key(long seed, String name) {
    long hash = 0xCBF29CE484222325L;
    for (int i = 0; i < name.length(); i++) {
      hash = (hash ^ name.charAt(i)) * 0x100000001B3L;
    }
    return mix(mix(seed + GOLDEN) ^ hash);
  }

  /** The {@code index}-th word of the stream {@code key}: SplitMix64, with random access. */
  public static long word(long key, long index) {
    return mix(key + (index + 1) * GOLDEN);
  }

  /** A seed for stream number {@code stream} of a seed. */
  public static long seed(long seed, long stream) {
    return mix(seed * GOLDEN + stream * 0xD1B54A32D192ED03L);
  }

  /** The numbers 0..size-1 in random order (Fisher and Yates, from the first to the last). */
  public static int[] permutation(int size, SplittableRandom random) {
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  /** Puts a random choice of {@code first} elements, in random order, at the front. */
  public static void shuffle(int[] values, int first, SplittableRandom random) {
    for (int i = 0; i < first; i++) {
      int j = i + random.nextInt(values.length - i);
      int kept = values[i];
      values[i] = values[j];
      values[j] = kept;
    }
  }

  /**
   * A number from the normal distribution of mean 0 and deviation 1 (Box and Muller, strict
   * arithmetic).
   */
  public static double gaussian(SplittableRandom random) {
    double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
    return radius * StrictMath.cos(2 * Math.PI * random.nextDouble());
  }

  /** {@code count} values from a uniform distribution between {@code low} and {@code high}. */
  public static float[] uniform(SplittableRandom random, int count, double low, double high) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (low + (high - low) * random.nextDouble());
    }
    return values;
  }

  /** {@code count} values from a normal distribution of mean 0, by Marsaglia's polar method. */
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

  /**
   * The finaliser of SplitMix64 (Steele, Lea and Flood 2014; Stafford's variant 13): a bijection
   * that spreads every bit over all.
   */
  static long mix(long bits) {
    long z = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** The finaliser of MurmurHash3 (Appleby): a bijection that spreads every bit over all. */
  private static long scramble(long value) {
    long z = value;
    z = (z ^ (z >>> 33)) * 0xff51afd7ed558ccdL;
    z = (z ^ (z >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return z ^ (z >>> 33);
  }
}

package org.fierce.data;

/** The arithmetic that turns seeds, names and numbers of streams into seeds of generators. */
public final class SplitMix {
  /** What SplitMix64 adds from one number to the next: 2^64 divided by the golden ratio, odd. */
  public static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private SplitMix() {}

  /**
   * The finaliser of SplitMix64 (Steele, Lea and Flood 2014; Stafford's variant 13): a bijection
   * that spreads every bit over all.
   */
  public static long mix(long bits) {
    long z = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** A seed for stream number {@code stream} of a seed. */
  public static long seed(long seed, long stream) {
    return mix(seed * GOLDEN + stream * 0xD1B54A32D192ED03L);
  }
}

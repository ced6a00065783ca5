package org.fierce.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SeedsTest {
  /** The finaliser of 64 bits; numbers of the JDK's generator are checked against it. */
  private static long word(long seed, long index) {
    return SplitMix.mix(seed + (index + 1) * SplitMix.GOLDEN);
  }

  @Test
  void theGeneratorOfThisJavaIsTheOneThatResultsWereMadeWith() {
    SplittableRandom random = new SplittableRandom(7);

    // SplitMix64 (Steele, Lea and Flood 2014).
    assertThat(random.nextLong()).isEqualTo(word(7, 0));
    assertThat(random.nextDouble()).isEqualTo((word(7, 1) >>> 11) * 0x1.0p-53);
    int bits = bits32(7, 2);
    assertThat(random.nextInt(16)).isEqualTo(bits & 15);
    assertThat(random.nextInt(1000)).isEqualTo((bits32(7, 3) >>> 1) % 1000);
  }

  /** Upper half of Stafford's variant 4, which the generator takes for 32 bits. */
  private static int bits32(long seed, long index) {
    long z = seed + (index + 1) * SplitMix.GOLDEN;
    z = (z ^ (z >>> 33)) * 0x62a9d9ed799705f5L;
    return (int) (((z ^ (z >>> 28)) * 0xcb24d0a5c88c35b3L) >>> 32);
  }

  @Test
  void normalNumbersAreThoseOfTheFormula() {
    SplittableRandom random = new SplittableRandom(7);
    double first = (word(7, 0) >>> 11) * 0x1.0p-53;
    double second = (word(7, 1) >>> 11) * 0x1.0p-53;

    assertThat(Seeds.gaussian(random))
        .isEqualTo(
            StrictMath.sqrt(-2 * StrictMath.log(1 - first)) * StrictMath.cos(2 * Math.PI * second));
  }

  @Test
  void normalNumbersHaveMeanZeroAndDeviationOne() {
    SplittableRandom random = new SplittableRandom(3);
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < 100_000; i++) {
      double value = Seeds.gaussian(random);
      sum += value;
      squares += value * value;
    }
    // Standard errors: 0.003 and 0.0045.
    assertThat(sum / 100_000).isCloseTo(0, within(0.015));
    assertThat(squares / 100_000).isCloseTo(1, within(0.02));
  }
}

package org.fierce.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class StreamsTest {
  /** The finaliser of 64 bits; numbers of the JDK's generator are checked against it. */
  private static long word(long seed, long index) {
    return Streams.mix(seed + (index + 1) * Streams.GOLDEN);
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
    long z = seed + (index + 1) * Streams.GOLDEN;
    z = (z ^ (z >>> 33)) * 0x62a9d9ed799705f5L;
    return (int) (((z ^ (z >>> 28)) * 0xcb24d0a5c88c35b3L) >>> 32);
  }

  @Test
  void normalNumbersAreThoseOfTheFormula() {
    SplittableRandom random = new SplittableRandom(7);
    double first = (word(7, 0) >>> 11) * 0x1.0p-53;
    double second = (word(7, 1) >>> 11) * 0x1.0p-53;

    assertThat(Streams.gaussian(random))
        .isEqualTo(
            StrictMath.sqrt(-2 * StrictMath.log(1 - first)) * StrictMath.cos(2 * Math.PI * second));
  }

  @Test
  void normalNumbersHaveMeanZeroAndDeviationOne() {
    SplittableRandom random = new SplittableRandom(3);
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < 100_000; i++) {
      double value = Streams.gaussian(random);
      sum += value;
      squares += value * value;
    }
    // Standard errors: 0.003 and 0.0045.
    assertThat(sum / 100_000).isCloseTo(0, within(0.015));
    assertThat(squares / 100_000).isCloseTo(1, within(0.02));
  }

  @Test
  void mixesAsTheGeneratorOfJavaDoes() {
    assertThat(Streams.mix(Streams.GOLDEN)).isEqualTo(0xE220A8397B1DCDAFL);
    assertThat(Streams.mix(42 + Streams.GOLDEN)).isEqualTo(new SplittableRandom(42).nextLong());
  }

  @Test
  void streamsOfNeighbouringSeedsHaveSeedsOfTheirOwn() {
    Set<Long> seeds = new HashSet<>();
    for (long seed = 0; seed < 100; seed++) {
      for (long stream = 1; stream <= 10; stream++) {
        seeds.add(Streams.seed(seed, stream));
      }
    }
    assertThat(seeds).hasSize(1000);
  }

  @Test
  void wordsAreThoseOfTheJdksGeneratorInAnyOrder() {
    SplittableRandom sequential = new SplittableRandom(42);
    long[] words = {sequential.nextLong(), sequential.nextLong(), sequential.nextLong()};

    assertThat(Streams.word(42, 2)).isEqualTo(words[2]);
    assertThat(Streams.word(42, 0)).isEqualTo(words[0]);
    assertThat(Streams.word(42, 1)).isEqualTo(words[1]);
  }

  @Test
  void streamsDifferBySeedAndName() {
    assertThat(Streams.key(1, "a")).isEqualTo(Streams.key(1, "a"));
    assertThat(Streams.key(1, "a")).isNotEqualTo(Streams.key(1, "b"));
    assertThat(Streams.key(1, "a")).isNotEqualTo(Streams.key(2, "a"));
  }

  @Test
  void normalDrawsHaveTheMomentsOfTheNormalDistribution() {
    float[] draws = Streams.normal(Streams.generator(5, "n"), 40_001, 2);
    double sum = 0;
    double square = 0;
    double fourth = 0;
    for (float draw : draws) {
      double z = draw / 2.0;
      sum += z;
      square += z * z;
      fourth += z * z * z * z;
    }

    // Four standard errors: 1, sqrt 2 and sqrt 96 over sqrt n.
    double error = 4 / Math.sqrt(draws.length);
    assertThat(sum / draws.length).isCloseTo(0, within(error));
    assertThat(square / draws.length).isCloseTo(1, within(error * Math.sqrt(2)));
    assertThat(fourth / draws.length).isCloseTo(3, within(error * Math.sqrt(96)));
  }

  @Test
  void uniformDrawsFillTheInterval() {
    float[] draws = Streams.uniform(Streams.generator(5, "u"), 10_000, -3, 1);
    double sum = 0;
    for (float draw : draws) {
      assertThat(draw).isBetween(-3f, 1f);
      sum += draw;
    }

    // Standard deviation 4 / sqrt 12.
    assertThat(sum / draws.length).isCloseTo(-1, within(4 * 4 / Math.sqrt(12 * 10_000)));
  }
}

package org.fierce.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class RandomStreamTest {
  @Test
  void wordsAreThoseOfTheJdksGeneratorInAnyOrder() {
    SplittableRandom sequential = new SplittableRandom(42);
    long[] words = {sequential.nextLong(), sequential.nextLong(), sequential.nextLong()};

    assertThat(RandomStream.word(42, 2)).isEqualTo(words[2]);
    assertThat(RandomStream.word(42, 0)).isEqualTo(words[0]);
    assertThat(RandomStream.word(42, 1)).isEqualTo(words[1]);
  }

  @Test
  void streamsDifferBySeedAndName() {
    assertThat(RandomStream.key(1, "a")).isEqualTo(RandomStream.key(1, "a"));
    assertThat(RandomStream.key(1, "a")).isNotEqualTo(RandomStream.key(1, "b"));
    assertThat(RandomStream.key(1, "a")).isNotEqualTo(RandomStream.key(2, "a"));
  }

  @Test
  void normalDrawsHaveTheMomentsOfTheNormalDistribution() {
    float[] draws = RandomStream.normal(RandomStream.of(5, "n"), 40_001, 2);
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
    float[] draws = RandomStream.uniform(RandomStream.of(5, "u"), 10_000, -3, 1);
    double sum = 0;
    for (float draw : draws) {
      assertThat(draw).isBetween(-3f, 1f);
      sum += draw;
    }

    // Standard deviation 4 / sqrt 12.
    assertThat(sum / draws.length).isCloseTo(-1, within(4 * 4 / Math.sqrt(12 * 10_000)));
  }
}

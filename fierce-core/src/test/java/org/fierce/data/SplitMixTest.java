package org.fierce.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SplitMixTest {
  @Test
  void mixesAsTheGeneratorOfJavaDoes() {
    assertThat(SplitMix.mix(SplitMix.GOLDEN)).isEqualTo(0xE220A8397B1DCDAFL);
    assertThat(SplitMix.mix(42 + SplitMix.GOLDEN)).isEqualTo(new SplittableRandom(42).nextLong());
  }

  @Test
  void streamsOfNeighbouringSeedsHaveSeedsOfTheirOwn() {
    Set<Long> seeds = new HashSet<>();
    for (long seed = 0; seed < 100; seed++) {
      for (long stream = 1; stream <= 10; stream++) {
        seeds.add(SplitMix.seed(seed, stream));
      }
    }
    assertThat(seeds).hasSize(1000);
  }
}

package org.fierce.entropy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.bytedeco.javacpp.PointerScope;
import org.fierce.engine.Tensors;
import org.junit.jupiter.api.Test;

final class GumbelNoiseTest {
  @Test
  void drawsFollowTheGumbelDistribution() {
    double[] draws = draws(1, 0, 501, 101);
    Arrays.sort(draws);

    // Mean is Euler's constant, variance pi^2 / 6; four standard errors of 50,601 draws.
    double mean = Arrays.stream(draws).average().orElseThrow();
    double square = Arrays.stream(draws).map(g -> g * g).average().orElseThrow();
    assertThat(mean).isCloseTo(0.577216, within(4 * 1.2825 / Math.sqrt(draws.length)));
    assertThat(square - mean * mean).isCloseTo(Math.PI * Math.PI / 6, within(0.08));
    // Kolmogorov-Smirnov distance to exp(-exp(-g)); 1.95 / sqrt(n) is the 0.1 % point.
    double worst = 0;
    for (int i = 0; i < draws.length; i++) {
      double below = Math.exp(-Math.exp(-draws[i]));
      worst = Math.max(worst, Math.abs(below - (i + 0.5) / draws.length));
    }
    assertThat(worst).isLessThan(1.95 / Math.sqrt(draws.length));
  }

  @Test
  void everyDrawIsFinite() {
    for (int step = 0; step < 20; step++) {
      assertThat(Arrays.stream(draws(3, step, 200, 100))).allMatch(g -> g > -2.83 && g < 16.7);
    }
  }

  @Test
  void stepsAndSeedsDrawDifferentNoise() {
    assertThat(draws(1, 2, 5, 5)).containsExactly(draws(1, 2, 5, 5));
    assertThat(draws(1, 2, 5, 5)).doesNotContain(draws(1, 3, 5, 5));
    assertThat(draws(1, 2, 5, 5)).doesNotContain(draws(2, 2, 5, 5));
  }

  private static double[] draws(long seed, long step, int rows, int columns) {
    try (PointerScope scope = new PointerScope()) {
      return Tensors.doubles(GumbelNoise.seeded(seed).draw(step, rows, columns));
    }
  }
}

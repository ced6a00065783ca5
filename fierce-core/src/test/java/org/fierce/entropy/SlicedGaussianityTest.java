package org.fierce.entropy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.fierce.random.Streams;
import org.junit.jupiter.api.Test;

final class SlicedGaussianityTest extends EntropyTermContract {
  @Override
  protected EntropySpec spec() {
    return SlicedGaussianity.Options.standard();
  }

  /** Directions are drawn anew for each class. */
  @Override
  protected boolean isItselfInOneClass() {
    return false;
  }

  @Test
  void agreesWithANaiveIntegralOverTheSameDirections() {
    double[] rows = Probe.normal(1, 9, 3);
    float[] directions = Streams.normal(Streams.generator(4, "directions0"), 5 * 3, 1);

    assertThat(Probe.value(term(5, 3, 4), rows, 3, 0))
        .isCloseTo(naive(NaiveRows.rows(rows, 3), directions), within(1e-5));
  }

  /** Simpson's rule on 2000 intervals of [-5, 5] instead of 17 points. */
  private static double naive(double[][] rows, float[] directions) {
    int width = rows[0].length;
    double sum = 0;
    for (int m = 0; m < directions.length / width; m++) {
      double[] direction = new double[width];
      for (int j = 0; j < width; j++) {
        direction[j] = directions[m * width + j];
      }
      double norm = Math.sqrt(NaiveRows.dot(direction, direction));
      double[] places = new double[rows.length];
      for (int i = 0; i < places.length; i++) {
        places[i] = NaiveRows.dot(rows[i], direction) / norm;
      }
      sum += statistic(places);
    }
    return -sum * width / directions.length;
  }

  private static double statistic(double[] places) {
    double mean = NaiveRows.mean(places);
    int intervals = 2000;
    double sum = 0;
    for (int k = 0; k <= intervals; k++) {
      double t = -5 + 10.0 * k / intervals;
      double weight = k == 0 || k == intervals ? 1 : k % 2 == 1 ? 4 : 2;
      double cos = Arrays.stream(places).map(x -> Math.cos(t * (x - mean))).average().orElse(0);
      double sin = Arrays.stream(places).map(x -> Math.sin(t * (x - mean))).average().orElse(0);
      double target = Math.exp(-t * t / 2);
      sum += weight * ((cos - target) * (cos - target) + sin * sin) * target;
    }
    return sum * 10.0 / intervals / 3;
  }

  @Test
  void twoPointsHaveTheirClosedForm() {
    // Of +-a: sqrt(2 pi) (1 + exp(-2 a^2)) / 2 + sqrt(2 pi / 3) - 2 sqrt(pi) exp(-a^2 / 4).
    double a = 1.2;
    double expected =
        Math.sqrt(2 * Math.PI) * (1 + Math.exp(-2 * a * a)) / 2
            + Math.sqrt(2 * Math.PI / 3)
            - 2 * Math.sqrt(Math.PI) * Math.exp(-a * a / 4);

    assertThat(Probe.value(term(1, 1, 0), new double[] {a, -a}, 1, 0))
        .isCloseTo(-expected, within(1e-4));
  }

  @Test
  void gaussianRowsReachTheirExpectation() {
    // E |phi_n - phi|^2 = (1 - exp(-t^2) - t^2 exp(-t^2)) / n, the last for the mean taken off:
    // sqrt(2 pi) (1 - 1 / sqrt 3 - 1 / (3 sqrt 3)) / n = 0.577 / n.
    double[] rows = Probe.normal(2, 500, 16);

    assertThat(Probe.value(term(256, 16, 0), rows, 16, 0)).isCloseTo(-0.577 / 500, within(3e-4));
  }

  @Test
  void equalRowsAreWorthTheFloor() {
    // sqrt(2 pi) + sqrt(2 pi / 3) - 2 sqrt pi = 0.40890.
    double floor = 2 * Math.sqrt(Math.PI) - Math.sqrt(2 * Math.PI) * (1 + 1 / Math.sqrt(3));
    SlicedGaussianity term = term(8, 2, 0);

    assertThat(Probe.value(term, new double[] {3, 4, 3, 4, 3, 4}, 2, 0))
        .isCloseTo(floor, within(1e-4));
    assertThat(term.minimum(3)).isCloseTo(floor, within(1e-4));
  }

  @Test
  void muchTooWideFeaturesAreWorthLessThanEqualOnesAndHaveABoundedGradient() {
    double[] rows = Probe.normal(3, 64, 4);
    double[] wide = Arrays.stream(rows).map(x -> 1e4 * x).toArray();

    // Waves that cancel: integral of exp(-3/2 t^2) = 1.447 less the step 0.625 round t = 0, where
    // the rule sees them agree.
    assertThat(Probe.value(term(32, 4, 0), wide, 4, 0)).isCloseTo(-0.822, within(0.06));
    for (double[] at : new double[][] {rows, wide}) {
      assertThat(Arrays.stream(Probe.gradient(term(32, 4, 0), at, 4, 0)))
          .allMatch(g -> Math.abs(g) < 25.0 / 64);
    }
  }

  @Test
  void aShiftDoesNotMatter() {
    double[] rows = Probe.normal(3, 6, 2);
    double[] shifted = Arrays.stream(rows).map(x -> x + 40).toArray();

    assertThat(Probe.value(term(8, 2, 0), shifted, 2, 0))
        .isCloseTo(Probe.value(term(8, 2, 0), rows, 2, 0), within(1e-6));
  }

  @Test
  void directionsAreAPureFunctionOfSeedAndStep() {
    double[] rows = Probe.normal(5, 6, 4);
    double value = Probe.value(term(4, 4, 1), rows, 4, 7);

    assertThat(Probe.value(term(4, 4, 1), rows, 4, 7)).isEqualTo(value);
    assertThat(Probe.value(term(4, 4, 1), rows, 4, 8)).isNotEqualTo(value);
    assertThat(Probe.value(term(4, 4, 2), rows, 4, 7)).isNotEqualTo(value);
  }

  private static SlicedGaussianity term(int directions, int width, long seed) {
    return new SlicedGaussianity(new SlicedGaussianity.Options(directions), width, seed);
  }
}

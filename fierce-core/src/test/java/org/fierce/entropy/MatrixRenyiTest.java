package org.fierce.entropy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class MatrixRenyiTest {
  @Test
  void onTheSphereOfOneFeatureThereIsNothingToSpreadOver() {
    assertThatThrownBy(() -> MatrixRenyi.Options.standard().build(1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least 2 features, found 1");
  }

  @Nested
  final class Quadratic extends EntropyTermContract {
    @Override
    protected EntropySpec spec() {
      return MatrixRenyi.Options.standard();
    }
  }

  @Nested
  final class Shannon extends EntropyTermContract {
    @Override
    protected EntropySpec spec() {
      return new MatrixRenyi.Options(1, false);
    }
  }

  @Test
  void agreesWithTheNaiveFrobeniusNorm() {
    double[] rows = Probe.normal(1, 6, 3);

    assertThat(Probe.value(term(0.7, true), rows, 3, 0))
        .isCloseTo(naive(NaiveRows.onSphere(rows, 3), 0.7), within(1e-12));
    assertThat(Probe.value(term(1.3, false), rows, 3, 0))
        .isCloseTo(naive(NaiveRows.rows(rows, 3), 1.3), within(1e-12));
  }

  private static double naive(double[][] rows, double bandwidth) {
    double sum = 0;
    for (double[] a : rows) {
      for (double[] b : rows) {
        double squared = NaiveRows.squaredDistance(a, b);
        double entry = Math.exp(-squared / (2 * bandwidth * bandwidth)) / rows.length;
        sum += entry * entry;
      }
    }
    return -Math.log(sum);
  }

  @Test
  void farApartRowsReachLogNAndEqualOnesZero() {
    MatrixRenyi term = term(0.1, false);

    assertThat(Probe.value(term, new double[] {0, 5, 10, 15}, 1, 0))
        .isCloseTo(Math.log(4), within(1e-12));
    assertThat(Probe.value(term, new double[] {2, 2, 2, 2}, 1, 0)).isCloseTo(0, within(1e-12));
    assertThat(term.maximum(4)).isEqualTo(Math.log(4));
  }

  @Test
  void twoGroupsOfEqualRowsHaveLogTwo() {
    // K equal codes of equal use: ln K.
    double[] rows = {0, 9, 0, 9, 0, 9};

    assertThat(Probe.value(term(0.5, false), rows, 1, 0)).isCloseTo(Math.log(2), within(1e-12));
  }

  @Test
  void gaussianRowsHaveTheClosedFormOfTheirConvolution() {
    // E exp(-(x - y)^2 / b^2) for independent N(0, 1): 1 / sqrt(1 + 4 / b^2); b = 2: 1 / sqrt 2.
    // n draws: 1/n + (1 - 1/n) / sqrt 2, within sampling error.
    double[] rows = Probe.normal(5, 3000, 1);
    double expected = -Math.log(1.0 / 3000 + (1 - 1.0 / 3000) / Math.sqrt(2));

    assertThat(Probe.value(term(2, false), rows, 1, 0)).isCloseTo(expected, within(0.02));
  }

  @Test
  void withoutNormsAShiftDoesNotMatterAndWithThemLengthDoesNot() {
    double[] rows = Probe.normal(6, 5, 2);
    double[] shifted = rows.clone();
    double[] longer = rows.clone();
    for (int i = 0; i < rows.length; i++) {
      shifted[i] += 3 - i % 2;
      longer[i] *= 1 + i / 2;
    }

    assertThat(Probe.value(term(1, false), shifted, 2, 0))
        .isCloseTo(Probe.value(term(1, false), rows, 2, 0), within(1e-12));
    assertThat(Probe.value(term(1, true), longer, 2, 0))
        .isCloseTo(Probe.value(term(1, true), rows, 2, 0), within(1e-12));
  }

  private static MatrixRenyi term(double bandwidth, boolean normalise) {
    return new MatrixRenyi(new MatrixRenyi.Options(bandwidth, normalise));
  }
}

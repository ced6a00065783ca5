package org.fierce.entropy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class VarianceCovarianceTest extends EntropyTermContract {
  @Override
  protected EntropySpec spec() {
    return VarianceCovariance.Options.standard();
  }

  @Test
  void agreesWithTheNaiveSums() {
    // Columns of deviation 0.5, 1, 2 and 20: some under the hinge, some above, scaled or not.
    double[] rows = Probe.normal(1, 8, 4);
    double[] factors = {0.5, 1, 2, 20};
    for (int i = 0; i < rows.length; i++) {
      rows[i] *= factors[i % 4];
    }
    double value = Probe.value(term(1.2, 0.3), rows, 4, 0);
    double expected = naive(rows, 4, 1.2, 0.3);

    assertThat(value).isCloseTo(expected, within(1e-12 * Math.abs(expected)));
  }

  private static double naive(double[] flat, int width, double deviation, double weight) {
    double[][] rows = NaiveRows.rows(flat, width);
    double hinge = 0;
    double correlated = 0;
    for (int j = 0; j < width; j++) {
      double[] column = NaiveRows.column(rows, j);
      double spread = Math.sqrt(NaiveRows.covariance(column, column) + 1e-4);
      hinge += Math.max(0, deviation - spread) / width;
      for (int k = 0; k < width; k++) {
        double covariance = NaiveRows.covariance(column, NaiveRows.column(rows, k));
        correlated += j == k ? 0 : covariance * covariance / width;
      }
    }
    return -(hinge + weight * correlated);
  }

  @Test
  void uncorrelatedFeaturesOfEnoughSpreadReachZero() {
    // The four corners of a square of side 4: deviations 4 / sqrt 3, covariance 0.
    assertThat(Probe.value(term(1, 1), new double[] {-2, -2, -2, 2, 2, -2, 2, 2}, 2, 0))
        .isCloseTo(0, within(1e-12));
    assertThat(term(1, 1).maximum(4)).isZero();
  }

  @Test
  void equalRowsAreWorthTheFloorAndCorrelatedOnesLess() {
    VarianceCovariance term = term(1, 1);

    assertThat(Probe.value(term, new double[] {3, 5, 3, 5, 3, 5}, 2, 0))
        .isCloseTo(-0.99, within(1e-12));
    assertThat(term.minimum(3)).isCloseTo(-0.99, within(1e-12));
    // Variances and covariance 9 * 2 / 1 = 18: 18^2 twice, over two features.
    assertThat(Probe.value(term, new double[] {-3, -3, 3, 3}, 2, 0)).isCloseTo(-324, within(1e-9));
  }

  @Test
  void shiftAndMirroringDoNotMatter() {
    double[] rows = Probe.normal(2, 5, 3);
    double[] moved = rows.clone();
    for (int i = 0; i < rows.length; i++) {
      moved[i] = i % 3 == 1 ? 7 - rows[i] : rows[i] + 2;
    }

    assertThat(Probe.value(term(1, 1), moved, 3, 0))
        .isCloseTo(Probe.value(term(1, 1), rows, 3, 0), within(1e-12));
  }

  @Test
  void deviationsAboveTheLargestCountAsIt() {
    // Both columns deviate by sqrt 2 * 1e6 and agree wholly: covariance 100^2; twice, over two.
    double[] rows = {-1e6, -1e6, 1e6, 1e6};

    assertThat(Probe.value(term(1, 1), rows, 2, 0)).isCloseTo(-1e8, within(1.0));
    assertThat(
            Arrays.stream(
                Probe.gradient(term(1, 1), new double[] {-1e6, -2e6, 1e6, 1e6, 3e6, 0}, 2, 0)))
        .allMatch(g -> Math.abs(g) < 1e3);
  }

  @Test
  void gradientAboveTheLargestDeviationAgreesWithCentralDifferences() {
    double[] rows = Probe.normal(3, 5, 2);
    for (int i = 0; i < rows.length; i++) {
      rows[i] *= i % 2 == 0 ? 300 : 1;
    }
    double[] expected = Probe.centralDifferences(rows, at -> Probe.value(term(1, 1), at, 2, 0));

    assertThat(Probe.gradient(term(1, 1), rows, 2, 0))
        // Values of 1e5 leave differences of 1e-5 about 1e-3 to err by.
        .usingComparatorWithPrecision(2e-3)
        .containsExactly(expected);
  }

  @Test
  void wrongOptionsAreNamed() {
    assertThatThrownBy(() -> new VarianceCovariance.Options(0, 1))
        .hasMessage("deviation must be above 0.01, found 0");
    assertThatThrownBy(() -> new VarianceCovariance.Options(1, -1))
        .hasMessage("covariance must be at least 0, found -1");
  }

  private static VarianceCovariance term(double deviation, double covariance) {
    return new VarianceCovariance(new VarianceCovariance.Options(deviation, covariance));
  }
}

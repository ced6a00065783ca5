package org.fierce.entropy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class CodingRateTest extends EntropyTermContract {
  @Override
  protected EntropySpec spec() {
    return CodingRate.Options.standard();
  }

  @Override
  protected boolean tellsOneRow(boolean isConditional) {
    return false;
  }

  @Test
  void onTheSphereOfOneFeatureThereIsNothingToSpreadOver() {
    assertThatThrownBy(() -> CodingRate.Options.standard().build(1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least 2 features, found 1");
  }

  @Test
  void agreesWithTheDeterminantByElimination() {
    // More rows than features, and fewer: the d x d determinant either way.
    for (int n : new int[] {9, 3}) {
      double[] rows = Probe.normal(n, n, 5);
      double value = Probe.value(term(0.7, 5), rows, 5, 0);

      assertThat(value).isCloseTo(naive(rows, 5, 0.7), within(1e-10));
    }
  }

  private static double naive(double[] flat, int width, double epsilon) {
    double[][] z = NaiveRows.onSphere(flat, width);
    double[][] matrix = new double[width][width];
    for (int i = 0; i < width; i++) {
      matrix[i][i] = 1;
      for (int j = 0; j < width; j++) {
        for (double[] row : z) {
          matrix[i][j] += width / (z.length * epsilon * epsilon) * row[i] * row[j];
        }
      }
    }
    return NaiveRows.logDeterminant(matrix) / 2;
  }

  @Test
  void equalRowsHaveTheRateOfOneDirection() {
    // One eigenvalue 1 + d / eps^2 = 1 + 4 / 0.25 = 17.
    double[] rows = new double[24];
    Arrays.fill(rows, 0.3);

    assertThat(Probe.value(term(0.5, 4), rows, 4, 0)).isCloseTo(Math.log(17) / 2, within(1e-12));
  }

  @Test
  void orthogonalRowsReachTheMaximum() {
    // Four axes: Z^T Z = I, so d eigenvalues 1 + 1 / eps^2 = 5. Two of four: two of 1 + 4 / (2/4).
    double[] four = {1, 0, 0, 0, 0, 3, 0, 0, 0, 0, -1, 0, 0, 0, 0, 2};
    CodingRate term = term(0.5, 4);

    assertThat(Probe.value(term, four, 4, 0)).isCloseTo(2 * Math.log(5), within(1e-12));
    assertThat(term.maximum(4)).isCloseTo(2 * Math.log(5), within(1e-12));
    assertThat(Probe.value(term, Arrays.copyOf(four, 8), 4, 0))
        .isCloseTo(Math.log(9), within(1e-12));
    assertThat(term.maximum(2)).isCloseTo(Math.log(9), within(1e-12));
  }

  @Test
  void rowsUniformOnTheSphereComeNearTheMaximum() {
    // Second moments of n draws differ from I / d by about sqrt(d / n).
    double[] rows = Probe.normal(3, 4000, 6);
    CodingRate term = term(0.7, 6);

    assertThat(Probe.value(term, rows, 6, 0)).isCloseTo(term.maximum(4000), within(0.02));
  }

  @Test
  void tooCoarseAPrecisionIsSaturated() {
    double[] rows = Probe.normal(4, 64, 16);
    int[] labels = new int[64];

    assertThat(Probe.saturation(term(0.7, 16), rows, 16, labels)).isLessThan(0.2);
    assertThat(Probe.saturation(term(100, 16), rows, 16, labels)).isGreaterThan(0.85);
  }

  @Test
  void theFinestPrecisionStaysFinite() {
    double[] rows = new double[2000];
    Arrays.fill(rows, 1);
    double value = Probe.value(term(1e-3, 200), rows, 200, 0);

    assertThat(value).isCloseTo(Math.log1p(200e6) / 2, within(1e-6));
    assertThatThrownBy(() -> new CodingRate.Options(1e-4))
        .hasMessage("epsilon must be at least 0.001, found 1.0E-4");
  }

  private static CodingRate term(double epsilon, int width) {
    return new CodingRate(new CodingRate.Options(epsilon), width);
  }
}

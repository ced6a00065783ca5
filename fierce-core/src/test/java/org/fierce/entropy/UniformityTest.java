package org.fierce.entropy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class UniformityTest extends EntropyTermContract {
  @Override
  protected EntropySpec spec() {
    return Uniformity.Options.standard();
  }

  @Test
  void onTheSphereOfOneFeatureThereIsNothingToSpreadOver() {
    assertThatThrownBy(() -> Uniformity.Options.standard().build(1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least 2 features, found 1");
  }

  private final Uniformity term = new Uniformity(Uniformity.Options.standard());

  @Test
  void agreesWithTheNaiveDoubleSum() {
    double[] rows = Probe.normal(1, 7, 3);

    assertThat(Probe.value(term, rows, 3, 0)).isCloseTo(naive(rows, 3, 2), within(1e-12));
  }

  private static double naive(double[] rows, int width, double sharpness) {
    double[][] z = NaiveRows.onSphere(rows, width);
    double sum = 0;
    for (int i = 0; i < z.length; i++) {
      for (int j = 0; j < z.length; j++) {
        sum += i == j ? 0 : Math.exp(-sharpness * NaiveRows.squaredDistance(z[i], z[j]));
      }
    }
    return -Math.log(sum / (z.length * (z.length - 1.0)));
  }

  @Test
  void theCornersOfASimplexReachTheMaximum() {
    // Three rows at 120 degrees: |z_i - z_j|^2 = 3, so the value is 2 * 3 = 2 t n / (n - 1).
    double c = Math.sqrt(3) / 2;
    double value = Probe.value(term, new double[] {1, 0, -0.5, c, -0.5, -c}, 2, 0);

    assertThat(value).isCloseTo(6, within(1e-12));
    assertThat(term.maximum(3)).isCloseTo(6, within(1e-12));
  }

  @Test
  void rowsUniformOnTheCircleHaveTheValueOfTheBesselFunction() {
    // mean exp(-t (2 - 2 cos a)) over angles a is exp(-2 t) I_0(2 t). k equal angles leave the
    // pair of a row with itself out: (k exp(-4) I_0(4) - 1) / (k - 1), I_0(4) = 11.3019219521.
    int count = 64;
    double[] rows = new double[2 * count];
    for (int i = 0; i < count; i++) {
      rows[2 * i] = Math.cos(2 * Math.PI * i / count);
      rows[2 * i + 1] = Math.sin(2 * Math.PI * i / count);
    }
    double mean = (count * Math.exp(-4) * 11.3019219521 - 1) / (count - 1);

    assertThat(Probe.value(term, rows, 2, 0)).isCloseTo(-Math.log(mean), within(1e-9));
  }

  @Test
  void sharpKernelsStayFinite() {
    Uniformity sharp = new Uniformity(new Uniformity.Options(5000));

    // Two opposite rows: 4 t.
    assertThat(Probe.value(sharp, new double[] {1, 0, -1, 0}, 2, 0)).isCloseTo(2e4, within(1e-6));
    assertThat(Arrays.stream(Probe.gradient(sharp, new double[] {1, 0, -1, 0, 1, 1}, 2, 0)))
        .allMatch(Double::isFinite);
  }
}

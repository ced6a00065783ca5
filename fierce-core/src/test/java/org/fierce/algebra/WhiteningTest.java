package org.fierce.algebra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.fierce.data.FloatMatrix;
import org.junit.jupiter.api.Test;

class WhiteningTest {
  private static FloatMatrix matrix(int columns, float... values) {
    return new FloatMatrix(values.length / columns, columns, values);
  }

  private static FloatMatrix gaussian(int rows, int columns, long seed) {
    Random random = new Random(seed);
    FloatMatrix drawn = FloatMatrix.zeros(rows, columns);
    for (int i = 0; i < drawn.values().length; i++) {
      drawn.values()[i] = (float) random.nextGaussian();
    }
    return drawn;
  }

  @Test
  void axesOfKnownVarianceByHand() {
    // Mean (5, 1); variances 4 and 1 along the axes, mean variance 2.5; epsilon 0.4 adds 1.
    FloatMatrix points = matrix(2, 7, 2, 7, 0, 3, 2, 3, 0);
    Whitening whitening = Whitening.fit(points, 0.4);
    FloatMatrix whitened = whitening.apply(points);

    for (int row = 0; row < 4; row++) {
      assertThat((double) whitened.at(row, 0))
          .isCloseTo((points.at(row, 0) - 5) / Math.sqrt(5), within(1e-6));
      assertThat((double) whitened.at(row, 1))
          .isCloseTo((points.at(row, 1) - 1) / Math.sqrt(2), within(1e-6));
    }
    // Other rows go through the mean and the variances of the fitted ones.
    assertThat((double) whitening.apply(matrix(2, 10, 1)).at(0, 0))
        .isCloseTo(Math.sqrt(5), within(1e-6));
  }

  @Test
  void correlatedColumnsBecomeUncorrelatedAndOfUnitVariance() {
    FloatMatrix drawn = gaussian(400, 3, 5);
    FloatMatrix points = FloatMatrix.zeros(400, 3);
    for (int i = 0; i < 400; i++) {
      points.values()[3 * i] = 10 * drawn.at(i, 0) + 3;
      points.values()[3 * i + 1] = 9 * drawn.at(i, 0) + drawn.at(i, 1);
      points.values()[3 * i + 2] = drawn.at(i, 2) - 0.5f * drawn.at(i, 1);
    }
    FloatMatrix whitened = Whitening.fit(points, 1e-9).apply(points);

    for (int a = 0; a < 3; a++) {
      for (int b = 0; b < 3; b++) {
        double product = 0;
        for (int i = 0; i < 400; i++) {
          product += whitened.at(i, a) * whitened.at(i, b) / 400;
        }
        assertThat(product).isCloseTo(a == b ? 1 : 0, within(1e-4));
      }
    }
  }

  @Test
  void deadColumnsAndEqualRowsStayFinite() {
    FloatMatrix dead = matrix(3, 0, 1, 2, 0, 3, 2, 0, 5, 2);
    assertThat(Whitening.fit(dead, 0.01).apply(dead).values()).doesNotContain(Float.NaN);
    FloatMatrix equal = matrix(2, 4, 4, 4, 4);

    assertThat(Whitening.fit(equal, 0.01).apply(equal).values()).containsOnly(0f);
  }

  @Test
  void directionsOfRoundingBecomeZero() {
    FloatMatrix drawn = gaussian(200, 2, 9);
    FloatMatrix collinear = FloatMatrix.zeros(200, 3);
    for (int i = 0; i < 200; i++) {
      collinear.values()[3 * i] = drawn.at(i, 0);
      collinear.values()[3 * i + 1] = drawn.at(i, 1);
      collinear.values()[3 * i + 2] = 0.3f * drawn.at(i, 0) + 0.7f * drawn.at(i, 1);
    }
    FloatMatrix off = Whitening.fit(collinear, 0.1).apply(matrix(3, 0, 0, 5));

    assertThat(off.at(0, 2)).isZero();
    assertThat(Whitening.fit(collinear, 0.1).apply(collinear).at(7, 1)).isNotZero();
  }

  @Test
  void epsilonMustBePositive() {
    FloatMatrix points = matrix(2, 7, 2, 7, 0);
    assertThatThrownBy(() -> Whitening.fit(points, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("epsilon must be above 0, found 0.0");
  }

  @Test
  void aMatrixOfAnotherWidthIsRefused() {
    Whitening whitening = Whitening.fit(matrix(2, 7, 2, 7, 0), 0.1);
    assertThatThrownBy(() -> whitening.apply(matrix(3, 1, 2, 3)))
        .hasMessage("3 columns, but whitening of 2");
  }
}

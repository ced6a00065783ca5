package org.fierce.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.fierce.data.FloatMatrix;
import org.junit.jupiter.api.Test;

class WhiteningTest {
  @Test
  void axesOfKnownVarianceByHand() {
    // Mean (5, 1); variances 4 and 1 along the axes, mean variance 2.5; epsilon 0.4 adds 1.
    FloatMatrix points = Sample.matrix(2, 7, 2, 7, 0, 3, 2, 3, 0);
    Whitening whitening = Whitening.fit(points, 0.4);
    FloatMatrix whitened = whitening.apply(points);

    for (int row = 0; row < 4; row++) {
      assertThat((double) whitened.at(row, 0))
          .isCloseTo((points.at(row, 0) - 5) / Math.sqrt(5), within(1e-6));
      assertThat((double) whitened.at(row, 1))
          .isCloseTo((points.at(row, 1) - 1) / Math.sqrt(2), within(1e-6));
    }
    // Other rows go through the mean and the variances of the fitted ones.
    assertThat((double) whitening.apply(Sample.matrix(2, 10, 1)).at(0, 0))
        .isCloseTo(Math.sqrt(5), within(1e-6));
  }

  @Test
  void correlatedColumnsBecomeUncorrelatedAndOfUnitVariance() {
    FloatMatrix drawn = Sample.gaussian(400, 3, 5);
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
    FloatMatrix dead = Sample.matrix(3, 0, 1, 2, 0, 3, 2, 0, 5, 2);
    assertThat(Whitening.fit(dead, 0.01).apply(dead).values()).doesNotContain(Float.NaN);
    FloatMatrix equal = Sample.matrix(2, 4, 4, 4, 4);

    assertThat(Whitening.fit(equal, 0.01).apply(equal).values()).containsOnly(0f);
  }

  @Test
  void epsilonMustBePositive() {
    FloatMatrix points = Sample.matrix(2, 7, 2, 7, 0);
    assertThatThrownBy(() -> Whitening.fit(points, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("epsilon must be above 0, found 0.0");
  }
}

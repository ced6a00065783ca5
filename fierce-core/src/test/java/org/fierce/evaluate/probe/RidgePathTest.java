package org.fierce.evaluate.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.fierce.algebra.Pca;
import org.fierce.data.FloatMatrix;
import org.fierce.evaluate.Sample;
import org.junit.jupiter.api.Test;

class RidgePathTest {
  private static final int ROWS = 30;

  private static FloatMatrix coordinates() {
    FloatMatrix features = Sample.gaussian(ROWS, 4, 1);
    return Pca.fit(features, 4).project(features);
  }

  private static double[] targets(FloatMatrix coordinates) {
    FloatMatrix noise = Sample.gaussian(ROWS, 1, 2);
    return IntStream.range(0, ROWS)
        .mapToDouble(row -> 5 + 3 * coordinates.at(row, 0) + noise.at(row, 0))
        .toArray();
  }

  /** Slow and apart: the normal equations of the other rows, solved anew for each row. */
  @Test
  void leavingARowOutEqualsFittingWithoutIt() {
    FloatMatrix coordinates = coordinates();
    double[] targets = targets(coordinates);
    for (double penalty : new double[] {1e-3, 0.1, 10}) {
      RidgePath.Choice path = RidgePath.of(coordinates, targets).at(penalty);
      double squares = 0;
      for (int left = 0; left < ROWS; left++) {
        int row = left;
        int[] rest = IntStream.range(0, ROWS).filter(i -> i != row).toArray();
        double residual;
        try (PointerScope scope = new PointerScope()) {
          // The penalty on the sum of squares stays the same.
          double[] point =
              new ScalarProbe.Ridge(coordinates, targets, rest).solve(penalty * ROWS / (ROWS - 1));
          residual =
              targets[left]
                  - ScalarProbe.predict(
                      FloatMatrix.copyOf(coordinates.select(new int[] {left})), point)[0];
        }
        assertThat(path.residuals()[left]).isCloseTo(residual, within(1e-5));
        squares += residual * residual / ROWS;
      }
      assertThat(path.error()).isCloseTo(squares, within(1e-5));
    }
  }

  @Test
  void noiseAsksForALargePenaltyAndALineForASmallOne() {
    FloatMatrix coordinates = coordinates();
    double[] line = new double[ROWS];
    double[] noise = new double[ROWS];
    FloatMatrix apart = Sample.gaussian(ROWS, 1, 9);
    for (int row = 0; row < ROWS; row++) {
      line[row] = 5 + 3 * coordinates.at(row, 0);
      noise[row] = apart.at(row, 0);
    }
    assertThat(RidgePath.of(coordinates, line).choose().penalty()).isEqualTo(1e-6);
    assertThat(RidgePath.of(coordinates, noise).choose().penalty()).isGreaterThan(0.3);
  }
}

package org.fierce.evaluate.labelling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.fierce.data.FloatMatrix;
import org.fierce.evaluate.Sample;
import org.junit.jupiter.api.Test;

class LeaveOneOutRidgeTest {
  /** By the normal equations of weights and bias, solved by elimination. */
  private static double[] slow(FloatMatrix x, double[] y, int without, double penalty) {
    int columns = x.columns();
    double[][] a = new double[columns + 1][columns + 2];
    for (int row = 0; row < x.rows(); row++) {
      if (row == without) {
        continue;
      }
      double[] z = new double[columns + 1];
      for (int c = 0; c < columns; c++) {
        z[c] = x.values()[row * columns + c];
      }
      z[columns] = 1;
      for (int i = 0; i <= columns; i++) {
        for (int j = 0; j <= columns; j++) {
          a[i][j] += z[i] * z[j];
        }
        a[i][columns + 1] += z[i] * y[row];
      }
    }
    for (int c = 0; c < columns; c++) {
      a[c][c] += penalty;
    }
    for (int i = 0; i <= columns; i++) {
      for (int j = 0; j <= columns; j++) {
        if (j != i) {
          double factor = a[j][i] / a[i][i];
          for (int k = i; k <= columns + 1; k++) {
            a[j][k] -= factor * a[i][k];
          }
        }
      }
    }
    double[] point = new double[columns + 1];
    for (int i = 0; i <= columns; i++) {
      point[i] = a[i][columns + 1] / a[i][i];
    }
    return point;
  }

  private static double answer(FloatMatrix x, int row, double[] point) {
    double sum = point[x.columns()];
    for (int c = 0; c < x.columns(); c++) {
      sum += point[c] * x.values()[row * x.columns() + c];
    }
    return sum;
  }

  private static double[] targets(FloatMatrix x, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] y = new double[x.rows()];
    for (int row = 0; row < y.length; row++) {
      y[row] = 3 + 2 * x.values()[row * x.columns()] + Sample.gaussian(random);
    }
    return y;
  }

  private static void likeTheSlowOne(int rows, int columns) {
    FloatMatrix x = Sample.gaussian(rows, columns, rows);
    double[] y = targets(x, columns);
    double best = Double.POSITIVE_INFINITY;
    double penalty = 0;
    for (int half = 6; half >= -12; half--) {
      double tried = rows * Math.pow(10, half / 2.0);
      double error = 0;
      for (int row = 0; row < rows; row++) {
        error += Math.pow(answer(x, row, slow(x, y, row, tried)) - y[row], 2) / rows;
      }
      if (error < best) {
        best = error;
        penalty = tried;
      }
    }

    LeaveOneOutRidge fit = LeaveOneOutRidge.fit(x, y);

    assertThat(fit.error()).isCloseTo(best, within(1e-6 * best));
    double[] expected = slow(x, y, -1, penalty);
    for (int c = 0; c < columns; c++) {
      assertThat(fit.weights()[c]).isCloseTo((float) expected[c], within(1e-4f));
    }
    assertThat(fit.bias()[0]).isCloseTo(expected[columns], within(1e-4));
  }

  @Test
  void moreRowsThanColumnsAreFittedAsByLeavingEachOutInTurn() {
    likeTheSlowOne(20, 4);
  }

  @Test
  void moreColumnsThanRowsAreFittedAsByLeavingEachOutInTurn() {
    likeTheSlowOne(8, 15);
  }

  @Test
  void aSingleRowAnswersItsTarget() {
    LeaveOneOutRidge fit = LeaveOneOutRidge.fit(Sample.matrix(2, 1, 2), new double[] {7});

    assertThat(fit.weights()).containsExactly(0, 0);
    assertThat(fit.bias()).containsExactly(7);
    assertThat(fit.error()).isInfinite();
  }

  /** Left out, each of two rows is answered with the other, whatever the penalty. */
  @Test
  void twoRowsAreFittedWithTheStrongestPenalty() {
    LeaveOneOutRidge fit = LeaveOneOutRidge.fit(Sample.matrix(1, -1, 1), new double[] {3, 5});

    // X^T y / (X^T X + 2 * 1000).
    assertThat(fit.weights()[0]).isCloseTo(2f / 2002, within(1e-9f));
    assertThat(fit.error()).isCloseTo(4, within(1e-9));
  }

  @Test
  void severalOutputsShareOnePenaltyAndAreAnsweredRowByRow() {
    FloatMatrix x = Sample.gaussian(12, 3, 1);
    double[] y = targets(x, 2);
    double[] both = new double[24];
    for (int row = 0; row < 12; row++) {
      both[2 * row] = y[row];
      both[2 * row + 1] = 10 - 2 * y[row];
    }
    LeaveOneOutRidge one = LeaveOneOutRidge.fit(x, y);
    LeaveOneOutRidge two = LeaveOneOutRidge.fit(x, both);

    double[] answers = two.answers(x);
    double[] alone = one.answers(x);
    for (int row = 0; row < 12; row++) {
      assertThat(answers[2 * row]).isCloseTo(alone[row], within(1e-5));
      assertThat(answers[2 * row + 1]).isCloseTo(10 - 2 * alone[row], within(1e-5));
    }
    // (1 + 4) times that of the one.
    assertThat(two.error()).isCloseTo(5 * one.error(), within(1e-9));
  }
}

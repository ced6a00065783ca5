package org.fierce.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SpearmanTest {
  @Test
  void tiesShareTheirMeanRank() {
    // Ranks of (1, 2, 2, 5): 1, 2.5, 2.5, 4; of (3, 1, 4, 4): 2, 1, 3.5, 3.5. Deviations from 2.5:
    // (-1.5, 0, 0, 1.5) and (-0.5, -1.5, 1, 1): product 2.25, squares 4.5 and 4.5: 0.5.
    Spearman spearman = new Spearman(new double[] {1, 2, 2, 5}, new double[] {3, 1, 4, 4});
    assertThat(spearman.correlation(new int[] {1, 1, 1, 1})).isCloseTo(0.5, within(1e-12));
  }

  @Test
  void aRisingMapGivesOne() {
    double[] x = {3, -1, 7, 0.5};
    double[] y = {Math.exp(3), Math.exp(-1), Math.exp(7), Math.exp(0.5)};
    assertThat(new Spearman(x, y).correlation(new int[] {1, 1, 1, 1})).isCloseTo(1, within(1e-12));
  }

  @Test
  void countsMeanRepeatedRows() {
    double weighted =
        new Spearman(new double[] {1, 2, 3, 9}, new double[] {2, 7, 1, 4})
            .correlation(new int[] {2, 1, 3, 0});
    double repeated =
        new Spearman(new double[] {1, 1, 2, 3, 3, 3}, new double[] {2, 2, 7, 1, 1, 1})
            .correlation(new int[] {1, 1, 1, 1, 1, 1});
    assertThat(weighted).isCloseTo(repeated, within(1e-12));
  }

  @Test
  void aConstantColumnHasNone() {
    assertThat(
            new Spearman(new double[] {1, 1, 1}, new double[] {1, 2, 3})
                .correlation(new int[] {1, 1, 1}))
        .isNaN();
  }
}

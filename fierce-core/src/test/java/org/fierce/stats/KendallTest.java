package org.fierce.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.fierce.random.Streams;
import org.junit.jupiter.api.Test;

class KendallTest {
  private static final int[][] ALL = {{0, 1, 2, 3}};

  @Test
  void tiesByHand() {
    // Six pairs; (1,2) is tied in the first, (2,3) in the second; of the others 3 agree, 1 does
    // not.
    double tau =
        new Kendall(new double[] {1, 2, 2, 5}, new double[] {3, 1, 4, 4}, ALL)
            .tau(new int[] {1, 1, 1, 1});
    assertThat(tau).isCloseTo((3 - 1) / Math.sqrt(5 * 5), within(1e-12));
  }

  @Test
  void onlyPairsOfOneGroupCount() {
    // Both groups are turned round inside, though all of the second is above the first.
    double[] x = {1, 2, 11, 12};
    double[] y = {2, 1, 12, 11};
    assertThat(new Kendall(x, y, new int[][] {{0, 1}, {2, 3}}).tau(new int[] {1, 1, 1, 1}))
        .isEqualTo(-1);
    assertThat(new Kendall(x, y, ALL).tau(new int[] {1, 1, 1, 1}))
        .isCloseTo(2 / 6.0, within(1e-12));
  }

  @Test
  void aConstantColumnHasNone() {
    assertThat(
            new Kendall(new double[] {1, 1, 1, 1}, new double[] {1, 2, 3, 4}, ALL)
                .tau(new int[] {1, 1, 1, 1}))
        .isNaN();
  }

  @Test
  void agreesWithEveryPairCompared() {
    SplittableRandom random = new SplittableRandom(5);
    int rows = 60;
    double[] x = new double[rows];
    double[] y = new double[rows];
    int[] counts = new int[rows];
    int[] group = new int[rows];
    for (int i = 0; i < rows; i++) {
      x[i] = random.nextInt(12);
      y[i] = x[i] + random.nextInt(8);
      counts[i] = random.nextInt(3);
      group[i] = random.nextInt(3);
    }
    int[] repeated =
        Arrays.stream(Streams.permutation(rows, random))
            .flatMap(i -> Arrays.stream(new int[counts[i]]).map(zero -> i))
            .toArray();
    double difference = 0;
    double inX = 0;
    double inY = 0;
    for (int a = 0; a < repeated.length; a++) {
      for (int b = 0; b < a; b++) {
        int i = repeated[a];
        int j = repeated[b];
        if (group[i] == group[j]) {
          difference += Math.signum(x[i] - x[j]) * Math.signum(y[i] - y[j]);
          inX += Math.abs(Math.signum(x[i] - x[j]));
          inY += Math.abs(Math.signum(y[i] - y[j]));
        }
      }
    }
    assertThat(new Kendall(x, y, Groups.rowsOf(group, 3)).tau(counts))
        .isCloseTo(difference / Math.sqrt(inX * inY), within(1e-12));
  }
}

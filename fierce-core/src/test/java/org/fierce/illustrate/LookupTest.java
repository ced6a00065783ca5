package org.fierce.illustrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.fierce.data.FloatMatrix;
import org.junit.jupiter.api.Test;

class LookupTest {
  private static FloatMatrix noise(int rows, int columns, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextDouble() - 0.5);
    }
    return new FloatMatrix(rows, columns, values);
  }

  private static double cosine(FloatMatrix a, int i, FloatMatrix b, int j) {
    double product = 0;
    double ofA = 0;
    double ofB = 0;
    for (int c = 0; c < a.columns(); c++) {
      product += (double) a.at(i, c) * b.at(j, c);
      ofA += (double) a.at(i, c) * a.at(i, c);
      ofB += (double) b.at(j, c) * b.at(j, c);
    }
    return product / Math.sqrt(ofA) / Math.sqrt(ofB);
  }

  @Test
  void neighboursAreThoseOfSortingAllRowsByCosine() {
    FloatMatrix train = noise(60, 5, 1);
    FloatMatrix test = noise(10, 5, 2);

    List<Lookup> found = Lookup.of(train, test, new int[] {2, 7}, 8);

    assertThat(found).extracting(Lookup::row).containsExactly(2, 7);
    for (Lookup lookup : found) {
      List<Integer> sorted =
          IntStream.range(0, 60)
              .boxed()
              .sorted(Comparator.comparingDouble(row -> -cosine(train, row, test, lookup.row())))
              .toList();
      assertThat(lookup.neighbours())
          .extracting(Lookup.Neighbour::row)
          .isEqualTo(sorted.subList(0, 8));
      assertThat(lookup.neighbours().get(3).cosine())
          .isCloseTo(cosine(train, sorted.get(3), test, lookup.row()), within(1e-12));
    }
  }

  @Test
  void equalRowsComeInOrderAndZeroRowsAreAlikeToNone() {
    FloatMatrix train = new FloatMatrix(4, 2, new float[] {0, 0, 2, 2, 1, 1, -1, 0});
    FloatMatrix test = new FloatMatrix(1, 2, new float[] {3, 3});

    List<Lookup.Neighbour> found = Lookup.of(train, test, new int[] {0}, 9).get(0).neighbours();

    assertThat(found).extracting(Lookup.Neighbour::row).containsExactly(1, 2, 0, 3);
    assertThat(found.get(2).cosine()).isZero();
    assertThat(found.get(3).cosine()).isCloseTo(-Math.sqrt(0.5), within(1e-12));
  }
}

package org.fierce.illustrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.fierce.algebra.Pca;
import org.fierce.data.FloatMatrix;
import org.junit.jupiter.api.Test;

class PointMapTest {
  /** Rows round the corners of a simplex far apart: row i belongs to corner i mod groups. */
  private static FloatMatrix groups(int rows, int columns, int groups) {
    SplittableRandom random = new SplittableRandom(1);
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      boolean isCorner = i % columns == i / columns % groups;
      values[i] = (isCorner ? 10 : 0) + (float) random.nextDouble();
    }
    return new FloatMatrix(rows, columns, values);
  }

  @Test
  void theLinearLayoutIsTheProjectionOnTheTwoFirstComponents() {
    FloatMatrix rows = groups(40, 5, 3);

    PointMap map = PointMap.of(rows, 1);

    FloatMatrix projected = Pca.fit(rows, 2).project(rows);
    for (int row = 0; row < 40; row++) {
      assertThat(map.pca().x()[row]).isCloseTo(projected.at(row, 0), within(1e-5));
      assertThat(map.pca().y()[row]).isCloseTo(projected.at(row, 1), within(1e-5));
    }
  }

  @Test
  void explainedSharesAreThoseOfTheVariances() {
    // Variances 9, 4 and 1 along the axes: each of six rows lies on one axis.
    float[] values = new float[6 * 3];
    for (int axis = 0; axis < 3; axis++) {
      values[2 * axis * 3 + axis] = 3 - axis;
      values[(2 * axis + 1) * 3 + axis] = axis - 3;
    }

    PointMap map = PointMap.of(new FloatMatrix(6, 3, values), 1);

    assertThat(map.explained()[0]).isCloseTo(9 / 14.0, within(1e-6));
    assertThat(map.explained()[1]).isCloseTo(4 / 14.0, within(1e-6));
    assertThat(map.umap()).isNull();
  }

  @Test
  void mapsDrawnSideBySideAreThoseDrawnAloneAndSayNothing() {
    FloatMatrix rows = groups(60, 6, 3);
    PointMap.Layout alone = Objects.requireNonNull(PointMap.of(rows, 7).umap());
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
    System.setErr(System.out);
    try {
      List<PointMap> maps =
          IntStream.range(0, 6).parallel().mapToObj(i -> PointMap.of(rows, 7)).toList();
      for (PointMap map : maps) {
        assertThat(Objects.requireNonNull(map.umap()).x()).isEqualTo(alone.x());
      }
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
    assertThat(said.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  @Test
  void umapKeepsEachRowsNearestNeighbourInItsGroup() {
    for (int columns : new int[] {6, 70}) {
      PointMap.Layout umap = Objects.requireNonNull(PointMap.of(groups(120, columns, 4), 7).umap());

      for (int row = 0; row < 120; row++) {
        assertThat(nearest(umap, row) % 4).isEqualTo(row % 4);
      }
    }
  }

  private static int nearest(PointMap.Layout layout, int row) {
    int nearest = -1;
    double least = Double.POSITIVE_INFINITY;
    for (int other = 0; other < layout.x().length; other++) {
      double distance =
          Math.hypot(layout.x()[row] - layout.x()[other], layout.y()[row] - layout.y()[other]);
      if (other != row && distance < least) {
        least = distance;
        nearest = other;
      }
    }
    return nearest;
  }

  @Test
  void theSameRowsAndSeedGiveTheSameBits() {
    FloatMatrix rows = groups(100, 60, 5);

    PointMap first = PointMap.of(rows, 3);
    PointMap second = PointMap.of(rows, 3);

    assertThat(second).usingRecursiveComparison().isEqualTo(first);
    assertThat(PointMap.of(rows, 4).umap()).usingRecursiveComparison().isNotEqualTo(first.umap());
  }

  @Test
  void rowsThatAreAllTheSameAndRowsOfOneColumnHaveAPlace() {
    PointMap same = PointMap.of(new FloatMatrix(50, 3, new float[150]), 1);
    assertThat(same.pca().x()).containsOnly(0);
    assertThat(same.explained()).containsExactly(0, 0);
    assertThat(same.umap()).isNull();

    float[] values = new float[50];
    for (int row = 0; row < 50; row++) {
      values[row] = row;
    }
    PointMap line = PointMap.of(new FloatMatrix(50, 1, values), 1);
    assertThat(line.explained()).containsExactly(1, 0);
    assertThat(line.pca().x()[49] - line.pca().x()[0]).isCloseTo(49, within(1e-4));
    assertThat(line.pca().y()).containsOnly(0);
  }

  @Test
  void manyEqualRowsAmongOthersAreLaidOut() {
    FloatMatrix rows = groups(80, 4, 2);
    for (int row = 0; row < 40; row++) {
      System.arraycopy(rows.values(), 0, rows.values(), row * 4, 4);
    }

    assertThat(PointMap.of(rows, 1).pca().x()).hasSize(80).doesNotContain(Double.NaN);
  }
}

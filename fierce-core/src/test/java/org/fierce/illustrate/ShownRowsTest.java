package org.fierce.illustrate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.fierce.data.DataSplit;
import org.fierce.data.Dataset;
import org.fierce.data.FloatMatrix;
import org.fierce.data.encode.VectorEncoder;
import org.fierce.labels.CoarseLabels;
import org.fierce.labels.FineTargets;
import org.junit.jupiter.api.Test;

class ShownRowsTest {
  /** Rows of three coarse classes; the fine classes of the last one are all the same. */
  private static Dataset rows(int... sizes) {
    int[] coarse =
        IntStream.range(0, sizes.length)
            .flatMap(c -> IntStream.generate(() -> c).limit(sizes[c]))
            .toArray();
    int[] fine = new int[coarse.length];
    for (int row = 0; row < fine.length; row++) {
      fine[row] = coarse[row] == 2 ? 4 : 2 * coarse[row] + row % 2;
    }
    return Dataset.numbered(
        "rows",
        new FloatMatrix(coarse.length, 1, new float[coarse.length]),
        new CoarseLabels(coarse, List.of("a", "b", "c")),
        new FineTargets.Classes(fine, List.of("a0", "a1", "b0", "b1", "c0")));
  }

  private static ShownRows draw(Dataset test, int points, int queries) {
    return ShownRows.draw(
        new DataSplit(rows(6, 6, 6), null, test, VectorEncoder.of(test.shape().values())),
        points,
        queries,
        5);
  }

  private static int[] perClass(Dataset test, int[] shown) {
    int[] counts = new int[test.coarse().classes()];
    Arrays.stream(shown).forEach(row -> counts[test.coarse().labels()[row]]++);
    return counts;
  }

  @Test
  void pointsKeepTheSharesAndSmallClassesAreSeen() {
    Dataset test = rows(600, 398, 2);

    ShownRows shown = draw(test, 100, 0);

    // 60, 39.8 and 0.2: the last gets its one row from the class furthest above its share.
    assertThat(perClass(test, shown.points())).containsExactly(60, 39, 1);
    assertThat(shown.points()).isSorted().doesNotHaveDuplicates();
    assertThat(shown.queries()).isEmpty();
  }

  @Test
  void fewRowsAreAllShown() {
    assertThat(draw(rows(3, 2, 1), 100, 4).points()).containsExactly(0, 1, 2, 3, 4, 5);
  }

  @Test
  void moreClassesThanPointsAreNoHindrance() {
    assertThat(draw(rows(30, 20, 10), 2, 2).points()).hasSize(2);
  }

  @Test
  void queriesAreSpreadOverTheClassesThatLeaveAChoice() {
    Dataset test = rows(600, 300, 100);

    ShownRows shown = draw(test, 200, 11);

    assertThat(Arrays.stream(perClass(test, shown.queries())).boxed().toList())
        .isIn(List.of(6, 5, 0), List.of(5, 6, 0));
    assertThat(shown.queries()).isSorted().doesNotHaveDuplicates();
    assertThat(shown.points()).contains(shown.queries());
  }

  @Test
  void queriesAreAtMostTheRowsThereAre() {
    assertThat(draw(rows(2, 1, 5), 100, 12).queries()).containsExactly(0, 1, 2);
  }

  @Test
  void everyClassIsAskedWhereFineTargetsAreNumbers() {
    Dataset numbers =
        Dataset.numbered(
            "rows",
            new FloatMatrix(4, 1, new float[4]),
            new CoarseLabels(new int[] {0, 0, 1, 1}, List.of("a", "b")),
            new FineTargets.Scalars(new double[4], "price"));

    assertThat(
            ShownRows.draw(
                    new DataSplit(
                        numbers, null, numbers, VectorEncoder.of(numbers.shape().values())),
                    9,
                    9,
                    1)
                .queries())
        .containsExactly(0, 1, 2, 3);
  }

  @Test
  void theSameSeedDrawsTheSame() {
    Dataset test = rows(60, 40, 20);

    assertThat(draw(test, 30, 5)).usingRecursiveComparison().isEqualTo(draw(test, 30, 5));
  }
}

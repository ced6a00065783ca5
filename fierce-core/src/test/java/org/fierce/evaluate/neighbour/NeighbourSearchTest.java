package org.fierce.evaluate.neighbour;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.fierce.data.ColumnOffsets;
import org.fierce.data.FloatMatrix;
import org.fierce.data.Inputs;
import org.fierce.data.matrix.MatrixFile;
import org.fierce.data.matrix.NpyFile;
import org.fierce.engine.Engine;
import org.fierce.evaluate.Sample;
import org.fierce.labels.CoarseLabels;
import org.fierce.random.Streams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NeighbourSearchTest {
  private static final int COARSE = 3;

  @TempDir private Path folder;

  /** What one scope finds for all queries together. */
  private record Found(int[] counts, int[] rows, float[] cosines) {}

  /** The nearest among all, then inside the given classes, put together from the parts. */
  private static List<Found> find(
      Inputs reference, Inputs query, int neighbours, NeighbourSearch.Limits limits) {
    int width = Math.min(neighbours, reference.size());
    List<Found> whole =
        IntStream.range(0, 2)
            .mapToObj(
                s ->
                    new Found(
                        new int[query.size()],
                        new int[query.size() * width],
                        new float[query.size() * width]))
            .toList();
    int[] next = {0};
    new NeighbourSearch(reference, coarse(reference.size()), neighbours, limits)
        .find(
            query,
            List.of(coarse(query.size()).labels()),
            (first, found) -> {
              assertThat(first).isEqualTo(next[0]);
              next[0] += found.get(0).counts().length;
              for (int s = 0; s < 2; s++) {
                NeighbourSearch.Nearest part = found.get(s);
                int count = part.counts().length;
                System.arraycopy(part.counts(), 0, whole.get(s).counts, first, count);
                System.arraycopy(part.rows(), 0, whole.get(s).rows, first * width, count * width);
                System.arraycopy(
                    part.cosines(), 0, whole.get(s).cosines, first * width, count * width);
              }
            });
    assertThat(next[0]).isEqualTo(query.size());
    return whole;
  }

  private static CoarseLabels coarse(int rows) {
    return Sample.coarse(COARSE, IntStream.range(0, rows).map(i -> i * 7 % 5 % COARSE).toArray());
  }

  private static void assertSame(List<Found> actual, List<Found> expected) {
    for (int s = 0; s < expected.size(); s++) {
      assertThat(actual.get(s).counts).isEqualTo(expected.get(s).counts);
      assertThat(actual.get(s).rows).isEqualTo(expected.get(s).rows);
      assertThat(actual.get(s).cosines).isEqualTo(expected.get(s).cosines);
    }
  }

  /**
   * Rows of length 1 with four values of a half, of either sign: every cosine is a multiple of a
   * quarter, exact in 32 bits, and most are tied.
   */
  private static FloatMatrix halves(int rows, long seed) {
    FloatMatrix matrix = FloatMatrix.zeros(rows, 9);
    SplittableRandom random = new SplittableRandom(seed);
    for (int row = 0; row < rows; row++) {
      int[] columns = Streams.permutation(9, random);
      for (int i = 0; i < 4; i++) {
        matrix.values()[row * 9 + columns[i]] = random.nextBoolean() ? 0.5f : -0.5f;
      }
    }
    return matrix;
  }

  /** Sorts all rows of the scope by cosine, then by row. */
  private static List<Found> naive(FloatMatrix reference, FloatMatrix query, int neighbours) {
    int[] referenceCoarse = coarse(reference.rows()).labels();
    int[] queryCoarse = coarse(query.rows()).labels();
    return IntStream.range(0, 2)
        .mapToObj(
            s -> {
              int[] counts = new int[query.rows()];
              int[] rows = new int[query.rows() * neighbours];
              float[] cosines = new float[query.rows() * neighbours];
              for (int q = 0; q < query.rows(); q++) {
                int asks = q;
                int[] nearest =
                    IntStream.range(0, reference.rows())
                        .filter(r -> s == 0 || referenceCoarse[r] == queryCoarse[asks])
                        .boxed()
                        .sorted(
                            Comparator.<Integer>comparingDouble(
                                    r -> -dot(query, asks, reference, r))
                                .thenComparing(r -> r))
                        .limit(neighbours)
                        .mapToInt(r -> r)
                        .toArray();
                counts[q] = nearest.length;
                for (int i = 0; i < nearest.length; i++) {
                  rows[q * neighbours + i] = nearest[i];
                  cosines[q * neighbours + i] = (float) dot(query, q, reference, nearest[i]);
                }
              }
              return new Found(counts, rows, cosines);
            })
        .toList();
  }

  private static double dot(FloatMatrix a, int i, FloatMatrix b, int j) {
    double sum = 0;
    for (int c = 0; c < a.columns(); c++) {
      sum += (double) a.at(i, c) * b.at(j, c);
    }
    return sum;
  }

  @ParameterizedTest
  @CsvSource({
    // queries and references of a block, bytes: of one query at a time, of some, of all
    "512, 4096, 200000000",
    "1, 1, 1",
    "7, 65, 3000",
    "13, 64, 20000",
    "64, 63, 999",
    "5, 500, 100000000",
  })
  void blocksOfAnySizeGiveWhatSortingEveryRowGivesTiesAndAll(
      int queries, int references, long bytes) {
    FloatMatrix reference = halves(700, 1);
    FloatMatrix query = halves(41, 2);
    NeighbourSearch.Limits limits = new NeighbourSearch.Limits(queries, references, bytes);

    assertSame(find(reference, query, 10, limits), naive(reference, query, 10));
  }

  @Test
  void moreNeighboursThanRowsGivesAllOfThemInOrder() {
    FloatMatrix reference = halves(6, 1);
    FloatMatrix query = halves(3, 2);

    assertSame(
        find(reference, query, 100, NeighbourSearch.Limits.STANDARD), naive(reference, query, 6));
  }

  @Test
  void aMappedFileGivesWhatTheMatrixInMemoryGives() throws IOException {
    // More rows than a block of either side.
    FloatMatrix reference = Sample.gaussian(9000, 6, 1);
    FloatMatrix query = Sample.gaussian(600, 6, 2);
    NeighbourSearch.Limits limits = NeighbourSearch.Limits.STANDARD;

    assertSame(
        find(mapped("x.npy", reference), mapped("y.npy", query), 10, limits),
        find(reference, query, 10, limits));
  }

  @Test
  void threadsAndPartsChangeNoMoreThanRounding() {
    FloatMatrix reference = Sample.gaussian(9000, 33, 1);
    FloatMatrix query = Sample.gaussian(1100, 33, 2);
    List<Found> one;
    try (Engine.Lease lease = Engine.threads(1)) {
      one = find(reference, query, 20, NeighbourSearch.Limits.STANDARD);
      assertSame(find(reference, query, 20, NeighbourSearch.Limits.STANDARD), one);
      assertClose(find(reference, query, 20, new NeighbourSearch.Limits(256, 8192, 300_000)), one);
    }
    try (Engine.Lease lease = Engine.threads(2)) {
      assertClose(find(reference, query, 20, NeighbourSearch.Limits.STANDARD), one);
    }
  }

  /** Products of other shapes, or shared out among threads, may be summed in another order. */
  private static void assertClose(List<Found> actual, List<Found> expected) {
    for (int s = 0; s < expected.size(); s++) {
      assertThat(actual.get(s).counts).isEqualTo(expected.get(s).counts);
      assertThat(actual.get(s).rows).isEqualTo(expected.get(s).rows);
      assertThat(actual.get(s).cosines)
          .usingComparatorWithPrecision(1e-6f)
          .containsExactly(expected.get(s).cosines);
    }
  }

  @Test
  void nearestComeFirstAndInTheOrderOfTheFileWhereEqual() {
    FloatMatrix reference = Sample.matrix(2, 0, 1, 1, 0, 2, 0, 0, 0, -1, 0);
    Found all = find(reference, Sample.matrix(2, 1, 0), 5, NeighbourSearch.Limits.STANDARD).get(0);

    assertThat(all.rows).containsExactly(1, 2, 0, 3, 4);
    assertThat(all.cosines).containsExactly(1, 1, 0, 0, -1);
    assertThat(Arrays.stream(all.counts).sum()).isEqualTo(5);
  }

  private Inputs mapped(String name, FloatMatrix matrix) throws IOException {
    NpyFile.write(folder.resolve(name), matrix);
    try (MatrixFile file = MatrixFile.open(folder.resolve(name))) {
      Inputs rows = file.inputs(ColumnOffsets.NONE);
      assertThat(rows).isNotInstanceOf(FloatMatrix.class);
      return rows;
    }
  }
}

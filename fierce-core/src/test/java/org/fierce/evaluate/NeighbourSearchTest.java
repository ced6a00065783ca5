package org.fierce.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.fierce.data.FloatMatrix;
import org.fierce.data.Inputs;
import org.fierce.data.NpyFile;
import org.fierce.labels.CoarseLabels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NeighbourSearchTest {
  @TempDir private Path folder;

  @Test
  void aMappedFileGivesWhatTheMatrixInMemoryGives() throws IOException {
    // More rows than a block of either side.
    FloatMatrix reference = Sample.gaussian(9000, 6, 1);
    FloatMatrix query = Sample.gaussian(300, 6, 2);
    CoarseLabels coarse = Sample.coarse(3, IntStream.range(0, 9000).map(i -> i % 3).toArray());
    List<int[]> scopes = List.of(IntStream.range(0, 300).map(i -> i % 3).toArray());

    List<NeighbourSearch.Nearest> inMemory =
        new NeighbourSearch(reference, coarse, 10).find(query, scopes);
    List<NeighbourSearch.Nearest> mapped =
        new NeighbourSearch(mapped("x.npy", reference), coarse, 10)
            .find(mapped("y.npy", query), scopes);

    assertThat(mapped).hasSize(2);
    for (int scope = 0; scope < 2; scope++) {
      assertThat(mapped.get(scope).rows()).isEqualTo(inMemory.get(scope).rows());
      assertThat(mapped.get(scope).cosines()).isEqualTo(inMemory.get(scope).cosines());
      assertThat(mapped.get(scope).counts()).isEqualTo(inMemory.get(scope).counts());
    }
  }

  private Inputs mapped(String name, FloatMatrix matrix) throws IOException {
    NpyFile.write(folder.resolve(name), matrix);
    Inputs rows = NpyFile.map(folder.resolve(name));
    assertThat(rows).isNotInstanceOf(FloatMatrix.class);
    return rows;
  }
}

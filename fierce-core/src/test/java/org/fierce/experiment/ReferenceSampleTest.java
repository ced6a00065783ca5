package org.fierce.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.fierce.data.Dataset;
import org.fierce.data.FloatMatrix;
import org.fierce.labels.CoarseLabels;
import org.fierce.labels.FineTargets;
import org.fierce.model.ReferenceRows;
import org.junit.jupiter.api.Test;

class ReferenceSampleTest {
  private static final int ROWS = 100;

  private static ReferenceRows sample(long seed, long mostBytes) throws IOException {
    float[] values = new float[ROWS * 2];
    int[] labels = new int[ROWS];
    int[] fine = new int[ROWS];
    for (int row = 0; row < ROWS; row++) {
      values[2 * row] = row;
      labels[row] = row % 3;
      fine[row] = row % 2 - 1;
    }
    FloatMatrix features = new FloatMatrix(ROWS, 2, values);
    Dataset train =
        Dataset.numbered(
            "train",
            features,
            new CoarseLabels(labels, List.of("a", "b", "c")),
            new FineTargets.Classes(fine, List.of("x")));
    return ReferenceSample.of(train, features, seed, mostBytes);
  }

  @Test
  void allRowsAreKeptWhereThereIsRoom() throws Exception {
    ReferenceRows rows = sample(0, 1 << 20);
    assertThat(rows.size()).isEqualTo(ROWS);
    assertThat(rows.ids()).startsWith("0", "1").endsWith("99");
    assertThat(rows.fine().get(0)).isNull();
    assertThat(Objects.requireNonNull(rows.fine().get(1)).name()).isEqualTo("x");
  }

  @Test
  void ofTooManyRowsASampleIsKeptThatTheSeedDrawsAgain() throws Exception {
    // A row takes 8 bytes of features, 8 of its label, 4.9 of its name and some 4.5 of its answer.
    ReferenceRows rows = sample(0, 1000);
    assertThat(rows.size()).isBetween(37, 40);
    for (int i = 0; i < rows.size(); i++) {
      int row = Integer.parseInt(rows.ids().get(i));
      assertThat(rows.features().at(i, 0)).isEqualTo(row);
      assertThat(rows.coarse().labels()[i]).isEqualTo(row % 3);
      assertThat(rows.fine().get(i) == null).isEqualTo(row % 2 == 0);
    }
    assertThat(rows.ids().stream().mapToInt(Integer::parseInt).toArray()).isSorted();
    assertThat(sample(0, 1000).ids()).isEqualTo(rows.ids());
    assertThat(sample(1, 1000).ids()).isNotEqualTo(rows.ids());
    assertThat(sample(0, 1).size()).isEqualTo(1);
  }
}

package org.fierce.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.fierce.data.ColumnOffsets;
import org.fierce.data.DataSplit;
import org.fierce.data.Dataset;
import org.fierce.data.FloatMatrix;
import org.fierce.data.encode.VectorEncoder;
import org.fierce.labels.CoarseLabels;
import org.junit.jupiter.api.Test;

/** How many rows are read out of a network. */
class ReadRowsTest {
  private static Dataset rows(int count) {
    int[] labels = new int[count];
    for (int row = 0; row < count; row++) {
      labels[row] = row % 4 == 0 ? 0 : 1;
    }
    FloatMatrix inputs = FloatMatrix.zeros(count, 1);
    for (int row = 0; row < count; row++) {
      inputs.values()[row] = row;
    }
    return Dataset.numbered("rows", inputs, new CoarseLabels(labels, List.of("a", "b")), null);
  }

  private static DataSplit split(int train, int test) {
    return new DataSplit(rows(train), null, rows(test), new VectorEncoder(1, ColumnOffsets.NONE));
  }

  @Test
  void fewRowsAreAllRead() {
    DataSplit split = split(40, 12);
    assertThat(TrainingPipeline.read(split, 40, 0)).isSameAs(split);
  }

  @Test
  void ofVeryManySomeAreDrawnWithTheSharesOfTheirClassesAndThatIsSaid() {
    DataSplit split = split(1200, 80);
    DataSplit read = TrainingPipeline.read(split, 100, 7);

    assertThat(read.train().size()).isEqualTo(100);
    assertThat(Arrays.stream(read.train().coarse().labels()).filter(label -> label == 0))
        .hasSize(25);
    assertThat(read.test().size()).isEqualTo(80);
    assertThat(read.notes())
        .containsExactly(
            "Networks learn from all 1,200 training rows; features are read, compared and scored on 100 of them and on 80 of 80 test rows, drawn with the seed.");
    assertThat(TrainingPipeline.read(split, 100, 7).train().ids()).isEqualTo(read.train().ids());
    assertThat(TrainingPipeline.read(split, 100, 8).train().ids()).isNotEqualTo(read.train().ids());
  }
}

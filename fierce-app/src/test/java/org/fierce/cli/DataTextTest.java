package org.fierce.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.fierce.data.DataSplit;
import org.fierce.data.Dataset;
import org.fierce.data.FloatMatrix;
import org.fierce.data.encode.VectorEncoder;
import org.fierce.labels.CoarseLabels;
import org.fierce.labels.FineTargets;
import org.fierce.run.DataRoots;
import org.junit.jupiter.api.Test;

class DataTextTest {
  private static final List<String> COARSE = List.of("pets", "vehicles");
  private static final List<String> FINE = List.of("cat", "dog", "car");

  @Test
  void countsHierarchyAndProblemsAreShown() {
    Dataset train =
        Dataset.numbered(
            "toy",
            new FloatMatrix(3, 2, new float[] {1, 7, 2, 7, 3, 7}),
            new CoarseLabels(new int[] {0, 0, 1}, COARSE),
            new FineTargets.Classes(new int[] {1, 0, 2}, FINE));
    Dataset test =
        Dataset.numbered(
            "toy",
            new FloatMatrix(1, 2, new float[] {1, 7}),
            new CoarseLabels(new int[] {0}, COARSE),
            new FineTargets.Classes(new int[] {1}, FINE));
    assertThat(
            DataText.of(
                    new DataSplit(train, null, test, VectorEncoder.of(train.shape().values())),
                    new Terminal(false, false, 100))
                .lines())
        .containsExactly(
            "toy can be trained on: 4 rows.",
            "",
            "data    toy",
            "rows    3 training, 1 test",
            "input   2 values a row",
            "coarse  2 classes",
            "fine    3 classes",
            "",
            "           training   test   fine",
            "pets              2      1   2 cat, dog",
            "vehicles          1      0   1 car",
            "",
            "Worth a look",
            "  coarse class pets has only 2 training rows",
            "  coarse class vehicles has only 1 training rows",
            "  coarse class vehicles has no test row",
            "  1 of 2 columns never change in the training rows");
  }

  @Test
  void dataLieWhereTheEnvironmentSaysThenInTheCache() {
    Path home = Path.of("home");
    Path last = Path.of("conf");
    assertThat(DataRoots.of(Map.of(), home, last).folders())
        .containsExactly(Path.of("home", ".cache", "fierce", "data"), last);
    String two = "a" + java.io.File.pathSeparator + "b";
    assertThat(DataRoots.of(Map.of("FIERCE_DATA", two), home, last).folders())
        .containsExactly(
            Path.of("a"), Path.of("b"), Path.of("home", ".cache", "fierce", "data"), last);
  }
}

package org.fierce.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.fierce.data.Dataset;
import org.fierce.data.FloatMatrix;
import org.fierce.evaluate.ExampleColumn;
import org.fierce.files.DatasetFormatException;
import org.fierce.labels.CoarseLabels;
import org.fierce.labels.FineTargets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExamplesTest {
  @TempDir Path folder;

  private static Dataset rows(@Nullable FineTargets fine) {
    FloatMatrix inputs = new FloatMatrix(2, 1, new float[] {1, 2});
    CoarseLabels coarse = new CoarseLabels(new int[] {1, 0}, List.of("a, b", "c"));
    return new Dataset("rows", inputs, coarse, fine, List.of("first", "second"));
  }

  @Test
  void whatIsWrittenIsReadAgain() throws Exception {
    FineTargets fine = new FineTargets.Classes(new int[] {0, 1}, List.of("x \"1\"", "y"));
    Examples written =
        Examples.of(
            rows(fine),
            List.of(
                new ExampleColumn.Classes("knnFine", new int[] {1, -1}, List.of("x \"1\"", "y")),
                new ExampleColumn.Numbers("confidence", new double[] {0.1, Double.NaN})));
    Path file = folder.resolve("examples.csv");
    written.write(file);
    Examples read = Examples.read(file);
    assertThat(read).isEqualTo(written);
    assertThat(read.columns())
        .containsExactly("row", "id", "coarse", "fine", "knnFine", "confidence");
    assertThat(read.rows().get(0)).containsExactly("0", "first", "c", "x \"1\"", "y", "0.1");
    assertThat(read.rows().get(1)).containsExactly("1", "second", "a, b", "y", "", "");
    assertThat(read.numbers("confidence")).containsExactly(0.1, Double.NaN);
    assertThat(read.has("probe")).isFalse();
    assertThatThrownBy(() -> read.column("probe")).hasMessageContaining("no column probe");
  }

  @Test
  void numbersAndSharesHaveTheirColumns() {
    assertThat(Examples.of(rows(new FineTargets.Scalars(new double[] {3, 4.5}, "age")), List.of()))
        .extracting(e -> e.column("fine"))
        .isEqualTo(List.of("3.0", "4.5"));
    FineTargets shares =
        new FineTargets.Shares(new float[] {0.25f, 0.75f, 1, 0}, List.of("soil", "tree"));
    assertThat(Examples.of(rows(shares), List.of()).columns())
        .containsExactly("row", "id", "coarse", "fine:soil", "fine:tree");
    assertThat(Examples.of(rows(null), List.of()).columns()).containsExactly("row", "id", "coarse");
  }

  @Test
  void otherFilesAreRefused() throws Exception {
    Path file = Files.writeString(folder.resolve("examples.csv"), "a,b\n1\n");
    assertThatThrownBy(() -> Examples.read(file))
        .isInstanceOf(DatasetFormatException.class)
        .hasMessageContaining(file.toString());
    Files.writeString(file, "a,b\n1,2\n");
    assertThatThrownBy(() -> Examples.read(file)).hasMessageContaining("coarse");
    Files.writeString(file, "");
    assertThatThrownBy(() -> Examples.read(file)).hasMessageContaining("coarse");
  }
}

package org.fierce.run;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
    assertThat(file)
        .content()
        .isEqualTo(
            """
            row,id,coarse,fine,knnFine,confidence
            0,first,c,"x ""1""\",y,0.1
            1,second,"a, b",y,,
            """);
    assertThat(read.ids()).containsExactly("first", "second");
    assertThat(read.columns())
        .extracting(ExampleColumn::name)
        .containsExactly("coarse", "fine", "knnFine", "confidence");
    assertThat(requireNonNull(read.classes("knnFine")).labels()).containsExactly(0, -1);
    assertThat(requireNonNull(read.classes("knnFine")).names()).containsExactly("y");
    assertThat(read.numbers("confidence")).containsExactly(0.1, Double.NaN);
    assertThat(read.numbers("probe")).isNull();
    assertThat(read.numbers("fine")).isNull();
    Path again = folder.resolve("again.csv");
    read.write(again);
    assertThat(again).hasSameTextualContentAs(file);
  }

  @Test
  void manyRowsAreWrittenAndReadSomeAtATime() throws Exception {
    int rows = 25_001;
    int[] labels = new int[rows];
    double[] numbers = new double[rows];
    List<String> ids = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      labels[row] = row % 3 - 1;
      numbers[row] = row / 8.0;
      ids.add("row, " + row);
    }
    Path file = folder.resolve("examples.csv");
    new Examples(
            ids,
            List.of(
                new ExampleColumn.Classes("coarse", labels, List.of("a", "b")),
                new ExampleColumn.Numbers("confidence", numbers)))
        .write(file);

    Examples read = Examples.read(file);

    assertThat(read.ids()).isEqualTo(ids);
    assertThat(requireNonNull(read.classes("coarse")).names()).containsExactly("a", "b");
    assertThat(requireNonNull(read.classes("coarse")).labels()).isEqualTo(labels);
    assertThat(read.numbers("confidence")).isEqualTo(numbers);
  }

  @Test
  void whatIsNoTextIsToldByItsLine() throws Exception {
    Path file = folder.resolve("examples.csv");
    Files.write(file, "coarse\na\nb\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> Examples.read(file))
        .isInstanceOf(DatasetFormatException.class)
        .hasMessageContaining("line 3");
  }

  @Test
  void numbersAreRoundedToWhatTheFileHolds() {
    double[] values = {1.0 / 3, 12_345_678.9, Double.NaN};
    assertThat(new ExampleColumn.Numbers("probe", values).values())
        .containsExactly(0.33333334, 12_345_678.9, Double.NaN);
  }

  @Test
  void numbersAndSharesHaveTheirColumns() {
    Examples numbers =
        Examples.of(rows(new FineTargets.Scalars(new double[] {3, 4.5}, "age")), List.of());
    assertThat(numbers.numbers("fine")).containsExactly(3, 4.5);
    FineTargets shares =
        new FineTargets.Shares(new float[] {0.25f, 0.75f, 1, 0}, List.of("soil", "tree"));
    assertThat(Examples.of(rows(shares), List.of()).shares("fine"))
        .containsOnlyKeys("soil", "tree")
        .containsEntry("tree", new double[] {0.75, 0});
    assertThat(Examples.of(rows(null), List.of()).columns()).hasSize(1);
  }

  @Test
  void whetherTheFineTargetIsAClassOrANumberIsToldByTheColumns() throws Exception {
    Path file = Files.writeString(folder.resolve("examples.csv"), "coarse,fine\na,7.0\nb,1.5E-7\n");
    assertThat(Examples.read(file).numbers("fine")).containsExactly(7, 1.5e-7);
    Files.writeString(file, "coarse,fine\na,7\nb,8\n");
    assertThat(requireNonNull(Examples.read(file).classes("fine")).names())
        .containsExactly("7", "8");
    Files.writeString(file, "coarse,fine,knnFine\na,7.5,8.5\nb,8.5,8.5\n");
    assertThat(requireNonNull(Examples.read(file).classes("fine")).labels()).containsExactly(0, 1);
  }

  @Test
  void aCellThatIsNoNumberIsNamed() throws Exception {
    Path file = Files.writeString(folder.resolve("examples.csv"), "coarse,probe\na,1\nb,x\n");
    assertThatThrownBy(() -> Examples.read(file))
        .isInstanceOf(DatasetFormatException.class)
        .hasMessage(file + ", row 1: probe is 'x', expected a number");
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

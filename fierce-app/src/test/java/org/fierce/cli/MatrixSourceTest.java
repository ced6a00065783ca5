package org.fierce.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.fierce.data.FloatMatrix;
import org.fierce.data.matrix.NpyFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A matrix and its labels are named as a table or a folder of images is. */
class MatrixSourceTest {
  @TempDir private Path folder;

  private Path matrix() throws IOException {
    float[][] rows = new float[20][3];
    StringBuilder labels = new StringBuilder("kind\n");
    for (int i = 0; i < rows.length; i++) {
      rows[i][i % 2] = 1 + i;
      labels.append(i % 2 == 0 ? "even\n" : "odd\n");
    }
    Path npy = folder.resolve("rows.npy");
    NpyFile.write(npy, FloatMatrix.of(rows));
    Files.writeString(folder.resolve("labels.csv"), labels);
    return npy;
  }

  @Test
  void dataTellsWhatIsInIt() throws IOException {
    Path npy = matrix();
    Fierce result =
        Fierce.run(
            "data",
            npy.toString(),
            "--labels",
            folder.resolve("labels.csv").toString(),
            "--coarse",
            "kind");
    assertThat(result.code()).isZero();
    assertThat(result.out()).contains("16 training").contains("even").contains("odd");
  }

  @Test
  void labelsAreAskedFor() throws IOException {
    Path npy = matrix();
    Fierce result = Fierce.run("data", npy.toString(), "--coarse", "kind");
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err())
        .contains("%s is a matrix: name the table of its labels with --labels".formatted(npy));
  }
}

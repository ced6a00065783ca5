package org.fierce.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.fierce.data.DataRoot;
import org.fierce.data.DataSource;
import org.fierce.data.DataSourceContract;
import org.fierce.data.DataSplit;
import org.fierce.data.Dataset;
import org.fierce.data.FloatMatrix;
import org.fierce.data.InputShape;
import org.fierce.data.SharedData;
import org.fierce.data.split.SceneSplit;
import org.fierce.files.DatasetFormatException;
import org.fierce.files.ReadLimits;
import org.fierce.labels.FineTargets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.format.Mat5File;
import us.hebi.matlab.mat.types.Matrix;
import us.hebi.matlab.mat.types.Source;
import us.hebi.matlab.mat.types.Sources;

class MatSourceTest extends DataSourceContract {
  private static final int LINES = 4;
  private static final int COLUMNS = 5;
  private static final MatSource SOURCE =
      new MatSource(
          "scene.mat",
          "Y",
          "S",
          List.of("soil", "water"),
          SceneSplit.asInThePaper(),
          0,
          null,
          ReadLimits.standard());

  @TempDir private Path folder;
  private Matrix spectra;
  private Matrix shares;

  @Override
  protected DataSource source() throws IOException {
    write();
    return SOURCE;
  }

  /** Band b of the pixel at (line, column) is 100 line + 10 column + b; shares column / 4. */
  @BeforeEach
  void fill() {
    spectra = Mat5.newMatrix(3, LINES * COLUMNS);
    shares = Mat5.newMatrix(new int[] {LINES, COLUMNS, 2});
    for (int line = 0; line < LINES; line++) {
      for (int column = 0; column < COLUMNS; column++) {
        for (int band = 0; band < 3; band++) {
          spectra.setDouble(band, line + column * LINES, 100 * line + 10 * column + band);
        }
        shares.setDouble(new int[] {line, column, 0}, column / 4.0);
        shares.setDouble(new int[] {line, column, 1}, 1 - column / 4.0);
      }
    }
  }

  private Path write() throws IOException {
    Path file = folder.resolve("scene.mat");
    // Not closed: that would free the matrices, which the test goes on to change.
    Mat5File mat = Mat5.newMatFile();
    mat.addArray("Y", spectra).addArray("S", shares).addArray("name", Mat5.newString("x"));
    Mat5.writeToFile(mat, file.toFile());
    return file;
  }

  @Override
  protected DataRoot root() {
    return new DataRoot(List.of(folder));
  }

  private void assertRefused(MatSource source, String... messages) {
    assertThatExceptionOfType(DatasetFormatException.class)
        .isThrownBy(() -> source.open(root()))
        .satisfies(e -> assertThat(e.getMessage()).contains(messages));
  }

  @Test
  void spectraAndSharesMeetAtTheirPixel() throws IOException {
    write();

    DataSplit split = SOURCE.open(root());

    assertThat(split.train().size()).isEqualTo(14);
    assertThat(split.test().size()).isEqualTo(6);
    for (Dataset part : List.of(split.train(), split.test())) {
      FineTargets.Shares fine = (FineTargets.Shares) Objects.requireNonNull(part.fine());
      FloatMatrix rows = FloatMatrix.of(part.inputs());
      for (int row = 0; row < part.size(); row++) {
        String id = part.ids().get(row);
        int line = Integer.parseInt(id.substring(0, 1));
        int column = Integer.parseInt(id.substring(2));
        assertThat(rows.at(row, 2)).isEqualTo(100 * line + 10 * column + 2);
        assertThat(fine.values()[2 * row]).isEqualTo(column / 4f);
        assertThat(part.coarse().labels()[row]).isEqualTo(column >= 2 ? 0 : 1);
      }
    }
  }

  @Test
  void sharesThatNearlySumToOneAreDividedByTheirSum() throws IOException {
    shares.setDouble(new int[] {0, 0, 1}, 1.0005);
    write();

    DataSplit split = SOURCE.open(root());

    for (Dataset part : List.of(split.train(), split.test())) {
      float[] values = ((FineTargets.Shares) Objects.requireNonNull(part.fine())).values();
      for (int row = 0; row < part.size(); row++) {
        assertThat(values[2 * row] + values[2 * row + 1]).isCloseTo(1, within(1e-6f));
      }
    }
  }

  @Test
  void whatDoesNotFitIsRefusedNamingIt() throws IOException {
    write();
    List<String> two = List.of("soil", "water");
    SceneSplit split = SceneSplit.asInThePaper();
    assertRefused(
        new MatSource("scene.mat", "X", "S", two, split, 0, null, ReadLimits.standard()),
        "no variable X",
        "Y, S, name");
    assertRefused(
        new MatSource("scene.mat", "name", "S", two, split, 0, null, ReadLimits.standard()),
        "name is of type char");
    assertRefused(
        new MatSource("scene.mat", "S", "S", two, split, 0, null, ReadLimits.standard()),
        "S is 4 x 5 x 2",
        "20 pixels");
    assertRefused(
        new MatSource("scene.mat", "Y", "Y", two, split, 0, null, ReadLimits.standard()),
        "Y is 3 x 20",
        "2 materials");
    assertRefused(
        new MatSource(
            "scene.mat", "Y", "S", List.of("a", "b", "c"), split, 0, null, ReadLimits.standard()),
        "4 x 5 x 2",
        "3 materials");

    spectra.setDouble(1, 0, Double.NaN);
    write();
    assertRefused(SOURCE, "Y of band 2, pixel 1 is NaN");

    fill();
    shares.setDouble(new int[] {1, 2, 0}, 0.7);
    write();
    assertRefused(SOURCE, "S at line 2, column 3 sum to 1.2");

    shares.setDouble(new int[] {1, 2, 0}, -0.5);
    write();
    assertRefused(SOURCE, "material soil at line 2, column 3 is -0.5");
  }

  @Test
  void aFileCutAnywhereIsRefused() throws IOException {
    Path file = write();
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length - 1; length += length < 300 ? 1 : 37) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertRefused(SOURCE, "scene.mat");
    }
  }

  @Test
  void anotherFormatIsRefusedWithTheWayOut() throws IOException {
    Files.writeString(folder.resolve("scene.mat"), "MATLAB 4.2 MAT-file");

    assertRefused(SOURCE, "begins with \"MATLAB 4.2\"", "-v7");
  }

  @Test
  void aCoarseClassWithoutTrainingPixelsIsRefused() throws IOException {
    write();
    MatSource blocks =
        new MatSource(
            "scene.mat",
            "Y",
            "S",
            List.of("soil", "water"),
            new SceneSplit.Blocks(3, 2, 0.5),
            1,
            null,
            ReadLimits.standard());

    assertThatIllegalArgumentException()
        .isThrownBy(() -> blocks.open(root()))
        .withMessageContaining("training pixel");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new MatSource(
                    "f",
                    "Y",
                    "S",
                    List.of("a", "a"),
                    SceneSplit.asInThePaper(),
                    0,
                    null,
                    ReadLimits.standard()))
        .withMessageContaining("[a, a]");
  }

  /**
   * Root mean square left of Y by the least-squares fit on S, with the pixels in one of two orders.
   */
  private static double residual(Path file, boolean columnByColumn) throws IOException {
    try (Source source = Sources.openFile(file.toFile());
        Mat5File mat = Mat5.newReader(source).readMat()) {
      Matrix pixels = mat.getMatrix("Y");
      Matrix mixtures = mat.getMatrix("S_GT");
      double[][] s = new double[95 * 95][3];
      for (int pixel = 0; pixel < s.length; pixel++) {
        int line = columnByColumn ? pixel % 95 : pixel / 95;
        int column = columnByColumn ? pixel / 95 : pixel % 95;
        for (int k = 0; k < 3; k++) {
          s[pixel][k] = mixtures.getDouble(new int[] {line, column, k});
        }
      }
      double sum = 0;
      for (int band = 0; band < 156; band++) {
        double[] y = new double[s.length];
        for (int pixel = 0; pixel < y.length; pixel++) {
          y[pixel] = pixels.getDouble(band, pixel);
        }
        double[] e = fit(s, y);
        for (int pixel = 0; pixel < y.length; pixel++) {
          double mixed = e[0] * s[pixel][0] + e[1] * s[pixel][1] + e[2] * s[pixel][2];
          sum += Math.pow(y[pixel] - mixed, 2);
        }
      }
      return Math.sqrt(sum / (95 * 95 * 156));
    }
  }

  /** Least squares on three columns, by the normal equations and elimination. */
  private static double[] fit(double[][] s, double[] y) {
    double[][] a = new double[3][4];
    for (int row = 0; row < y.length; row++) {
      for (int i = 0; i < 3; i++) {
        for (int j = 0; j < 3; j++) {
          a[i][j] += s[row][i] * s[row][j];
        }
        a[i][3] += s[row][i] * y[row];
      }
    }
    for (int i = 0; i < 3; i++) {
      for (int r = 0; r < 3; r++) {
        double factor = r == i ? 0 : a[r][i] / a[i][i];
        for (int j = 0; j < 4; j++) {
          a[r][j] -= factor * a[i][j];
        }
      }
    }
    return new double[] {a[0][3] / a[0][0], a[1][3] / a[1][1], a[2][3] / a[2][2]};
  }

  @Test
  void theStatedPixelOrderOfSamsonFitsBetterThanTheOther() throws IOException {
    Path file = SharedData.file("samson/Samson.mat");

    // 0.075 and 0.129 as SOURCE.txt says; NumPy's lstsq gives 0.07529 and 0.12873.
    assertThat(residual(file, true)).isCloseTo(0.07529, within(1e-5));
    assertThat(residual(file, false)).isCloseTo(0.12873, within(1e-5));
  }

  @Test
  void samsonHas95LinesOf95SpectraAndWaterIsDarkInTheInfrared() throws IOException {
    Path file = SharedData.file("samson/Samson.mat");
    DataSplit split =
        MatSource.samson("Samson.mat")
            .open(new DataRoot(List.of(Objects.requireNonNull(file.getParent()))));

    assertThat(split.train().size() + split.test().size()).isEqualTo(9025);
    assertThat(split.train().shape()).isEqualTo(InputShape.vector(156));
    FloatMatrix rows = FloatMatrix.of(split.train().inputs());
    float[] shares = ((FineTargets.Shares) Objects.requireNonNull(split.train().fine())).values();
    double[] visible = new double[3];
    double[] infrared = new double[3];
    int[] counts = new int[3];
    for (int row = 0; row < rows.rows(); row++) {
      int label = split.train().coarse().labels()[row];
      if (shares[3 * row + label] > 0.9) {
        counts[label]++;
        // Bands 80 and 140 of 156 over 401-889 nm are about 651 nm (red) and 839 nm (infrared).
        visible[label] += rows.at(row, 80);
        infrared[label] += rows.at(row, 140);
      }
    }
    assertThat(Arrays.stream(counts).boxed()).allMatch(count -> count > 200);
    int tree = split.train().coarse().names().indexOf("tree");
    int water = split.train().coarse().names().indexOf("water");
    assertThat(infrared[tree] / visible[tree]).isGreaterThan(2.5);
    assertThat(infrared[water] / counts[water]).isLessThan(0.2 * infrared[tree] / counts[tree]);
  }
}

package org.fierce.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.fierce.data.DataRoot;
import org.fierce.data.DataSource;
import org.fierce.data.DataSourceContract;
import org.fierce.data.DataSplit;
import org.fierce.data.FloatMatrix;
import org.fierce.data.matrix.NpyFile;
import org.fierce.data.split.LabelColumns;
import org.fierce.data.split.SplitSpec;
import org.fierce.files.DatasetFormatException;
import org.fierce.kinds.Kinds;
import org.fierce.labels.FineTargets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpySourceTest extends DataSourceContract {
  private static final NpySource SOURCE =
      NpySource.of("train.npy", "test.npy", "train.csv", "test.csv");

  @TempDir private Path folder;

  @Override
  protected DataSource source() throws IOException {
    return SOURCE;
  }

  @BeforeEach
  void writeFiles() throws IOException {
    NpyFile.write(
        folder.resolve("train.npy"), new FloatMatrix(3, 2, new float[] {1, 2, 3, 4, 5, 6}));
    NpyFile.write(folder.resolve("test.npy"), new FloatMatrix(2, 2, new float[] {7, 8, 9, 10}));
    Files.writeString(folder.resolve("train.csv"), "coarse,fine\na,a1\nb,b1\na,a2\n");
    Files.writeString(folder.resolve("test.csv"), "coarse,fine\nb,b1\na,a1\n");
  }

  @Override
  protected DataRoot root() {
    return new DataRoot(List.of(folder));
  }

  @Test
  void rowsAndLabelsGoTogether() throws IOException {
    DataSplit split = SOURCE.open(root());

    assertThat(FloatMatrix.of(split.train().inputs()).values()).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(FloatMatrix.of(split.test().inputs()).values()).containsExactly(7, 8, 9, 10);
    assertThat(split.train().coarse().names()).containsExactly("a", "b");
    assertThat(split.train().coarse().labels()).containsExactly(0, 1, 0);
    assertThat(split.test().coarse().labels()).containsExactly(1, 0);
    FineTargets.Classes fine = (FineTargets.Classes) Objects.requireNonNull(split.train().fine());
    assertThat(fine.names()).containsExactly("a1", "a2", "b1");
    assertThat(fine.labels()).containsExactly(0, 2, 1);
    assertThat(SOURCE.files(root())).hasSize(4).allMatch(Files::exists);
  }

  @Test
  void aFineColumnIsNotNeeded() throws IOException {
    Files.writeString(folder.resolve("train.csv"), "coarse\na\nb\na\n");
    Files.writeString(folder.resolve("test.csv"), "coarse\nb\na\n");

    assertThat(SOURCE.open(root()).train().fine()).isNull();
  }

  @Test
  void configurationBindsToTheSource() throws IOException {
    NpySource read =
        Kinds.all()
            .register(new ObjectMapper())
            .readValue(
                """
                {"source": "npy", "train": "train.npy", "test": "test.npy", "trainLabels": "train.csv",
                 "testLabels": "test.csv", "labels": {"fine": "fine", "coarse": "coarse"},
                 "rowSeed": 0}""",
                NpySource.class);

    assertThat(read.open(root()).train().size()).isEqualTo(3);
  }

  @Test
  void filesThatDoNotFitTogetherAreRefused() throws IOException {
    NpyFile.write(folder.resolve("test.npy"), new FloatMatrix(2, 3, new float[6]));
    assertThatExceptionOfType(DatasetFormatException.class)
        .isThrownBy(() -> SOURCE.open(root()))
        .withMessageContaining("2 columns")
        .withMessageContaining("has 3");

    NpyFile.write(folder.resolve("test.npy"), new FloatMatrix(3, 2, new float[6]));
    assertThatExceptionOfType(DatasetFormatException.class)
        .isThrownBy(() -> SOURCE.open(root()))
        .withMessageContaining("3 rows")
        .withMessageContaining("has 2");

    NpyFile.write(
        folder.resolve("test.npy"), new FloatMatrix(2, 2, new float[] {1, 2, 3, Float.NaN}));
    assertThatExceptionOfType(DatasetFormatException.class)
        .isThrownBy(() -> SOURCE.open(root()))
        .withMessageContaining("row 1 of test.npy: column 1 (from 0) is NaN");
  }

  @Test
  void oneLabelFileForBothPartsIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NpySource.of("a.npy", "b.npy", "same.csv", "same.csv"))
        .withMessageContaining("same.csv");
  }

  @Test
  void oneMatrixIsPartedByAFractionOfEachCoarseClass() throws IOException {
    NpyFile.write(folder.resolve("all.npy"), new FloatMatrix(6, 1, new float[] {0, 1, 2, 3, 4, 5}));
    Files.writeString(folder.resolve("all.csv"), "coarse,price\na,0\nb,1\na,2\nb,3\na,4\nb,5\n");
    NpySource source =
        NpySource.parted(
            "all.npy",
            "all.csv",
            SplitSpec.byFraction(1 / 3.0, 0),
            LabelColumns.of("coarse", "price"));

    DataSplit split = source.open(root());

    assertThat(split.train().size()).isEqualTo(4);
    assertThat(split.test().coarse().labels()).containsExactlyInAnyOrder(0, 1);
    // Row i holds the number i, and so does its label.
    double[] prices = ((FineTargets.Scalars) Objects.requireNonNull(split.test().fine())).values();
    assertThat(FloatMatrix.of(split.test().inputs()).values())
        .containsExactly((float) prices[0], (float) prices[1]);
    assertThat(source.files(root())).hasSize(2);
    assertThat(source.open(root(), 3).test().ids())
        .isEqualTo(
            NpySource.parted(
                    "all.npy",
                    "all.csv",
                    SplitSpec.byFraction(1 / 3.0, 3),
                    LabelColumns.of("coarse", "price"))
                .open(root())
                .test()
                .ids());
  }

  @Test
  void oneWayToTheTestRowsIsNeeded() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new NpySource(
                    "a.npy",
                    null,
                    "a.csv",
                    null,
                    null,
                    null,
                    LabelColumns.own(),
                    null,
                    null,
                    null,
                    0))
        .withMessageContaining("neither a test file nor a split");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new NpySource(
                    "a.npy",
                    "b.npy",
                    "a.csv",
                    null,
                    null,
                    null,
                    LabelColumns.own(),
                    null,
                    null,
                    null,
                    0))
        .withMessageContaining("b.npy has the labels null");
  }
}

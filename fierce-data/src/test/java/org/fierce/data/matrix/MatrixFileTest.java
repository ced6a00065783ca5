package org.fierce.data.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import org.fierce.data.ColumnOffsets;
import org.fierce.data.FloatMatrix;
import org.fierce.data.Inputs;
import org.fierce.files.DatasetFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The golden files were written by NumPy 2.4.6, h5py 3.16.0 and SciPy 1.17.1. */
class MatrixFileTest {
  private static final float[] VALUES = {0.5f, -1.25f, 3, 0.0625f, -7, 1000};

  @TempDir private Path folder;

  private Path golden(String name) throws IOException {
    String file = name.replaceFirst("(\\.\\w+):.*", "$1");
    try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream(file))) {
      Files.write(folder.resolve(file), in.readAllBytes());
    }
    return folder.resolve(name);
  }

  private static FloatMatrix read(Path path) throws IOException {
    try (MatrixFile matrix = MatrixFile.open(path)) {
      FloatMatrix values = FloatMatrix.of(matrix.inputs(ColumnOffsets.NONE));
      assertThat(values.rows()).isEqualTo(matrix.rows());
      assertThat(values.columns()).isEqualTo(matrix.columns());
      MatrixFile.Rows rows = matrix.each();
      for (int row = 0; row < values.rows(); row++) {
        double[] each = Objects.requireNonNull(rows.next());
        for (int column = 0; column < each.length; column++) {
          assertThat(Float.compare((float) each[column], values.at(row, column))).isZero();
        }
      }
      assertThat(rows.next()).isNull();
      return values;
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "big-endian-float16.npy",
        "fortran-float64.npy",
        "two.npz",
        "two.npz:features",
        "two.npz:features.npy",
        "packed.npz:a",
        "packed.npz:c",
        "h5py.h5:plain",
        "h5py.h5:g/gzip",
        "h5py.h5:/g/gzip",
        "v73.mat",
        "v73-packed.mat:X",
        "v5.mat"
      })
  void everyKindHoldsTheSameMatrix(String name) throws IOException {
    FloatMatrix matrix = read(golden(name));
    assertThat(matrix.columns()).isEqualTo(2);
    assertThat(matrix.values()).containsExactly(VALUES);
  }

  @Test
  void wholeNumbersAndTruthsAreRead() throws IOException {
    assertThat(read(golden("int16.npy")).values()).containsExactly(1, -2, 300, -32768, 5, 6);
    assertThat(read(golden("uint64.npy")).values()).containsExactly(1, 2, 3, 0x1p63f, 5, 6);
    assertThat(read(golden("bool.npy")).values()).containsExactly(1, 0, 1, 1, 0, 1);
    assertThat(read(golden("h5py.h5:bool")).values()).containsExactly(1, 0, 1, 1, 0, 1);
  }

  @Test
  void chunksOfALongDatasetFollowEachOther() throws IOException {
    FloatMatrix matrix = read(golden("h5py.h5:g/lzf"));
    assertThat(matrix.rows()).isEqualTo(150);
    assertThat(Arrays.copyOfRange(matrix.values(), 294, 300)).containsExactly(VALUES);
  }

  @Test
  void float32OfHdf5IsMapped() throws IOException {
    try (MatrixFile matrix = MatrixFile.open(golden("h5py.h5:plain"))) {
      assertThat(matrix.inputs(ColumnOffsets.NONE)).isInstanceOf(MappedMatrix.class);
    }
  }

  @Test
  void halfFloatsAreThoseOfIeee754() {
    assertThat(NumberKind.half((short) 0x3C01)).isEqualTo(1 + 0x1p-10f);
    assertThat(NumberKind.half((short) 0xFBFF)).isEqualTo(-65504);
    assertThat(NumberKind.half((short) 0x0001)).isEqualTo(0x1p-24f);
    assertThat(NumberKind.half((short) 0x8000)).isEqualTo(-0.0f);
    assertThat(NumberKind.half((short) 0x7C00)).isEqualTo(Float.POSITIVE_INFINITY);
    assertThat(NumberKind.half((short) 0x7E00)).isNaN();
  }

  private Path safetensors(String header, byte[]... values) throws IOException {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(
        ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(text.length).array());
    out.writeBytes(text);
    for (byte[] each : values) {
      out.writeBytes(each);
    }
    return Files.write(folder.resolve("x.safetensors"), out.toByteArray());
  }

  @Test
  void tensorsOfShortFloatsAreRead() throws IOException {
    Path file =
        safetensors(
            "{\"a\":{\"dtype\":\"BF16\",\"shape\":[1,2],\"data_offsets\":[0,4]},"
                + "\"b\":{\"dtype\":\"F8_E4M3\",\"shape\":[1,2],\"data_offsets\":[4,6]}}",
            new byte[] {(byte) 0x80, 0x3F, 0x20, (byte) 0xC1},
            new byte[2]);
    assertThat(read(file).values()).containsExactly(1, -10);
    assertThatExceptionOfType(DatasetFormatException.class)
        .isThrownBy(() -> MatrixFile.open(Path.of(file + ":b")))
        .withMessage(
            file
                + ":b holds values of type F8_E4M3; expected F16, BF16, F32, F64, BOOL or whole numbers");
  }

  @Test
  void aTableOfNumbersIsAMatrixWithNamesInItsFirstLineOrWithout() throws IOException {
    Path bare = Files.writeString(folder.resolve("a.csv"), "1,2.5\n-3,4e1\n");
    assertThat(read(bare).values()).containsExactly(1, 2.5f, -3, 40);
    Path named = Files.writeString(folder.resolve("b.csv"), "f0,f1\n1,2.5\n-3,\n");
    assertThat(read(named).values()).startsWith(1, 2.5f, -3);
    assertThat(read(named).at(1, 1)).isNaN();
    Path european = Files.writeString(folder.resolve("c.csv"), "1,5;2,25\n3,125;4,5\n");
    assertThat(read(european).values()).containsExactly(1.5f, 2.25f, 3.125f, 4.5f);
    try (MatrixFile matrix = MatrixFile.open(bare)) {
      assertThat(matrix.notes())
          .containsExactly(
              "a.csv is read as a matrix of 2 x 2: its first line holds numbers, no names of columns.");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "two.npz:other|has no array \"other\"; it has features (3 x 2), labels (3)",
        "two.npz:labels|:labels has 1 dimension (3); expected rows and columns. If each of its values is a row, save x.reshape(-1, 1).",
        "packed.npz|holds 2 matrices: a (3 x 2), c (3 x 2). Name one, as ",
        "h5py.h5|holds 5 matrices: bool (3 x 2), g/gzip (3 x 2), g/lzf (150 x 2), plain (3 x 2), unwritten (3 x 2). Name one, as ",
        "h5py.h5:unwritten|:unwritten was never given values",
        "v73.mat:who|:who holds values of type char; expected real numbers",
        "v5.mat:Z|has no array \"Z\"; it has X (3 x 2), y (1 x 3)"
      })
  void whatCannotBeMeantIsRefusedWithWhatThereIs(String name, String message) throws IOException {
    Path path = golden(name);
    assertThatExceptionOfType(DatasetFormatException.class)
        .isThrownBy(() -> MatrixFile.open(path))
        .withMessageContaining(message);
  }

  @Test
  void otherThanNumbersInATableAreRefusedAllAtOnce() throws IOException {
    Path file = Files.writeString(folder.resolve("a.csv"), "1,2\n3,x\n4,5,6\n");
    assertThatExceptionOfType(DatasetFormatException.class)
        .isThrownBy(() -> MatrixFile.open(file))
        .withMessage(
            file
                + """
                 has 2 problems:
                  line 2: column 1 (from 0) is "x", not a number
                  line 3 has 3 cells; expected 2 (column1, column2)
                Give numbers only, as many in each line; names and labels go into the table of labels.""");
  }

  @ParameterizedTest
  @ValueSource(strings = {"two.npz", "packed.npz:a", "h5py.h5:g/lzf", "v73-packed.mat", "v5.mat"})
  void aFileThatIsCutIsRefused(String name) throws IOException {
    Path path = golden(name);
    Path file = MatrixPath.of(path).file();
    byte[] whole = Files.readAllBytes(file);
    // What lies behind all that the dataset needs is not missed.
    int most = name.contains(".h5") ? whole.length - 200 : whole.length;
    for (int length = 0; length < most; length += Math.max(1, whole.length / 50)) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatExceptionOfType(IOException.class)
          .as("%d bytes", length)
          .isThrownBy(() -> read(path))
          .withMessageContaining(file.getFileName().toString());
    }
  }

  @Test
  void aDamagedEntryIsRefusedByItsChecksum() throws IOException {
    Path file = golden("two.npz");
    byte[] bytes = Files.readAllBytes(file);
    // The first value is 0.5, 00 00 00 3F, behind the header that ends in a line feed.
    int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("\n\0\0\0?") + 3;
    bytes[at] ^= 1;
    Files.write(file, bytes);
    assertThatExceptionOfType(DatasetFormatException.class)
        .isThrownBy(() -> read(file))
        .withMessage(
            file + ":features is damaged or was cut short (wrong checksum); fetch it again");
  }

  @Test
  void aMatrixByColumnsAboveOneRunIsTheSame() throws IOException {
    int rows = 2300;
    int columns = 2000;
    ByteBuffer values = ByteBuffer.allocate(4 * rows * columns).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < rows * columns; i++) {
      values.putFloat(i);
    }
    byte[] header =
        "{'descr': '<f4', 'fortran_order': True, 'shape': (%d, %d), }\n"
            .formatted(rows, columns)
            .getBytes(StandardCharsets.US_ASCII);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    out.writeBytes(new byte[] {(byte) header.length, 0});
    out.writeBytes(header);
    out.writeBytes(values.array());
    Path file = Files.write(folder.resolve("x.npy"), out.toByteArray());
    try (MatrixFile matrix = MatrixFile.open(file)) {
      Inputs inputs = matrix.inputs(ColumnOffsets.NONE);
      float[] row = new float[columns];
      for (int r : new int[] {0, 1, 2096, 2097, 2098, rows - 1}) {
        inputs.read(r, row, 0);
        assertThat(row[0]).isEqualTo(r);
        assertThat(row[columns - 1]).isEqualTo((columns - 1) * rows + r);
      }
    }
  }

  @Test
  void aFileWhoseNameHoldsAColonGoesFirst() throws IOException {
    Path odd = folder.resolve("a.npz:b");
    Files.writeString(odd, "");
    assertThat(MatrixPath.of(odd)).isEqualTo(new MatrixPath(odd, null));
    assertThat(MatrixPath.of(Path.of("a.h5:/g/x")))
        .isEqualTo(new MatrixPath(Path.of("a.h5"), "/g/x"));
    assertThat(MatrixPath.of(Path.of("a.npy:b")))
        .isEqualTo(new MatrixPath(Path.of("a.npy:b"), null));
  }
}

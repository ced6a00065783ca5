package org.fierce.data.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.fierce.data.FloatMatrix;
import org.fierce.data.InputShape;
import org.fierce.files.DatasetFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class NpyFileTest {
  @TempDir private Path folder;

  /** A file as NumPy's format description tells it, put together by hand. */
  private Path file(int version, String header, byte[] values) throws IOException {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer buffer =
        ByteBuffer.allocate(12 + text.length + values.length).order(ByteOrder.LITTLE_ENDIAN);
    buffer.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
    buffer.put((byte) version).put((byte) 0);
    if (version == 1) {
      buffer.putShort((short) text.length);
    } else {
      buffer.putInt(text.length);
    }
    buffer.put(text).put(values);
    Path file = folder.resolve("matrix.npy");
    Files.write(file, Arrays.copyOf(buffer.array(), buffer.position()));
    return file;
  }

  private static FloatMatrix map(Path file) throws IOException {
    try (MatrixFile matrix = MatrixFile.open(file)) {
      return FloatMatrix.of(matrix.inputs(matrix.offsets()));
    }
  }

  private static String header(String descr, boolean fortran, String shape) {
    return "{'descr': '%s', 'fortran_order': %s, 'shape': %s, }\n"
        .formatted(descr, fortran ? "True" : "False", shape);
  }

  private static ByteBuffer bytes(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private Path golden() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(getClass().getResourceAsStream("golden-2x3-float32.npy"))) {
      Path file = folder.resolve("golden.npy");
      Files.write(file, in.readAllBytes());
      return file;
    }
  }

  @Test
  void theGoldenFileOfNumpyIsReadMappedAndWrittenByteForByte() throws IOException {
    Path golden = golden();

    FloatMatrix matrix = NpyFile.read(golden);
    Path written = folder.resolve("written.npy");
    NpyFile.write(written, matrix);

    assertThat(matrix.rows()).isEqualTo(2);
    assertThat(matrix.values()).containsExactly(0.5f, -1.25f, 3e38f, Float.MIN_VALUE, 0.1f, -0.0f);
    assertThat(map(golden).values()).containsExactly(matrix.values());
    assertThat(Files.readAllBytes(written)).isEqualTo(Files.readAllBytes(golden));
    assertThat(folder.resolve("written.npy.partial")).doesNotExist();
  }

  @Test
  void everyKindOfNumberAndVersionIsRead() throws IOException {
    assertThat(
            NpyFile.read(
                    file(
                        2,
                        header("<f8", false, "(2, 1)"),
                        bytes(16).putDouble(0.1).putDouble(-7).array()))
                .values())
        .containsExactly(0.1f, -7);
    assertThat(
            NpyFile.read(file(3, header("|u1", false, "(1, 2)"), new byte[] {0, (byte) 255}))
                .values())
        .containsExactly(0, 255);
    assertThat(
            NpyFile.read(
                    file(1, header("<i4", false, "(2,)"), bytes(8).putInt(-5).putInt(9).array()))
                .values())
        .containsExactly(-5, 9);
    Path longs = file(1, header("<i8", false, "(1, 1)"), bytes(8).putLong(-123456).array());
    assertThat(NpyFile.read(longs).values()).containsExactly(-123456);
    assertThat(map(longs).values()).containsExactly(-123456);
  }

  @Test
  void aVectorIsAMatrixOfOneColumn() throws IOException {
    Path file = folder.resolve("labels.npy");
    NpyFile.write(file, new int[] {3, -1, 2});

    assertThat(NpyFile.read(file)).extracting(FloatMatrix::rows).isEqualTo(3);
    assertThat(NpyFile.read(file).values()).containsExactly(3, -1, 2);
  }

  @Test
  void aMatrixAboveOneChunkAndOverSeveralSegmentsIsTheSame() throws IOException {
    float[] values = new float[700 * 501];
    for (int i = 0; i < values.length; i++) {
      values[i] = i * 0.37f;
    }
    Path file = folder.resolve("large.npy");
    NpyFile.write(file, new FloatMatrix(700, 501, values));

    assertThat(NpyFile.read(file).values()).isEqualTo(values);
    long start = Files.size(file) - 4L * values.length;
    try (FileChannel channel = FileChannel.open(file)) {
      // 10 rows of 2004 bytes fit 20,500 bytes.
      MappedMatrix mapped = MappedMatrix.map(channel, start, 700, 501, 20_500);
      assertThat(mapped.segments()).hasSize(70);
      assertThat(mapped.size()).isEqualTo(700);
      assertThat(mapped.shape()).isEqualTo(InputShape.vector(501));
      assertThat(FloatMatrix.of(mapped).values()).isEqualTo(values);
      assertThatExceptionOfType(DatasetFormatException.class)
          .isThrownBy(() -> MappedMatrix.map(channel, start, 700, 501, 2003))
          .withMessageContaining("501 values");
    }
  }

  @Test
  void aFileCutAtAnyByteOrFollowedByMoreIsRefused() throws IOException {
    byte[] whole = Files.readAllBytes(golden());
    Path file = folder.resolve("cut.npy");
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatExceptionOfType(DatasetFormatException.class)
          .isThrownBy(() -> NpyFile.read(file))
          .withMessageContaining("cut.npy");
      assertThatExceptionOfType(DatasetFormatException.class).isThrownBy(() -> map(file));
    }
    Files.write(file, Arrays.copyOf(whole, whole.length + 1));
    assertThatExceptionOfType(DatasetFormatException.class)
        .isThrownBy(() -> NpyFile.read(file))
        .withMessageContaining("has 153 bytes; a matrix of 2 x 3 <f4 needs 152");
  }

  private void assertRefused(String header, String message) throws IOException {
    Path file = file(1, header, new byte[24]);
    assertThatExceptionOfType(DatasetFormatException.class)
        .isThrownBy(() -> NpyFile.read(file))
        .withMessageContaining(message);
  }

  @Test
  void headersThatAreNotRightAreRefusedNamingWhatWasFound() throws IOException {
    assertRefused(header("<c8", false, "(1, 3)"), "<c8");
    assertRefused(header("|O", false, "(2, 3)"), "|O");
    assertRefused(header("<f4", false, "(1, 2, 3)"), "3 dimensions (1 x 2 x 3)");
    assertRefused(header("<f4", false, "()"), "0 dimensions ()");
    assertRefused(header("<f4", false, "(2,, 3)"), "expected {'descr'");
    assertRefused(header("<f4", false, "(2)"), "expected {'descr'");
    assertRefused(header("<f4", false, "(2, 3"), "expected {'descr'");
    assertRefused(header("<f4", false, "(2 3)"), "expected {'descr'");
    assertRefused(header("<f4", false, "(2, 3)") + "x", "expected {'descr'");
    assertRefused("{'shape': (2, 3), 'shape': (2, 3)}", "expected {'descr'");
    assertRefused(header("<f4", false, "(4294967296, 4294967296)"), "below 2^31");
    assertRefused(header("<f4", false, "(2147483647, 1073741824)"), "needs 9223372032559808600");
    assertRefused(header("<f8", false, "(2147483647, 2147483647)"), "below 2^31");
    assertRefused(header("<f4", false, "(-2, 3)"), "expected {'descr'");
    assertRefused(header("<f4", false, "(99999999999, 3)"), "below 2^31");
    assertRefused(header("<f4", false, "(2, 0)"), "2 x 0");
    assertRefused("{'descr': '<f4', 'fortran_order': False, }", "expected {'descr'");
    assertRefused("descr <f4", "descr <f4");
    assertRefused("{'shape': (2, 3), 'descr': [('a', '<f4')], 'fortran_order': False}", "'a'");
  }

  /** A regular expression with blanks on both sides of each mark took minutes for these. */
  @Test
  @Timeout(60)
  void aMegabyteOfAnythingIsReadInLinearTime() throws IOException {
    int most = (1 << 20) - 100;
    for (String filler :
        List.of(" ", "\n", "(", "[", "'", "{", ",", "1", "1,", "'shape' ", "'shape': (1 ")) {
      String long1 = filler.repeat(most / filler.length());
      for (String header :
          List.of(
              long1,
              "{" + long1 + "}",
              "{'descr'" + long1 + "}",
              "{'descr': '<f4', 'fortran_order': False, 'shape': (2" + long1 + "}")) {
        Path file = file(2, header, new byte[24]);
        assertThatExceptionOfType(DatasetFormatException.class)
            .isThrownBy(() -> NpyFile.read(file))
            .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(1000));
      }
    }
    Path padded =
        file(
            2,
            " ".repeat(most / 2) + header("<f4", false, "(2 , 3 )").strip() + " ".repeat(most / 3),
            bytes(24).array());
    assertThat(NpyFile.read(padded).rows()).isEqualTo(2);
    assertThat(NpyFile.read(file(1, header("<f4", false, "(2L, 3L)"), bytes(24).array())).columns())
        .isEqualTo(3);
  }

  @Test
  void anUnknownVersionAndAHeaderBeyondTheFileAreRefused() throws IOException {
    assertThatExceptionOfType(DatasetFormatException.class)
        .isThrownBy(() -> NpyFile.read(file(4, header("<f4", false, "(2, 3)"), new byte[24])))
        .withMessageContaining("93 4e 55 4d 50 59 04 00");
    Path huge = folder.resolve("huge.npy");
    Files.write(
        huge,
        bytes(16)
            .put((byte) 0x93)
            .put("NUMPY".getBytes(StandardCharsets.US_ASCII))
            .put((byte) 2)
            .put((byte) 0)
            .putInt(-1)
            .array());
    assertThatExceptionOfType(DatasetFormatException.class)
        .isThrownBy(() -> NpyFile.read(huge))
        .withMessageContaining("4294967295 bytes");
  }
}

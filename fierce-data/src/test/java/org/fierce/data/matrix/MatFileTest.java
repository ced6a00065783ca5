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
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.zip.DeflaterOutputStream;
import org.fierce.data.Damage;
import org.fierce.files.DatasetFormatException;
import org.fierce.files.ReadLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.format.Mat5File;

class MatFileTest {
  private static final int DOUBLE = 6;
  private static final int MI_DOUBLE = 9;

  @TempDir private Path folder;

  /** A part of a variable: type, length, bytes, padding to 8. */
  private static byte[] part(ByteOrder order, int type, byte[] bytes) {
    int padded = (bytes.length + 7) / 8 * 8;
    byte[] part = new byte[8 + padded];
    ByteBuffer.wrap(part).order(order).putInt(type).putInt(bytes.length).put(bytes);
    return part;
  }

  private static byte[] ints(ByteOrder order, int... values) {
    byte[] bytes = new byte[4 * values.length];
    ByteBuffer.wrap(bytes).order(order).asIntBuffer().put(values);
    return bytes;
  }

  private static byte[] doubles(ByteOrder order, double... values) {
    byte[] bytes = new byte[8 * values.length];
    ByteBuffer.wrap(bytes).order(order).asDoubleBuffer().put(values);
    return bytes;
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  /** The inside of a variable called X. */
  private static byte[] variable(ByteOrder order, int flags, int[] sides, byte[]... values) {
    return joined(
        part(order, 6, ints(order, flags, 0)),
        part(order, 5, ints(order, sides)),
        part(order, 1, new byte[] {'X'}),
        joined(values));
  }

  private Path write(ByteOrder order, int type, long length, byte[] inside) throws IOException {
    byte[] text = "MATLAB 5.0 MAT-file, made by hand".getBytes(StandardCharsets.US_ASCII);
    byte[] bytes = new byte[136 + inside.length];
    ByteBuffer file = ByteBuffer.wrap(bytes).order(order);
    file.put(text).position(124);
    file.putShort((short) 0x0100).putShort((short) ('M' << 8 | 'I'));
    file.putInt(type).putInt((int) length).put(inside);
    return Files.write(folder.resolve("x.mat"), bytes);
  }

  private Path write(byte[] inside) throws IOException {
    return write(ByteOrder.LITTLE_ENDIAN, 14, inside.length, inside);
  }

  private static byte[] deflated(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
      deflater.write(bytes);
    }
    return out.toByteArray();
  }

  private static MatMatrix read(Path file) throws IOException {
    return Objects.requireNonNull(MatFile.read(file, Set.of("X"), ReadLimits.standard()).get("X"));
  }

  private void refused(Path file, String... messages) {
    assertThatExceptionOfType(DatasetFormatException.class)
        .isThrownBy(() -> read(file))
        .satisfies(e -> assertThat(e.getMessage()).contains("x.mat").contains(messages));
  }

  @Test
  void bothByteOrdersPackedAndNotGiveTheSame() throws IOException {
    for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
      byte[] inside =
          variable(
              order, DOUBLE, new int[] {1, 2}, part(order, MI_DOUBLE, doubles(order, 0.5, -3)));
      byte[] packed = deflated(joined(ints(order, 14, inside.length), inside));
      for (Path file :
          List.of(
              write(order, 14, inside.length, inside), write(order, 15, packed.length, packed))) {
        MatMatrix matrix = read(file);
        assertThat(matrix.dimensions()).containsExactly(1, 2);
        assertThat(matrix.at(0)).isEqualTo(0.5);
        assertThat(matrix.at(1)).isEqualTo(-3);
      }
    }
  }

  /** Values are stored in the smallest kind that holds them, up to 4 bytes inside the tag. */
  @Test
  void everyKindOfNumberIsRead() throws IOException {
    ByteOrder order = ByteOrder.LITTLE_ENDIAN;
    byte[] ones = new byte[] {-1, -1, -1, -1, -1, -1, -1, -1};
    Map<Integer, Double> expected =
        Map.of(
            1, -1.0, 2, 255.0, 3, -1.0, 4, 65535.0, 5, -1.0, 6, 4294967295.0, 12, -1.0, 13, 0x1p64);
    for (Map.Entry<Integer, Double> kind : expected.entrySet()) {
      int bytes = Objects.requireNonNull(MatMatrix.Kind.of(kind.getKey())).bytes();
      Path file =
          write(
              variable(
                  order,
                  DOUBLE,
                  new int[] {1, 1},
                  part(order, kind.getKey(), Arrays.copyOf(ones, bytes))));
      assertThat(read(file).at(0)).isEqualTo(kind.getValue());
    }
    byte[] small = new byte[8];
    ByteBuffer.wrap(small).order(order).putInt(2 << 16 | 2).put((byte) 7).put((byte) 200);
    assertThat(read(write(variable(order, DOUBLE, new int[] {2, 1}, small))).at(1)).isEqualTo(200);
  }

  @Test
  void whatIsNoFullRealMatrixIsNamed() throws IOException {
    Path file = folder.resolve("x.mat");
    refused(
        write(variable(ByteOrder.LITTLE_ENDIAN, 5, new int[] {3, 4})),
        "variable X is sparse; expected a full matrix. Save full(X) instead.");
    Mat5File cell = Mat5.newMatFile();
    cell.addArray("X", Mat5.newCell(1, 1));
    Mat5.writeToFile(cell, file.toFile());
    refused(file, "variable X is of type cell; expected a matrix of real numbers");
    Mat5File struct = Mat5.newMatFile();
    struct.addArray("X", Mat5.newStruct(1, 1));
    Mat5.writeToFile(struct, file.toFile());
    refused(file, "variable X is of type struct");
    Mat5File complex = Mat5.newMatFile();
    complex.addArray("X", Mat5.newComplex(1, 1));
    Mat5.writeToFile(complex, file.toFile());
    refused(file, "variable X is of type complex double");
    refused(
        write(variable(ByteOrder.LITTLE_ENDIAN, 17, new int[] {1, 1})),
        "variable X is of type opaque");
  }

  @Test
  void version73HoldsWhatVersion5Holds() throws IOException {
    for (String name : new String[] {"v5.mat", "v73.mat", "v73-packed.mat"}) {
      Path file = folder.resolve(name);
      try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream(name))) {
        Files.write(file, in.readAllBytes());
      }
      MatMatrix matrix =
          Objects.requireNonNull(MatFile.read(file, Set.of("X"), ReadLimits.standard()).get("X"));
      assertThat(matrix.size()).isEqualTo("3 x 2");
      assertThat(IntStream.range(0, 6).mapToDouble(matrix::at))
          .containsExactly(0.5, 3.0, -7.0, -1.25, 0.0625, 1000.0);
    }
  }

  @Test
  void otherFormatsAreNamed() throws IOException {
    Path file = folder.resolve("x.mat");
    Files.writeString(file, "MATLAB 7.3 MAT-file, Platform: GLNXA64");
    refused(file, "is damaged, cut short, or of a kind of HDF5 that is not read");
    Files.write(file, new byte[] {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'});
    refused(file, "is damaged, cut short, or of a kind of HDF5 that is not read");
    Files.write(file, new byte[] {0, 0, 0, 0, 27, '[', 'm'});
    refused(file, "begins with \"?????[m\"; expected \"MATLAB 5.0\" or \"MATLAB 7.3\"");
    Files.write(file, new byte[0]);
    refused(file, "begins with \"\"");
  }

  @Test
  void whatIsClaimedIsCheckedBeforeMemoryIsAskedFor() throws IOException {
    ByteOrder order = ByteOrder.LITTLE_ENDIAN;
    refused(
        write(order, 14, 2_000_000_000, new byte[56]),
        "claims a variable of 2000000000 bytes at byte 128, but has only 56 more");
    byte[] tag = ints(order, MI_DOUBLE, 2_000_000_000);
    byte[] huge = variable(order, DOUBLE, new int[] {250_000_000, 1}, tag);
    refused(write(huge), "bytes are wanted", "are left");
    byte[] packed = deflated(joined(ints(order, 14, huge.length), huge));
    refused(write(order, 15, packed.length, packed), "unpack to 2000000000 or more");
    byte[] longPacked = deflated(joined(ints(order, 14, -1), huge));
    refused(
        write(order, 15, longPacked.length, longPacked),
        "a packed element of type 14 with 4294967295 bytes");
    refused(
        write(variable(order, DOUBLE, new int[] {1 << 30, 1 << 30, 4, 4}, tag)),
        "2000000000 bytes of values in variable X of 1073741824 x 1073741824 x 4 x 4");
    refused(write(variable(order, DOUBLE, new int[] {-1, 1}, tag)), "a side of -1");
    refused(
        write(variable(order, DOUBLE, new int[] {1, 1}, part(order, MI_DOUBLE, new byte[16]))),
        "16 bytes of values in variable X of 1 x 1, which needs 8");
    refused(
        write(variable(order, DOUBLE, new int[] {1, 1}, part(order, 99, new byte[8]))),
        "values of type 99");
  }

  @Test
  void aVariableThatUnpacksToFarMoreIsRefusedUnlessTheLimitIsRaised() throws IOException {
    ByteOrder order = ByteOrder.LITTLE_ENDIAN;
    int bytes = 65 << 20;
    byte[] inside = variable(order, 9, new int[] {bytes, 1}, part(order, 2, new byte[bytes]));
    byte[] packed = deflated(joined(ints(order, 14, inside.length), inside));
    Path file = write(order, 15, packed.length, packed);
    refused(
        file,
        "variable X has %d bytes that unpack to 68157440 or more, over 200 times as many"
            .formatted(packed.length),
        "raise data.limits.unpackRatio");
    ReadLimits raised = new ReadLimits(50, 256, 2000);
    MatMatrix zeros = MatFile.read(file, Set.of("X"), raised).get("X");
    assertThat(Objects.requireNonNull(zeros).at(bytes - 1)).isZero();
  }

  @Test
  void aDamagedPackedVariableIsRefusedByItsChecksum() throws IOException {
    ByteOrder order = ByteOrder.LITTLE_ENDIAN;
    byte[] inside =
        variable(order, DOUBLE, new int[] {1, 1}, part(order, MI_DOUBLE, doubles(order, 1)));
    byte[] packed = deflated(joined(ints(order, 14, inside.length), inside));
    packed[packed.length - 1] ^= 1;
    refused(
        write(order, 15, packed.length, packed),
        "the variable at byte 128 is damaged",
        "incorrect data check");
    byte[] more = deflated(joined(ints(order, 14, inside.length + 8), inside, new byte[8]));
    refused(write(order, 15, more.length, more), "more than 0 bytes after the values");
  }

  @Test
  @Timeout(120)
  void noDamageGivesAnythingButTheDocumentedException() throws IOException {
    Path file = folder.resolve("x.mat");
    Mat5File mat = Mat5.newMatFile();
    mat.addArray("Y", Mat5.newScalar(3)).addArray("X", Mat5.newMatrix(5, 4));
    Mat5.writeToFile(mat, file.toFile());
    Damage.of(Files.readAllBytes(file), 3000, bytes -> read(Files.write(file, bytes)), "x.mat");
  }
}

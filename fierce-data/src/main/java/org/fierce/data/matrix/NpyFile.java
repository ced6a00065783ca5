package org.fierce.data.matrix;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.fierce.data.ColumnOffsets;
import org.fierce.data.FloatMatrix;
import org.fierce.data.Inputs;
import org.fierce.files.AtomicFiles;
import org.fierce.files.DatasetFormatException;

/**
 * Matrices in NumPy's .npy format, versions 1 to 3: magic {@code 93 4E 55 4D 50 59}, two bytes of
 * version, length of the header (2 bytes in version 1, else 4, little-endian), the header as a
 * Python dictionary of {@code descr}, {@code fortran_order} and {@code shape}, then the values, row
 * by row or, in Fortran order, column by column.
 *
 * <p>Read are real numbers of all kinds up to 64 bits in both byte orders. Written is version 1.
 */
public final class NpyFile {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int MOST_HEADER_BYTES = 1 << 20;
  private static final int ALIGNMENT = 64;

  private NpyFile() {}

  /**
   * Reads a matrix into memory, each value rounded to the nearest float; a vector of n is a matrix
   * of n x 1. Values are not checked: they may be NaN.
   *
   * @throws DatasetFormatException if the file is malformed, cut short, or longer than its header
   *     says
   */
  public static FloatMatrix read(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      return MatrixFile.converted(
          of(new Region.OfFile(file.toString(), channel), true), ColumnOffsets.NONE);
    }
  }

  /** Whether bytes are those that such a file begins with. */
  public static boolean begins(byte[] start) {
    return start.length >= MAGIC.length && Arrays.equals(Arrays.copyOf(start, MAGIC.length), MAGIC);
  }

  /**
   * The matrix that all of some bytes are.
   *
   * @param isVectorTaken whether a vector of n is a matrix of n x 1
   * @throws DatasetFormatException if they are none
   */
  static StoredMatrix of(Region region, boolean isVectorTaken) throws IOException {
    Start start = start(region);
    return of(region, start.header(), start.values(), region.size(), isVectorTaken);
  }

  /** What is told of the values. */
  static NpyHeader header(Region region) throws IOException {
    return start(region).header();
  }

  private record Start(NpyHeader header, long values) {}

  private static Start start(Region region) throws IOException {
    String name = region.name();
    long size = region.size();
    ByteBuffer start = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
    start.limit((int) Math.min(12, size));
    region.read(0, start);
    byte[] bytes = start.array();
    if (start.limit() < 12 || !begins(bytes) || bytes[6] < 1 || bytes[6] > 3) {
      throw new DatasetFormatException(
          "%s does not begin as a .npy file of version 1, 2 or 3; found the bytes %s"
              .formatted(
                  name, java.util.HexFormat.ofDelimiter(" ").formatHex(bytes, 0, start.limit())));
    }
    int lengthBytes = bytes[6] == 1 ? 2 : 4;
    long length =
        lengthBytes == 2 ? start.getShort(8) & 0xffff : Integer.toUnsignedLong(start.getInt(8));
    long values = 8 + lengthBytes + length;
    if (length > MOST_HEADER_BYTES || values > size) {
      throw new DatasetFormatException(
          "%s has a header of %d bytes at byte %d, but the file has %d bytes in all"
              .formatted(name, length, 8 + lengthBytes, size));
    }
    ByteBuffer text = ByteBuffer.allocate((int) length);
    region.read(8 + lengthBytes, text);
    return new Start(
        NpyHeader.parse(name, new String(text.array(), StandardCharsets.UTF_8)), values);
  }

  private static StoredMatrix of(
      Region region, NpyHeader header, long start, long size, boolean isVectorTaken)
      throws IOException {
    String descr = header.descr();
    NumberKind kind = header.kind();
    if (kind == null) {
      throw new DatasetFormatException(
          "%s holds values of kind %s; expected real numbers of up to 64 bits. Save it again after .astype(numpy.float32)."
              .formatted(
                  region.name(), descr.length() > 200 ? descr.substring(0, 200) + "..." : descr));
    }
    String[] sides = header.sides().toArray(String[]::new);
    boolean isVector = sides.length == 1 && isVectorTaken;
    if (sides.length != 2 && !isVector) {
      throw new DatasetFormatException(
          dimensions(region.name(), sides.length, String.join(" x ", sides)));
    }
    try {
      int rows = Integer.parseInt(sides[0]);
      int columns = isVector ? 1 : Integer.parseInt(sides[1]);
      if (columns == 0) {
        throw new DatasetFormatException(
            "%s is a matrix of %d x 0; expected at least one column"
                .formatted(region.name(), rows));
      }
      long expected =
          Math.addExact(
              start, Math.multiplyExact(rows, Math.multiplyExact((long) columns, kind.bytes())));
      if (size != expected) {
        throw new DatasetFormatException(
            "%s has %d bytes; a matrix of %d x %d %s needs %d. The file is %s."
                .formatted(
                    region.name(),
                    size,
                    rows,
                    columns,
                    descr,
                    expected,
                    size < expected ? "cut short" : "followed by something else"));
      }
      boolean isByColumn = header.isFortranOrder() && columns > 1;
      Region bytes = isByColumn && region instanceof Region.OfEntry e ? e.whole() : region;
      ByteOrder order = descr.charAt(0) == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
      return new StoredMatrix(bytes, start, kind, order, rows, columns, isByColumn);
    } catch (NumberFormatException | ArithmeticException e) {
      throw new DatasetFormatException(
          "%s has the shape (%s); expected sides below 2^31"
              .formatted(
                  region.name(),
                  String.join(
                      ", ", Arrays.stream(sides).map(NpyFile::shortened).toArray(String[]::new))),
          e);
    }
  }

  /** The refusal of an array that is no matrix, with what to do. */
  static String dimensions(String name, int dimensions, String sides) {
    return "%s has %d dimension%s (%s); expected rows and columns. %s"
        .formatted(
            name,
            dimensions,
            dimensions == 1 ? "" : "s",
            sides.length() > 80 ? sides.substring(0, 80) + "..." : sides,
            dimensions == 1
                ? "If each of its values is a row, save x.reshape(-1, 1)."
                : "Save x.reshape(len(x), -1), a line for each row.");
  }

  private static String shortened(String digits) {
    return digits.length() > 20 ? digits.substring(0, 20) + "..." : digits;
  }

  /**
   * Writes all rows of inputs as a float32 matrix, one row in memory at a time; the file appears
   * whole.
   */
  public static void write(Path file, Inputs rows) throws IOException {
    int columns = rows.shape().values();
    float[] row = new float[columns];
    ByteBuffer buffer = ByteBuffer.allocate(4 * columns).order(ByteOrder.LITTLE_ENDIAN);
    AtomicFiles.write(
        file,
        channel -> {
          AtomicFiles.writeFully(
              channel, header("<f4", "(%d, %d)".formatted(rows.size(), columns)));
          for (int i = 0; i < rows.size(); i++) {
            rows.read(i, row, 0);
            buffer.clear();
            buffer.asFloatBuffer().put(row);
            AtomicFiles.writeFully(channel, buffer);
          }
        });
  }

  /** Writes numbers as an int32 vector; the file appears whole. */
  public static void write(Path file, int[] numbers) throws IOException {
    ByteBuffer buffer =
        ByteBuffer.allocate(Math.multiplyExact(4, numbers.length)).order(ByteOrder.LITTLE_ENDIAN);
    buffer.asIntBuffer().put(numbers);
    AtomicFiles.write(
        file,
        channel -> {
          AtomicFiles.writeFully(channel, header("<i4", "(%d,)".formatted(numbers.length)));
          AtomicFiles.writeFully(channel, buffer);
        });
  }

  private static ByteBuffer header(String descr, String shape) {
    String text = "{'descr': '%s', 'fortran_order': False, 'shape': %s, }".formatted(descr, shape);
    int unpadded = MAGIC.length + 4 + text.length() + 1;
    String padding = " ".repeat(Math.floorMod(-unpadded, ALIGNMENT));
    byte[] bytes = (text + padding + "\n").getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(MAGIC.length + 4 + bytes.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(MAGIC)
        .put((byte) 1)
        .put((byte) 0)
        .putShort((short) bytes.length)
        .put(bytes)
        .flip();
  }
}

package org.fierce.data;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.fierce.files.AtomicFiles;
import org.fierce.files.DatasetFormatException;
import org.jspecify.annotations.Nullable;

/**
 * Matrices in NumPy's .npy format, versions 1 to 3: magic {@code 93 4E 55 4D 50 59}, two bytes of
 * version, length of the header (2 bytes in version 1, else 4, little-endian), the header as a
 * Python dictionary of {@code descr}, {@code fortran_order} and {@code shape}, then the values row
 * by row.
 *
 * <p>Read are float32, float64, uint8, int32 and int64 in little-endian and C order, with one or
 * two dimensions; a vector of n is a matrix of n x 1. Written is version 1.
 */
public final class NpyFile {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int MOST_HEADER_BYTES = 1 << 20;
  private static final int CHUNK_BYTES = 1 << 20;
  private static final int ALIGNMENT = 64;

  private NpyFile() {}

  /** Kinds of number that are read. */
  private enum Kind {
    F4("<f4", 4) {
      @Override
      double value(ByteBuffer from, int index) {
        return from.getFloat(4 * index);
      }
    },
    F8("<f8", 8) {
      @Override
      double value(ByteBuffer from, int index) {
        return from.getDouble(8 * index);
      }
    },
    U1("|u1", 1) {
      @Override
      double value(ByteBuffer from, int index) {
        return from.get(index) & 0xff;
      }
    },
    I4("<i4", 4) {
      @Override
      double value(ByteBuffer from, int index) {
        return from.getInt(4 * index);
      }
    },
    I8("<i8", 8) {
      @Override
      double value(ByteBuffer from, int index) {
        return from.getLong(8 * index);
      }
    };

    private final String code;
    private final int bytes;

    Kind(String code, int bytes) {
      this.code = code;
      this.bytes = bytes;
    }

    /** A value of a little-endian buffer; of whole numbers beyond 2^53 the nearest double. */
    abstract double value(ByteBuffer from, int index);

    static Kind of(Path file, String code) throws DatasetFormatException {
      for (Kind kind : values()) {
        if (kind.code.equals(code)) {
          return kind;
        }
      }
      throw new DatasetFormatException(
          "%s holds values of kind %s; expected <f4, <f8, |u1, <i4 or <i8. Save it again after .astype(numpy.float32)."
              .formatted(file, code.length() > 200 ? code.substring(0, 200) + "..." : code));
    }
  }

  private record Header(Kind kind, long rows, int columns, long start) {}

  /**
   * Reads a matrix into memory, each value rounded to the nearest float. Values are not checked:
   * they may be NaN.
   *
   * @throws DatasetFormatException if the file is malformed, cut short, longer than its header
   *     says, or has 2^31 values or more
   */
  public static FloatMatrix read(Path file) throws IOException {
    return read(file, ColumnOffsets.NONE);
  }

  private interface Values {
    void take(int index, double value);
  }

  /** Reads a matrix, each value less its column's offset, then rounded to the nearest float. */
  private static FloatMatrix read(Path file, ColumnOffsets offsets) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      Header header = header(file, channel);
      if (header.rows * header.columns > Integer.MAX_VALUE - 8) {
        throw new DatasetFormatException(
            "%s holds %d x %d values, more than fit one array; save it as float32 so that it can be mapped"
                .formatted(file, header.rows, header.columns));
      }
      FloatMatrix matrix = FloatMatrix.zeros((int) header.rows, header.columns);
      float[] values = matrix.values();
      scan(
          file,
          channel,
          header,
          offsets.isEmpty()
              ? (index, value) -> values[index] = (float) value
              : (index, value) ->
                  values[index] = (float) (value - offsets.at(index % header.columns)));
      return matrix;
    }
  }

  /** Tells all values, in their order. */
  private static void scan(Path file, FileChannel channel, Header header, Values values)
      throws IOException {
    int all = Math.toIntExact(header.rows * header.columns);
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    long position = header.start;
    for (int next = 0; next < all; ) {
      int count = Math.min(all - next, CHUNK_BYTES / header.kind.bytes);
      chunk.clear().limit(count * header.kind.bytes);
      readFully(file, channel, chunk, position);
      chunk.flip();
      for (int i = 0; i < count; i++) {
        values.take(next + i, header.kind.value(chunk, i));
      }
      position += (long) count * header.kind.bytes;
      next += count;
    }
  }

  /**
   * What must be subtracted from columns of a file so that float32 tells their values apart;
   * nothing where the file holds float32 itself.
   *
   * @throws DatasetFormatException as {@link #read} does
   */
  public static ColumnOffsets offsets(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      Header header = header(file, channel);
      if (header.kind == Kind.F4
          || header.kind == Kind.U1
          || header.rows * header.columns > Integer.MAX_VALUE - 8) {
        return ColumnOffsets.NONE;
      }
      ColumnOffsets.Moments moments = new ColumnOffsets.Moments(header.columns);
      scan(file, channel, header, (index, value) -> moments.add(index % header.columns, value));
      return moments.offsets();
    }
  }

  /**
   * The rows of a file as inputs: float32 is mapped into memory, so that only the rows in use take
   * room and files above 2 GiB can be read; other kinds are read whole. The file must not change
   * while the inputs are in use.
   *
   * @throws DatasetFormatException if the file is malformed, cut short, or longer than its header
   *     says
   */
  public static Inputs map(Path file) throws IOException {
    return map(file, ColumnOffsets.NONE);
  }

  /**
   * The same, each value less its column's offset.
   *
   * @throws DatasetFormatException as {@link #map(Path)} does, or if there are not as many columns
   *     as offsets
   */
  public static Inputs map(Path file, ColumnOffsets offsets) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      Header header = header(file, channel);
      if (!offsets.isEmpty() && offsets.values().length != header.columns) {
        throw new DatasetFormatException(
            "%s has %d columns; expected %d"
                .formatted(file, header.columns, offsets.values().length));
      }
      if (header.kind != Kind.F4 || header.rows == 0 || !offsets.isEmpty()) {
        return read(file, offsets);
      }
      return MappedMatrix.map(
          channel, header.start, Math.toIntExact(header.rows), header.columns, Integer.MAX_VALUE);
    }
  }

  /** Whether bytes are those that such a file begins with. */
  public static boolean begins(byte[] start) {
    return start.length >= MAGIC.length && Arrays.equals(Arrays.copyOf(start, MAGIC.length), MAGIC);
  }

  /**
   * The rows of a file, one after the other.
   *
   * @throws DatasetFormatException if the file is malformed, cut short, or longer than its header
   *     says
   */
  public static Rows rows(Path file) throws IOException {
    FileChannel channel = FileChannel.open(file);
    try {
      return new Rows(file, channel, header(file, channel));
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** Rows of a file, of which a few are in memory at a time. */
  public static final class Rows implements Closeable {
    private final Path file;
    private final FileChannel channel;
    private final Header header;
    private final ByteBuffer chunk;
    private long next;

    private Rows(Path file, FileChannel channel, Header header) {
      this.file = file;
      this.channel = channel;
      this.header = header;
      int rowBytes = Math.multiplyExact(header.columns, header.kind.bytes);
      this.chunk =
          ByteBuffer.allocate(Math.max(1, CHUNK_BYTES / rowBytes) * rowBytes)
              .order(ByteOrder.LITTLE_ENDIAN);
      chunk.limit(0);
    }

    /** Number of rows. */
    public long size() {
      return header.rows;
    }

    /** Values of a row. */
    public int columns() {
      return header.columns;
    }

    /** The next row; null after the last. */
    public double @Nullable [] next() throws IOException {
      if (next == header.rows) {
        return null;
      }
      int rowBytes = header.columns * header.kind.bytes;
      if (!chunk.hasRemaining()) {
        long left = (header.rows - next) * rowBytes;
        chunk.clear().limit((int) Math.min(chunk.capacity(), left));
        readFully(file, channel, chunk, header.start + next * rowBytes);
        chunk.flip();
      }
      double[] row = new double[header.columns];
      int first = chunk.position() / header.kind.bytes;
      for (int c = 0; c < row.length; c++) {
        row[c] = header.kind.value(chunk, first + c);
      }
      chunk.position(chunk.position() + rowBytes);
      next++;
      return row;
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  private static Header header(Path file, FileChannel channel) throws IOException {
    ByteBuffer start = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
    start.limit((int) Math.min(12, channel.size()));
    readFully(file, channel, start, 0);
    byte[] bytes = start.array();
    if (start.limit() < 12
        || !Arrays.equals(Arrays.copyOf(bytes, MAGIC.length), MAGIC)
        || bytes[6] < 1
        || bytes[6] > 3) {
      throw new DatasetFormatException(
          "%s does not begin as a .npy file of version 1, 2 or 3; found the bytes %s"
              .formatted(
                  file, java.util.HexFormat.ofDelimiter(" ").formatHex(bytes, 0, start.limit())));
    }
    int lengthBytes = bytes[6] == 1 ? 2 : 4;
    long length =
        lengthBytes == 2 ? start.getShort(8) & 0xffff : Integer.toUnsignedLong(start.getInt(8));
    long values = 8 + lengthBytes + length;
    if (length > MOST_HEADER_BYTES || values > channel.size()) {
      throw new DatasetFormatException(
          "%s has a header of %d bytes at byte %d, but the file has %d bytes in all"
              .formatted(file, length, 8 + lengthBytes, channel.size()));
    }
    ByteBuffer text = ByteBuffer.allocate((int) length);
    readFully(file, channel, text, 8 + lengthBytes);
    return header(file, new String(text.array(), StandardCharsets.UTF_8), values, channel.size());
  }

  private static Header header(Path file, String text, long start, long size)
      throws DatasetFormatException {
    NpyHeader header = NpyHeader.parse(file, text);
    if (header.isFortranOrder()) {
      throw new DatasetFormatException(
          "%s is in Fortran order (column by column); expected C order. Save it again after numpy.ascontiguousarray."
              .formatted(file));
    }
    Kind kind = Kind.of(file, header.descr());
    String[] sides = header.sides().toArray(String[]::new);
    if (sides.length < 1 || sides.length > 2) {
      String shape = String.join(" x ", sides);
      throw new DatasetFormatException(
          "%s has %d dimensions (%s); expected rows and columns"
              .formatted(
                  file,
                  sides.length,
                  shape.length() > 80 ? shape.substring(0, 80) + "..." : shape));
    }
    try {
      long rows = Integer.parseInt(sides[0]);
      int columns = sides.length == 2 ? Integer.parseInt(sides[1]) : 1;
      if (columns == 0) {
        throw new DatasetFormatException(
            "%s is a matrix of %d x 0; expected at least one column".formatted(file, rows));
      }
      long expected =
          Math.addExact(
              start, Math.multiplyExact(rows, Math.multiplyExact((long) columns, kind.bytes)));
      if (size != expected) {
        throw new DatasetFormatException(
            "%s has %d bytes; a matrix of %d x %d %s needs %d. The file is %s."
                .formatted(
                    file,
                    size,
                    rows,
                    columns,
                    kind.code,
                    expected,
                    size < expected ? "cut short" : "followed by something else"));
      }
      return new Header(kind, rows, columns, start);
    } catch (NumberFormatException | ArithmeticException e) {
      throw new DatasetFormatException(
          "%s has the shape (%s); expected sides below 2^31"
              .formatted(
                  file,
                  String.join(
                      ", ", Arrays.stream(sides).map(NpyFile::shortened).toArray(String[]::new))),
          e);
    }
  }

  private static String shortened(String digits) {
    return digits.length() > 20 ? digits.substring(0, 20) + "..." : digits;
  }

  private static void readFully(Path file, FileChannel channel, ByteBuffer buffer, long position)
      throws IOException {
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, position + buffer.position()) < 0) {
        throw new DatasetFormatException(
            "%s ends at byte %d, in the middle of its values"
                .formatted(file, position + buffer.position()));
      }
    }
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
              channel, header(Kind.F4, "(%d, %d)".formatted(rows.size(), columns)));
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
          AtomicFiles.writeFully(channel, header(Kind.I4, "(%d,)".formatted(numbers.length)));
          AtomicFiles.writeFully(channel, buffer);
        });
  }

  private static ByteBuffer header(Kind kind, String shape) {
    String text =
        "{'descr': '%s', 'fortran_order': False, 'shape': %s, }".formatted(kind.code, shape);
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

package org.fierce.data.matrix;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import org.fierce.files.DatasetFormatException;
import org.fierce.files.ReadLimits;
import org.jspecify.annotations.Nullable;

/**
 * Reads full matrices of real numbers by name from a file of MATLAB: of v7.3, which is HDF5, or of
 * v5. Layout: 116 bytes of text that begin {@code MATLAB 5.0}, 8 bytes of offset, version and
 * {@code IM} (little-endian) or {@code MI}; then elements, each a type and a length (4 bytes each)
 * with its data. Type 14 is a variable, type 15 a variable packed by zlib. What an element claims
 * is checked against the file before memory is asked for; variables of other names are passed over.
 */
public final class MatFile {
  private static final int HEADER_BYTES = 128;
  private static final int MATRIX = 14;
  private static final int COMPRESSED = 15;

  private final Path file;
  private final FileChannel channel;
  private final long size;
  private final Set<String> wanted;
  private final ReadLimits limits;
  private final Map<String, MatMatrix> found = new LinkedHashMap<>();
  private final List<MatElements.Head> heads = new ArrayList<>();

  private MatFile(Path file, FileChannel channel, Set<String> wanted, ReadLimits limits)
      throws IOException {
    this.file = file;
    this.channel = channel;
    this.size = channel.size();
    this.wanted = wanted;
    this.limits = limits;
  }

  /**
   * Reads the variables of these names.
   *
   * @throws DatasetFormatException if the file is of another format, malformed or cut short, lacks
   *     one of them, or holds something else than a full matrix of real numbers under its name
   */
  public static Map<String, MatMatrix> read(Path file, Set<String> wanted, ReadLimits limits)
      throws IOException {
    byte[] start;
    try (InputStream in = Files.newInputStream(file)) {
      start = in.readNBytes(8);
    }
    if (MatrixFile.beginsAsHdf5(start)) {
      return readHdf5(file, wanted);
    }
    try (FileChannel channel = FileChannel.open(file)) {
      MatFile reader = new MatFile(file, channel, wanted, limits);
      reader.readElements();
      for (String name : wanted) {
        if (!reader.found.containsKey(name)) {
          throw new DatasetFormatException(
              "%s has no variable %s; it has %s"
                  .formatted(
                      file,
                      name,
                      String.join(
                          ", ", reader.heads.stream().map(MatElements.Head::name).toList())));
        }
      }
      return reader.found;
    }
  }

  private static Map<String, MatMatrix> readHdf5(Path file, Set<String> wanted) throws IOException {
    List<Closeable> open = new ArrayList<>();
    Map<String, MatMatrix> variables = new LinkedHashMap<>();
    try {
      Hdf5File hdf5 = MatrixFile.hdf5(file, open);
      for (String name : wanted) {
        variables.put(name, hdf5.variable(name));
      }
      return variables;
    } finally {
      for (Closeable each : open) {
        each.close();
      }
    }
  }

  /** The matrix of v5 that is meant. */
  static MatrixValues matrix(Path file, @Nullable String array, ReadLimits limits)
      throws IOException {
    List<NamedArray> arrays = new ArrayList<>();
    try (FileChannel channel = FileChannel.open(file)) {
      MatFile reader = new MatFile(file, channel, Set.of(), limits);
      reader.readElements();
      for (MatElements.Head head : reader.heads) {
        arrays.add(
            new NamedArray(
                head.name(),
                Arrays.stream(head.dimensions()).asLongStream().toArray(),
                head.isMatrix(),
                () -> new MatRows(variable(file, head.name(), limits))));
      }
    }
    return NamedArray.choose(file, array, arrays).opener().open();
  }

  private static MatMatrix variable(Path file, String name, ReadLimits limits) throws IOException {
    return Objects.requireNonNull(read(file, Set.of(name), limits).get(name));
  }

  /** The lines of a matrix of two dimensions. */
  private record MatRows(MatMatrix matrix) implements MatrixValues {
    @Override
    public int rows() {
      return matrix.dimensions()[0];
    }

    @Override
    public int columns() {
      return matrix.dimensions()[1];
    }

    @Override
    public boolean isExact() {
      return false;
    }

    @Override
    public Cursor cursor() {
      int[] next = {0};
      return () -> {
        double[] row = new double[columns()];
        for (int c = 0; c < row.length; c++) {
          row[c] = matrix.at(next[0] + c * rows());
        }
        next[0]++;
        return row;
      };
    }
  }

  private void readElements() throws IOException {
    ByteOrder order = order();
    long position = HEADER_BYTES;
    while (position < size) {
      if (size - position < 8) {
        throw damaged(
            "ends with %d bytes after byte %d, too few for a variable"
                .formatted(size - position, position));
      }
      ByteBuffer tag = ByteBuffer.wrap(bytes(position, 8)).order(order);
      int type = tag.getInt();
      long length = Integer.toUnsignedLong(tag.getInt());
      position += 8;
      if (length > size - position) {
        throw damaged(
            "claims a variable of %d bytes at byte %d, but has only %d more"
                .formatted(length, position - 8, size - position));
      }
      if (type != MATRIX && type != COMPRESSED) {
        throw damaged("has an element of type %d at byte %d".formatted(type, position - 8));
      }
      readVariable(position, length, type == COMPRESSED, order);
      position += length;
    }
  }

  private ByteOrder order() throws IOException {
    byte[] header = bytes(0, (int) Math.min(size, HEADER_BYTES));
    String text = new String(header, 0, Math.min(10, header.length), StandardCharsets.ISO_8859_1);
    if (!text.equals("MATLAB 5.0")) {
      throw new DatasetFormatException(
          "%s begins with \"%s\"; expected \"MATLAB 5.0\" or \"MATLAB 7.3\". Save it in MATLAB with the option -v7."
              .formatted(file, text.replaceAll("[^ -~]", "?")));
    }
    if (header.length < HEADER_BYTES) {
      throw damaged("ends inside its header of %d bytes".formatted(HEADER_BYTES));
    }
    String mark = new String(header, 126, 2, StandardCharsets.ISO_8859_1);
    if (!mark.equals("IM") && !mark.equals("MI")) {
      throw damaged("has no mark of byte order at byte %d".formatted(126));
    }
    return mark.equals("IM") ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
  }

  private byte[] bytes(long position, int count) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(count);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, position + buffer.position()) < 0) {
        throw damaged("ends at byte %d".formatted(position + buffer.position()));
      }
    }
    return buffer.array();
  }

  private void readVariable(long position, long length, boolean isPacked, ByteOrder order)
      throws IOException {
    try (InputStream raw = new ElementInput(channel.position(position), length);
        InputStream in =
            isPacked
                ? new InflaterInputStream(new BufferedInputStream(raw))
                : new BufferedInputStream(raw)) {
      MatElements elements = new MatElements(file, in, order, isPacked ? length * 1040 : length);
      if (isPacked) {
        elements.unwrap(MATRIX);
      }
      MatElements.Head head = elements.head();
      heads.add(head);
      if (wanted.contains(head.name()) && !found.containsKey(head.name())) {
        found.put(head.name(), elements.matrix(head, isPacked ? length : 0, limits));
      }
    } catch (EOFException | ZipException e) {
      throw new DatasetFormatException(
          "%s: the variable at byte %d is damaged or cut short (%s). Fetch the file again."
              .formatted(file, position - 8, e.getMessage()),
          e);
    }
  }

  private DatasetFormatException damaged(String what) {
    return new DatasetFormatException(
        "%s %s. It is damaged or was cut short; fetch it again.".formatted(file, what));
  }

  /** The bytes of one element, from where the channel stands. */
  private static final class ElementInput extends InputStream {
    private final InputStream in;
    private long left;

    ElementInput(FileChannel at, long length) {
      this.in = Channels.newInputStream(at);
      this.left = length;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
      if (left == 0 && count > 0) {
        return -1;
      }
      int n = in.read(target, offset, (int) Math.min(left, count));
      left -= Math.max(0, n);
      return n;
    }
  }
}

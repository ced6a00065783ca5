package org.fierce.data.matrix;

import io.jhdf.HdfFile;
import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import io.jhdf.api.dataset.ChunkedDataset;
import io.jhdf.api.dataset.ContiguousDataset;
import io.jhdf.object.datatype.DataType;
import io.jhdf.object.datatype.EnumDataType;
import io.jhdf.object.datatype.FixedPoint;
import io.jhdf.object.datatype.FloatingPoint;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.fierce.data.Inputs;
import org.fierce.files.DatasetFormatException;
import org.jspecify.annotations.Nullable;

/**
 * Datasets of numbers in a file of HDF5, MATLAB's v7.3 among them, whose header names it and whose
 * sides come in reverse order: MATLAB's first dimension is the fastest.
 */
final class Hdf5File {
  private static final String MATLAB = "MATLAB 7.3";
  private static final int MOST_DEPTH = 20;

  private final Path path;
  private final HdfFile file;
  private final Region region;
  private final boolean isMatlab;

  private Hdf5File(Path path, HdfFile file, Region region, boolean isMatlab) {
    this.path = path;
    this.file = file;
    this.region = region;
    this.isMatlab = isMatlab;
  }

  private interface Read<T> {
    T read() throws IOException;
  }

  /** The library fails in many unchecked ways on damaged files. */
  private static <T> T checked(Path path, Read<T> read) throws IOException {
    try {
      return read.read();
    } catch (RuntimeException | StackOverflowError e) {
      Throwable cause = e;
      while (cause.getCause() != null) {
        cause = cause.getCause();
      }
      throw new DatasetFormatException(
          "%s is damaged, cut short, or of a kind of HDF5 that is not read (%s)"
              .formatted(path, cause.getMessage() == null ? cause.toString() : cause.getMessage()),
          e);
    }
  }

  /**
   * Opens a file.
   *
   * @param open takes what must be closed in the end
   */
  static Hdf5File open(Path path, List<Closeable> open) throws IOException {
    byte[] start;
    try (InputStream in = Files.newInputStream(path)) {
      start = in.readNBytes(MATLAB.length());
    }
    HdfFile file = checked(path, () -> new HdfFile(path));
    open.add(file::close);
    FileChannel channel = FileChannel.open(path);
    open.add(channel);
    return new Hdf5File(
        path,
        file,
        new Region.OfFile(path.toString(), channel),
        new String(start, StandardCharsets.ISO_8859_1).equals(MATLAB));
  }

  /** The matrix that is meant. */
  MatrixValues choose(@Nullable String array) throws IOException {
    return checked(
        path,
        () -> {
          List<NamedArray> arrays = new ArrayList<>();
          for (Dataset dataset : datasets()) {
            arrays.add(
                new NamedArray(
                    name(dataset), sides(dataset), kind(dataset) != null, () -> values(dataset)));
          }
          MatrixValues chosen = NamedArray.choose(path, array, arrays).opener().open();
          return new CheckedValues(path, chosen);
        });
  }

  /**
   * A variable of MATLAB as its older files hold it.
   *
   * @throws DatasetFormatException if there is none of this name, or it holds something else
   */
  MatMatrix variable(String name) throws IOException {
    return checked(
        path,
        () -> {
          List<String> names = new ArrayList<>();
          for (Dataset dataset : datasets()) {
            names.add(name(dataset));
            if (name(dataset).equals(name)) {
              return variable(dataset);
            }
          }
          throw new DatasetFormatException(
              "%s has no variable %s; it has %s".formatted(path, name, String.join(", ", names)));
        });
  }

  private MatMatrix variable(Dataset dataset) throws DatasetFormatException {
    if (kind(dataset) == null) {
      throw new DatasetFormatException(
          "%s: variable %s is of type %s; expected a matrix of real numbers"
              .formatted(path, name(dataset), type(dataset)));
    }
    Object flat = dataset.getDataFlat();
    int count = Array.getLength(flat);
    ByteBuffer values = ByteBuffer.allocate(Math.multiplyExact(8, count));
    for (int i = 0; i < count; i++) {
      values.putDouble(8 * i, Array.getDouble(flat, i));
    }
    long[] sides = sides(dataset);
    return new MatMatrix(
        IntStream.range(0, sides.length).map(i -> (int) sides[i]).toArray(),
        MatMatrix.Kind.DOUBLE,
        values);
  }

  private List<Dataset> datasets() {
    List<Dataset> found = new ArrayList<>();
    add(file, found, new HashSet<>(), 0);
    return found;
  }

  private static void add(Group group, List<Dataset> found, Set<Long> seen, int depth) {
    if (depth > MOST_DEPTH || !seen.add(group.getAddress())) {
      return;
    }
    for (Node node : group.getChildren().values()) {
      if (node.getName().startsWith("#") || node.isLink()) {
        continue;
      }
      if (node instanceof Group inner) {
        add(inner, found, seen, depth + 1);
      } else if (node instanceof Dataset dataset) {
        found.add(dataset);
      }
    }
  }

  private static String name(Dataset dataset) {
    return dataset.getPath().replaceFirst("^/+", "");
  }

  /** As the file's own program counts them. */
  private long[] sides(Dataset dataset) {
    long[] sides = Arrays.stream(dataset.getDimensions()).asLongStream().toArray();
    if (isMatlab) {
      for (int i = 0; i < sides.length / 2; i++) {
        long other = sides[i];
        sides[i] = sides[sides.length - 1 - i];
        sides[sides.length - 1 - i] = other;
      }
    }
    return sides;
  }

  private static String type(Dataset dataset) {
    Attribute matlab = dataset.getAttribute("MATLAB_class");
    return matlab == null
        ? dataset.getDataType().getClass().getSimpleName()
        : String.valueOf(matlab.getData());
  }

  /** How its numbers are stored; null where it holds something else. */
  private static @Nullable NumberKind kind(Dataset dataset) {
    Attribute matlab = dataset.getAttribute("MATLAB_class");
    boolean isText =
        matlab != null
            && List.of("char", "cell", "struct").contains(String.valueOf(matlab.getData()));
    return isText || dataset.getAttribute("MATLAB_empty") != null
        ? null
        : kind(dataset.getDataType());
  }

  private static @Nullable NumberKind kind(DataType type) {
    if (type instanceof EnumDataType names) {
      boolean isTruth = Set.copyOf(names.getEnumMapping().values()).equals(Set.of("FALSE", "TRUE"));
      return isTruth && names.getSize() == 1 ? NumberKind.BOOL : null;
    }
    if (type instanceof FixedPoint whole) {
      boolean isFull = whole.getBitPrecision() == 8 * whole.getSize();
      return isFull ? NumberKind.of((whole.isSigned() ? "i" : "u") + whole.getSize()) : null;
    }
    if (type instanceof FloatingPoint real) {
      boolean isBrain = real.getSize() == 2 && real.getExponentSize() == 8;
      return isBrain ? NumberKind.BF16 : NumberKind.of("f" + real.getSize());
    }
    return null;
  }

  private static ByteOrder order(DataType type) {
    return type instanceof FixedPoint whole
        ? whole.getByteOrder()
        : type instanceof FloatingPoint real ? real.getByteOrder() : ByteOrder.LITTLE_ENDIAN;
  }

  private MatrixValues values(Dataset dataset) throws IOException {
    NumberKind kind = kind(dataset);
    String name = path + ":" + name(dataset);
    if (kind == null) {
      throw new DatasetFormatException(
          "%s holds values of type %s; expected real numbers".formatted(name, type(dataset)));
    }
    int[] sides = dataset.getDimensions();
    int rows = sides[isMatlab ? 1 : 0];
    int columns = sides[isMatlab ? 0 : 1];
    if (columns == 0) {
      throw new DatasetFormatException(
          "%s is a matrix of %d x 0; expected at least one column".formatted(name, rows));
    }
    ByteOrder order = order(dataset.getDataType());
    if (dataset instanceof ContiguousDataset lying && lying.getDataAddress() >= 0) {
      long start = lying.getDataAddress() + file.getUserBlockSize();
      if (start + (long) rows * columns * kind.bytes() > region.size()) {
        throw new DatasetFormatException(
            "%s ends before its values do; it was cut short. Fetch it again.".formatted(name));
      }
      return new StoredMatrix(region, start, kind, order, rows, columns, isMatlab);
    }
    if (dataset.isEmpty() || dataset instanceof ContiguousDataset) {
      throw new DatasetFormatException("%s was never given values".formatted(name));
    }
    if (dataset instanceof ChunkedDataset chunked) {
      return new Chunks(chunked, kind, order, rows, columns, isMatlab);
    }
    Object[] lines = (Object[]) dataset.getData();
    List<double[]> values = new ArrayList<>();
    for (int r = 0; r < rows; r++) {
      double[] row = new double[columns];
      for (int c = 0; c < columns; c++) {
        row[c] = Array.getDouble(lines[isMatlab ? c : r], isMatlab ? r : c);
      }
      values.add(row);
    }
    return new ListedMatrix(values, columns);
  }

  /** Pieces of equal size, each packed by itself; those of a run of rows are in memory. */
  private record Chunks(
      ChunkedDataset dataset,
      NumberKind kind,
      ByteOrder order,
      int rows,
      int columns,
      boolean isByColumn)
      implements MatrixValues {
    @Override
    public boolean isExact() {
      return kind.isExact();
    }

    @Override
    public Cursor cursor() {
      int[] sides = dataset.getChunkDimensions();
      int high = sides[isByColumn ? 1 : 0];
      int wide = sides[isByColumn ? 0 : 1];
      ByteBuffer[] band = new ByteBuffer[(columns + wide - 1) / wide];
      int[] next = {0};
      return () -> {
        int r = next[0]++;
        if (r % high == 0) {
          for (int i = 0; i < band.length; i++) {
            int[] corner = isByColumn ? new int[] {i * wide, r} : new int[] {r, i * wide};
            band[i] = ByteBuffer.wrap(dataset.getDecompressedChunk(corner)).order(order);
          }
        }
        double[] row = new double[columns];
        for (int c = 0; c < columns; c++) {
          int at = isByColumn ? c % wide * high + r % high : r % high * wide + c % wide;
          row[c] = kind.value(band[c / wide], at * kind.bytes());
        }
        return row;
      };
    }
  }

  /** Values whose failures are told as those of a damaged file. */
  private record CheckedValues(Path path, MatrixValues values) implements MatrixValues {
    @Override
    public int rows() {
      return values.rows();
    }

    @Override
    public int columns() {
      return values.columns();
    }

    @Override
    public boolean isExact() {
      return values.isExact();
    }

    @Override
    public @Nullable Inputs mapped() throws IOException {
      return values.mapped();
    }

    @Override
    public Cursor cursor() throws IOException {
      Cursor cursor = values.cursor();
      return () -> checked(path, cursor::next);
    }
  }
}

package org.fierce.data.matrix;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.fierce.data.ColumnOffsets;
import org.fierce.data.FloatMatrix;
import org.fierce.data.Inputs;
import org.fierce.data.csv.TableFormat;
import org.fierce.files.CheckpointFormatException;
import org.fierce.files.DatasetFormatException;
import org.fierce.files.ReadLimits;
import org.fierce.files.Safetensors;
import org.jspecify.annotations.Nullable;

/**
 * A matrix of numbers in a file, a row each, by the ending of its name:
 *
 * <ul>
 *   <li>{@code .npy}: NumPy's format ({@link NpyFile})
 *   <li>{@code .npz}: several of them, packed or not
 *   <li>{@code .safetensors}: tensors of F16, BF16, F32, F64, BOOL and whole numbers
 *   <li>{@code .h5}, {@code .hdf5}, {@code .hdf}: datasets of HDF5
 *   <li>{@code .mat}: variables of MATLAB, v5 to v7.3
 *   <li>{@code .csv}, {@code .tsv}, {@code .txt}, also with {@code .gz}: numbers, with names of
 *       columns in the first line or without
 *   <li>{@code .parquet}: a column with a list of numbers in each row
 * </ul>
 *
 * <p>In a file of several arrays the one is read that a path names ({@link MatrixPath}), else the
 * only matrix. Values are not checked: they may be NaN.
 */
public final class MatrixFile implements Closeable {
  private static final Set<String> BINARY =
      Set.of("npy", "npz", "safetensors", "h5", "hdf5", "hdf", "mat");
  private static final Pattern TEXT = Pattern.compile("(?is).*\\.(csv|tsv|tab|txt)(\\.gz)?");

  private final MatrixValues values;
  private final List<Closeable> open;
  private final List<String> notes;

  private MatrixFile(MatrixValues values, List<Closeable> open, List<String> notes) {
    this.values = values;
    this.open = open;
    this.notes = notes;
  }

  /** Whether a path names a matrix and can name nothing else that rows are read from. */
  public static boolean isNamedSo(Path path) {
    return BINARY.contains(ending(MatrixPath.of(path).file()));
  }

  /** Whether a path names a table that may hold a matrix: a text, or a Parquet file. */
  public static boolean mayBeNamedSo(Path path) {
    return isTextNamedSo(path) || ending(MatrixPath.of(path).file()).equals("parquet");
  }

  private static boolean isTextNamedSo(Path path) {
    return TEXT.matcher(path.toString()).matches();
  }

  private static String ending(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /**
   * Opens the matrix that a path names ({@link MatrixPath#of}).
   *
   * @throws DatasetFormatException if the file is malformed, cut short or of another kind, or holds
   *     no matrix or several and none is named
   */
  public static MatrixFile open(Path path) throws IOException {
    return open(MatrixPath.of(path));
  }

  /**
   * Opens a matrix.
   *
   * @throws DatasetFormatException as {@link #open(Path)} does
   */
  public static MatrixFile open(MatrixPath path) throws IOException {
    Path file = path.file();
    if (!Files.exists(file)) {
      throw new NoSuchFileException(path.toString());
    }
    List<Closeable> open = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    try {
      return new MatrixFile(values(file, path.array(), open, notes), open, notes);
    } catch (IOException | RuntimeException e) {
      close(open);
      throw e;
    }
  }

  private static MatrixValues values(
      Path file, @Nullable String array, List<Closeable> open, List<String> notes)
      throws IOException {
    byte[] start;
    try (InputStream in = Files.newInputStream(file)) {
      start = in.readNBytes(8);
    }
    String ending = ending(file);
    if (NpyFile.begins(start) || ending.equals("npy")) {
      return NpyFile.of(region(file, open), false);
    }
    if (beginsAsHdf5(start)) {
      return hdf5(file, open).choose(array);
    }
    switch (ending) {
      case "npz" -> {
        return zipped(file, array, open);
      }
      case "safetensors" -> {
        return tensor(file, array, open);
      }
      case "h5", "hdf5", "hdf" ->
          throw new DatasetFormatException(
              "%s does not begin as a file of HDF5. It is damaged or was cut short; fetch it again."
                  .formatted(file));
      case "mat" -> {
        return MatFile.matrix(file, array, ReadLimits.standard());
      }
      default -> {
        TableFormat format = TableFormat.of(file);
        if (format != null) {
          return ListColumn.read(file, format, array);
        }
        if (isTextNamedSo(file)) {
          return NumberTable.read(file, notes);
        }
        throw new DatasetFormatException(
            "%s is no matrix that is read: .npy, .npz, .safetensors, .h5, .mat, .parquet or a .csv of numbers"
                .formatted(file));
      }
    }
  }

  /** Whether the first 8 bytes are those of a file of HDF5, or of MATLAB's v7.3, which is one. */
  static boolean beginsAsHdf5(byte[] start) {
    String text = new String(start, StandardCharsets.ISO_8859_1);
    return text.equals("\u0089HDF\r\n\u001a\n") || text.equals("MATLAB 7");
  }

  static Hdf5File hdf5(Path file, List<Closeable> open) throws IOException {
    try {
      return Hdf5File.open(file, open);
    } catch (NoClassDefFoundError e) {
      throw new DatasetFormatException(
          file + " is a file of HDF5; to read it, add io.jhdf:jhdf to the class path", e);
    }
  }

  private static Region region(Path file, List<Closeable> open) throws IOException {
    FileChannel channel = FileChannel.open(file);
    open.add(channel);
    return new Region.OfFile(file.toString(), channel);
  }

  private static MatrixValues zipped(Path file, @Nullable String array, List<Closeable> open)
      throws IOException {
    List<NamedArray> arrays = new ArrayList<>();
    try {
      ZipFile zip = new ZipFile(file.toFile());
      open.add(zip);
      for (ZipEntry entry :
          (Iterable<ZipEntry>) () -> zip.stream().map(e -> (ZipEntry) e).iterator()) {
        if (!entry.getName().endsWith(".npy")) {
          continue;
        }
        String name = entry.getName().substring(0, entry.getName().length() - 4);
        Region region = new Region.OfEntry(file + ":" + name, zip, entry);
        NpyHeader header = NpyFile.header(region);
        arrays.add(
            new NamedArray(
                name, header.lengths(), header.kind() != null, () -> NpyFile.of(region, false)));
      }
    } catch (ZipException | IllegalArgumentException e) {
      throw new DatasetFormatException(
          "%s is no zip of arrays, or was cut short (%s); fetch it again"
              .formatted(file, e.getMessage()),
          e);
    }
    String asked = array == null ? null : array.replaceFirst("\\.npy$", "");
    return NamedArray.choose(file, asked, arrays).opener().open();
  }

  private static MatrixValues tensor(Path file, @Nullable String array, List<Closeable> open)
      throws IOException {
    List<NamedArray> arrays = new ArrayList<>();
    try {
      Region region = region(file, open);
      for (Safetensors.Place place : Safetensors.places(file)) {
        NumberKind kind = NumberKind.of(place.type());
        arrays.add(
            new NamedArray(
                place.name(), place.shape(), kind != null, () -> tensor(region, place, kind)));
      }
    } catch (CheckpointFormatException e) {
      throw new DatasetFormatException(
          String.valueOf(e.getMessage()).replace(" or train again", ""), e);
    }
    return NamedArray.choose(file, array, arrays).opener().open();
  }

  private static MatrixValues tensor(
      Region region, Safetensors.Place place, @Nullable NumberKind kind)
      throws DatasetFormatException {
    long[] sides = place.shape();
    String name = region.name() + ":" + place.name();
    if (kind == null) {
      throw new DatasetFormatException(
          "%s holds values of type %s; expected F16, BF16, F32, F64, BOOL or whole numbers"
              .formatted(name, place.type()));
    }
    if (sides[0] > Integer.MAX_VALUE || sides[1] < 1 || sides[1] > Integer.MAX_VALUE) {
      throw new DatasetFormatException(
          "%s is %d x %d; expected sides of 1 to 2^31 - 1".formatted(name, sides[0], sides[1]));
    }
    return new StoredMatrix(
        region,
        place.start(),
        kind,
        java.nio.ByteOrder.LITTLE_ENDIAN,
        (int) sides[0],
        (int) sides[1],
        false);
  }

  /** How the file was read, where that is not the plain way, in sentences. */
  public List<String> notes() {
    return List.copyOf(notes);
  }

  /** Number of rows. */
  public int rows() {
    return values.rows();
  }

  /** Values of a row. */
  public int columns() {
    return values.columns();
  }

  /**
   * What must be subtracted from columns so that float32 tells their values apart; nothing where
   * the file holds no more than float32 does.
   */
  public ColumnOffsets offsets() throws IOException {
    if (values.isExact()) {
      return ColumnOffsets.NONE;
    }
    ColumnOffsets.Moments moments = new ColumnOffsets.Moments(columns());
    MatrixValues.Cursor cursor = values.cursor();
    for (int r = 0; r < rows(); r++) {
      double[] row = cursor.next();
      for (int c = 0; c < row.length; c++) {
        moments.add(c, row[c]);
      }
    }
    return moments.offsets();
  }

  /**
   * The rows as inputs, each value less its column's offset and rounded to the nearest float.
   * Float32 that lies in a file row by row is mapped into memory, so that only the rows in use take
   * room and more than 2 GiB can be read; all else is converted once. The file must not change
   * while the inputs are in use; this object may be closed.
   *
   * @throws DatasetFormatException if a value cannot be read, there are too many for one array, or
   *     there are not as many columns as offsets
   */
  public Inputs inputs(ColumnOffsets offsets) throws IOException {
    if (!offsets.isEmpty() && offsets.values().length != columns()) {
      throw new DatasetFormatException(
          "a matrix has %d columns; expected %d".formatted(columns(), offsets.values().length));
    }
    Inputs mapped = offsets.isEmpty() ? values.mapped() : null;
    return mapped == null ? converted(values, offsets) : mapped;
  }

  static FloatMatrix converted(MatrixValues values, ColumnOffsets offsets) throws IOException {
    FloatMatrix matrix = FloatMatrix.zeros(values.rows(), values.columns());
    float[] floats = matrix.values();
    MatrixValues.Cursor cursor = values.cursor();
    int next = 0;
    for (int r = 0; r < values.rows(); r++) {
      double[] row = cursor.next();
      for (int c = 0; c < row.length; c++) {
        floats[next++] = (float) (row[c] - offsets.at(c));
      }
    }
    return matrix;
  }

  /** The rows, one after the other. */
  public Rows each() throws IOException {
    return new Rows(values.cursor(), values.rows());
  }

  /** Goes from row to row, of which a few are in memory at a time. */
  public static final class Rows {
    private final MatrixValues.Cursor cursor;
    private int left;

    private Rows(MatrixValues.Cursor cursor, int rows) {
      this.cursor = cursor;
      this.left = rows;
    }

    /** The next row; null after the last. */
    public double @Nullable [] next() throws IOException {
      return left-- > 0 ? cursor.next() : null;
    }
  }

  @Override
  public void close() throws IOException {
    close(open);
  }

  private static void close(List<Closeable> all) throws IOException {
    for (Closeable each : all) {
      each.close();
    }
  }
}

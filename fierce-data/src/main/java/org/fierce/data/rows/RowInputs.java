package org.fierce.data.rows;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.fierce.data.RowEncoder;
import org.fierce.data.RowKind;
import org.fierce.data.csv.CsvFile;
import org.fierce.data.csv.CsvRows;
import org.fierce.data.csv.CsvTable;
import org.fierce.data.csv.LineRows;
import org.fierce.data.csv.TableFormat;
import org.fierce.data.matrix.MatrixFile;
import org.fierce.data.matrix.MatrixPath;
import org.fierce.data.matrix.NpyFile;
import org.fierce.data.picture.PictureFiles;
import org.fierce.files.DatasetFormatException;
import org.jspecify.annotations.Nullable;

/**
 * Opens what a model is asked about: files, a folder or standard input, of the kind of row that its
 * encoder takes.
 *
 * <ul>
 *   <li>tables: a CSV file, lines of JSON with an object of cells each, or a Parquet file; with the
 *       columns that the model was trained on, in any order, and any others
 *   <li>texts: a file of lines, or a table with a column of texts
 *   <li>pictures: files, folders, zips, a table with a column of file names, or a list of them, a
 *       line each; relative to the folder of the table or list
 *   <li>vectors: a matrix ({@link MatrixFile}), a CSV file of numbers with a header or without, or
 *       lines of JSON with a list of numbers each
 * </ul>
 *
 * Files of text may be compressed with gzip. Empty lines do not count.
 *
 * @param encoder of the rows
 * @param id column that names a row of a table, or null
 * @param column column of a table that holds texts or names of files, or null
 * @param usualId as {@code id}, but not missed where there is no such column
 * @param usualColumn as {@code column}, but not missed where there is no such column
 * @param separator between the cells of a table; null to find it
 */
public record RowInputs(
    RowEncoder encoder,
    @Nullable String id,
    @Nullable String column,
    @Nullable String usualId,
    @Nullable String usualColumn,
    @Nullable Character separator) {
  /** Name of standard input among inputs. */
  public static final String STANDARD_INPUT = "-";

  private static final String STANDARD_INPUT_WORDS = "standard input";
  private static final int START_BYTES = 32;

  /** Rows as an encoder takes them, and nothing else said. */
  public static RowInputs of(RowEncoder encoder) {
    return new RowInputs(encoder, null, null, null, null, null);
  }

  /** What a file or folder is, by what is in it. */
  private enum Content {
    FOLDER("a folder"),
    PICTURE("a picture"),
    MATRIX("a matrix"),
    ZIP("a zip"),
    OTHER("a file");

    private final String words;

    Content(String words) {
      this.words = words;
    }

    static Content of(Path path) throws IOException {
      if (MatrixFile.isNamedSo(path)) {
        return MATRIX;
      }
      if (Files.isDirectory(path)) {
        return FOLDER;
      }
      if (!Files.isRegularFile(path)) {
        return OTHER;
      }
      byte[] start;
      try (InputStream in = Files.newInputStream(path)) {
        start = in.readNBytes(START_BYTES);
      }
      if (NpyFile.begins(start)) {
        return MATRIX;
      }
      if (start.length > 3 && start[0] == 'P' && start[1] == 'K' && start[2] < 8) {
        return ZIP;
      }
      return PictureFiles.begins(start) ? PICTURE : OTHER;
    }
  }

  /**
   * Opens inputs.
   *
   * @param inputs names of files and folders; {@value #STANDARD_INPUT} for standard input
   * @throws IllegalArgumentException if there are several that are no pictures, or an option does
   *     not fit
   * @throws DatasetFormatException if an input is of another kind than the model takes, or nothing
   *     can be read of it
   * @throws NoSuchFileException if there is no such file
   */
  public NewRows open(List<String> inputs, InputStream standardInput) throws IOException {
    if (inputs.contains(STANDARD_INPUT)) {
      if (inputs.size() > 1) {
        throw new IllegalArgumentException(
            "%d inputs are named, and standard input (-) is one of them; give it alone"
                .formatted(inputs.size()));
      }
      return text(STANDARD_INPUT_WORDS, standardInput, Path.of(""), "", true);
    }
    for (String input : inputs) {
      if (!Files.exists(MatrixPath.of(Path.of(input)).file())) {
        throw new NoSuchFileException(input);
      }
    }
    if (encoder.rowKind() == RowKind.PICTURE) {
      return pictures(inputs.stream().map(Path::of).toList());
    }
    if (inputs.size() > 1) {
      throw new IllegalArgumentException(
          "%d inputs are named (%s, %s, ...); several can be given where the model takes pictures, but this one takes %s. Give one at a time."
              .formatted(inputs.size(), inputs.get(0), inputs.get(1), encoder.rowKind().words()));
    }
    Path path = Path.of(inputs.get(0));
    Content content = Content.of(path);
    if (content == Content.MATRIX && encoder.rowKind() == RowKind.NUMBERS) {
      return MatrixRows.open(path, encoder);
    }
    if (content != Content.OTHER) {
      throw wrongKind(path, content);
    }
    return textFile(path);
  }

  private NewRows pictures(List<Path> paths) throws IOException {
    boolean isAlone = paths.size() == 1;
    PictureRows rows = new PictureRows();
    try {
      for (Path path : paths) {
        Content content = Content.of(path);
        boolean isTable =
            content == Content.OTHER && !PictureFiles.isNamedSo(path.getFileName().toString());
        if (isTable && isAlone) {
          return textFile(path);
        }
        if (content == Content.MATRIX && isAlone) {
          return MatrixRows.open(path, encoder);
        }
        rows.add(path, content == Content.ZIP, isAlone);
      }
      return rows;
    } catch (IOException | RuntimeException e) {
      rows.close();
      throw e;
    }
  }

  private DatasetFormatException wrongKind(Path path, Content content) throws IOException {
    String found = content.words;
    if (content == Content.FOLDER) {
      try (Stream<Path> files = Files.list(path)) {
        found =
            files.anyMatch(file -> PictureFiles.isNamedSo(file.getFileName().toString()))
                ? "a folder of pictures"
                : found;
      }
    }
    return new DatasetFormatException(
        "this model takes %s; %s is %s. Give %s."
            .formatted(encoder.rowKind().words(), path, found, expected()));
  }

  /** What can be given, in words. */
  public String expected() {
    return switch (encoder.rowKind()) {
      case CELLS ->
          "a CSV or Parquet file, or lines of JSON, with the columns %s"
              .formatted(CsvTable.shortened(encoder.columnNames()));
      case TEXT -> "a file of texts, a line each, or a table with a column of them";
      case PICTURE ->
          "pictures, a folder or a zip of them, or a table with a column of their names";
      case NUMBERS ->
          "a matrix (.npy) of %d columns, or a CSV file of as many numbers a row"
              .formatted(encoder.shape().values());
    };
  }

  /** The refusal of inputs without any row. */
  public DatasetFormatException nothing(List<String> inputs) {
    String named =
        inputs.equals(List.of(STANDARD_INPUT)) ? STANDARD_INPUT_WORDS : String.join(", ", inputs);
    return new DatasetFormatException(
        switch (encoder.rowKind()) {
          case CELLS -> named + " has no rows below its header";
          case TEXT -> named + " holds no text";
          case PICTURE -> named + " holds no picture";
          case NUMBERS -> named + " holds no rows";
        });
  }

  private NewRows textFile(Path path) throws IOException {
    Path absolute = path.toAbsolutePath().getParent();
    TableFormat format = TableFormat.of(path);
    if (format != null) {
      return table(path, format, absolute == null ? Path.of("") : absolute);
    }
    String ending =
        path.getFileName().toString().toLowerCase(Locale.ROOT).replaceFirst("\\.gz$", "");
    return text(
        path.toString(),
        Files.newInputStream(path),
        absolute == null ? Path.of("") : absolute,
        ending.substring(ending.lastIndexOf('.') + 1),
        !Files.isRegularFile(path));
  }

  private NewRows text(String name, InputStream in, Path folder, String ending, boolean isLive)
      throws IOException {
    boolean isTable =
        switch (encoder.rowKind()) {
          case CELLS, NUMBERS -> true;
          case TEXT, PICTURE ->
              column != null
                  || id != null
                  || List.of("csv", "tsv", "tab", "jsonl", "ndjson").contains(ending);
        };
    Source source = new Source(name, in, folder, isLive);
    try {
      return isTable ? table(source, ending) : lines(source);
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  /**
   * Text to be read.
   *
   * @param folder that names of files are relative to
   */
  private record Source(String name, InputStream in, Path folder, boolean isLive) {
    DatasetFormatException empty() {
      return new DatasetFormatException(name + " is empty");
    }
  }

  private NewRows lines(Source source) throws IOException {
    LineRows lines = new LineRows(source.name, source.in);
    return encoder.rowKind() == RowKind.PICTURE
        ? new ListedRows(lines, name -> PictureRows.named(source.folder, name), true, source.isLive)
        : new ListedRows(lines, line -> line, false, source.isLive);
  }

  private NewRows table(Source source, String ending) throws IOException {
    Lookahead start = Lookahead.of(source.in);
    boolean isJson =
        List.of("jsonl", "ndjson", "json").contains(ending)
            || (!List.of("csv", "tsv", "tab").contains(ending)
                && (start.first() == '{' || start.first() == '['));
    if (isJson && encoder.rowKind() == RowKind.NUMBERS) {
      return new ListedRows(
          new LineRows(source.name, start.in()), JsonNumbers::of, false, source.isLive);
    }
    if (encoder.rowKind() == RowKind.NUMBERS) {
      return NumberRows.open(source.name, start.in(), this, source.isLive);
    }
    CellRows cells =
        isJson
            ? new JsonCells(new LineRows(source.name, start.in()))
            : new CsvCells(csv(source, start.in()), encoder::isNumber);
    if (!isJson && cells.columns().isEmpty()) {
      throw source.empty();
    }
    TableRows.Content content = content(source, cells);
    return new TableRows(
        cells,
        idColumn(source.name, cells.columns()),
        isJson && encoder.rowKind() == RowKind.CELLS ? row -> content.of(whole(row)) : content,
        source.isLive);
  }

  /**
   * Cells of a line of JSON, null where it does not name a column; none where it names no column.
   */
  private Map<String, @Nullable Object> whole(Map<String, @Nullable Object> cells) {
    List<String> columns = encoder.columnNames();
    if (columns.stream().noneMatch(cells::containsKey)) {
      return cells;
    }
    Map<String, @Nullable Object> whole = new HashMap<>(cells);
    columns.forEach(column -> whole.putIfAbsent(column, null));
    return whole;
  }

  private NewRows table(Path path, TableFormat format, Path folder) throws IOException {
    if (encoder.rowKind() == RowKind.NUMBERS) {
      throw new DatasetFormatException(
          "this model takes %s; %s is a table. Give %s."
              .formatted(encoder.rowKind().words(), path, expected()));
    }
    TableFormat.Rows rows = format.open(path);
    try {
      CellRows cells = new FormatCells(rows);
      String name = path.toString();
      Source source = new Source(name, InputStream.nullInputStream(), folder, false);
      return new TableRows(cells, idColumn(name, cells.columns()), content(source, cells), false);
    } catch (IOException | RuntimeException e) {
      rows.close();
      throw e;
    }
  }

  private CsvRows csv(Source source, InputStream in) throws IOException {
    CsvFile.Form form = new CsvFile.Form(true, List.of(), separator, true);
    Path file = Path.of(source.name);
    if (source.name.equals(STANDARD_INPUT_WORDS) || !Files.isRegularFile(file)) {
      return CsvRows.open(source.name, in, form);
    }
    in.close();
    return CsvRows.open(file, form);
  }

  private TableRows.Content content(Source source, CellRows cells) throws DatasetFormatException {
    if (encoder.rowKind() == RowKind.CELLS) {
      refuseMissing(source.name, cells.columns());
      return row -> row;
    }
    String usual = encoder.rowKind() == RowKind.TEXT ? "text" : "file";
    String named = contentColumn(source.name, cells.columns(), usual);
    return row -> {
      Object cell = row.get(named);
      if (cell == null || cell.toString().isEmpty()) {
        throw new DatasetFormatException(
            "column %s is %s".formatted(named, row.containsKey(named) ? "empty" : "missing"));
      }
      return encoder.rowKind() == RowKind.TEXT
          ? cell.toString()
          : PictureRows.named(source.folder, cell.toString());
    };
  }

  private void refuseMissing(String name, List<String> columns) throws DatasetFormatException {
    List<String> missing =
        encoder.columnNames().stream().filter(each -> !columns.contains(each)).toList();
    if (columns.isEmpty() || missing.isEmpty()) {
      return;
    }
    String other =
        columns.stream()
            .filter(each -> each.equalsIgnoreCase(missing.get(0)))
            .findFirst()
            .map("; %s is there, but upper and lower case differ"::formatted)
            .orElse("");
    throw new DatasetFormatException(
        "%s lacks %s %s, which the model was trained on; it has %s%s. Name the columns in the first line as in training."
            .formatted(
                name,
                missing.size() == 1 ? "the column" : "%d columns:".formatted(missing.size()),
                CsvTable.shortened(missing),
                CsvTable.shortened(columns),
                other));
  }

  @Nullable String idColumn(String name, List<String> columns) throws DatasetFormatException {
    if (id != null && !columns.isEmpty() && !columns.contains(CsvFile.composed(id))) {
      throw noColumn(name, id, columns);
    }
    boolean isUsual = usualId != null && (columns.isEmpty() || columns.contains(usualId));
    return isUsual && id == null ? usualId : id;
  }

  private static DatasetFormatException noColumn(String name, String column, List<String> columns) {
    return new DatasetFormatException(
        "%s has no column \"%s\"; it has %s".formatted(name, column, CsvTable.shortened(columns)));
  }

  private String contentColumn(String name, List<String> columns, String usual)
      throws DatasetFormatException {
    if (column != null) {
      if (!columns.isEmpty() && !columns.contains(CsvFile.composed(column))) {
        throw noColumn(name, column, columns);
      }
      return CsvFile.composed(column);
    }
    if (columns.isEmpty()) {
      return Objects.requireNonNullElse(usualColumn, usual);
    }
    if (usualColumn != null && columns.contains(usualColumn)) {
      return usualColumn;
    }
    if (columns.contains(usual) || columns.size() == 1) {
      return columns.contains(usual) ? usual : columns.get(0);
    }
    throw new DatasetFormatException(
        "%s has the columns %s; say with --column which of them holds the %s"
            .formatted(
                name,
                CsvTable.shortened(columns),
                encoder.rowKind() == RowKind.TEXT ? "texts" : "names of the pictures"));
  }
}

package org.fierce.data.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.fierce.data.ByteImages;
import org.fierce.data.DataRoot;
import org.fierce.data.DataSource;
import org.fierce.data.DataSplit;
import org.fierce.data.FolderDigest;
import org.fierce.data.InputShape;
import org.fierce.data.Inputs;
import org.fierce.data.ReadListener;
import org.fierce.data.RowColumns;
import org.fierce.data.csv.BadRows;
import org.fierce.data.csv.CsvFile;
import org.fierce.data.csv.CsvTable;
import org.fierce.data.csv.LabelledRows;
import org.fierce.data.csv.NumberColumn;
import org.fierce.data.csv.Problems;
import org.fierce.data.encode.ImageEncoder;
import org.fierce.data.picture.ImageFit;
import org.fierce.data.picture.ImageStore;
import org.fierce.data.picture.Pixels;
import org.fierce.data.split.ClassNames;
import org.fierce.data.split.FineColumns;
import org.fierce.data.split.LabelColumns;
import org.fierce.data.split.RowLabels;
import org.fierce.data.split.RowOptions;
import org.fierce.data.split.SplitSpec;
import org.fierce.data.split.Validation;
import org.fierce.files.DatasetFormatException;
import org.fierce.files.ReadLimits;
import org.fierce.labels.FineTargets;
import org.jspecify.annotations.Nullable;

/**
 * Images (PNG, JPEG, GIF, BMP, TIFF or WebP, told apart by their content) in a folder or a zip,
 * with a CSV file (UTF-8, with a header) that has a row for each image: its file name and its
 * labels. Names meet files as {@link ImageStore#find} says. Images that no row names are not read.
 * Kept as bytes: rows x side x side x channels.
 *
 * @param images folder or zip
 * @param labelFile the CSV file
 * @param testLabelFile CSV file of the test images with the same columns, or null; then {@code
 *     split} is needed
 * @param file column of the file names, relative to the folder or as in the zip
 * @param side height and width that every image is resized to, from 1 to 1024
 * @param pixels grey or RGB
 * @param fit what becomes of images that are no squares
 * @param labels columns of the labels; a bare fine column means classes, unless it is binned
 * @param coarseNames file of names, a line each, where the coarse column holds numbers from 0; or
 *     null
 * @param fineNames the same for the fine column
 * @param split how the rows are split, or null where there is a test file
 * @param badRows what becomes of rows whose picture is missing or cannot be decoded, or without a
 *     label; null to refuse them
 * @param validation part of the training rows to hold out, or null
 * @param trainRows at most so many training rows, validation rows among them, or null for all
 * @param testRows at most so many test rows, or null for all
 * @param rowSeed of the draw of rows where they are limited
 * @param limits how large a picture may be
 */
public record ImageSource(
    String images,
    String labelFile,
    @Nullable String testLabelFile,
    String file,
    int side,
    Pixels pixels,
    ImageFit fit,
    LabelColumns labels,
    @Nullable String coarseNames,
    @Nullable String fineNames,
    @Nullable SplitSpec split,
    @Nullable BadRows badRows,
    @Nullable Validation validation,
    @Nullable Integer trainRows,
    @Nullable Integer testRows,
    long rowSeed,
    ReadLimits limits)
    implements DataSource {
  private static final String REMEDY =
      "Correct the names, replace the pictures, or take their rows out.";

  /**
   * Checks the options against each other.
   *
   * @throws IllegalArgumentException if the side is not in 1..1024, there are both or neither of a
   *     test file and a split, or a row limit is below 1
   */
  public ImageSource {
    file = file == null ? "file" : file;
    pixels = pixels == null ? Pixels.RGB : pixels;
    fit = fit == null ? ImageFit.CROP : fit;
    limits = limits == null ? ReadLimits.standard() : limits;
    badRows = badRows == null ? BadRows.REFUSE : badRows;
    if (side < 1 || side > 1024) {
      throw new IllegalArgumentException("side is %d pixels; expected 1 to 1024".formatted(side));
    }
    TableSource.requireOneSplit(testLabelFile, split);
    new RowOptions(validation, trainRows, testRows, rowSeed);
  }

  /** RGB images of 32 pixels by a column "file", a fifth of whose rows are drawn for the test. */
  public static ImageSource of(String images, String labelFile, LabelColumns labels) {
    return new ImageSource(
        images,
        labelFile,
        null,
        "file",
        32,
        Pixels.RGB,
        ImageFit.CROP,
        labels,
        null,
        null,
        SplitSpec.byFraction(0.2, 0),
        BadRows.REFUSE,
        null,
        null,
        null,
        0,
        ReadLimits.standard());
  }

  @Override
  public DataSplit open(DataRoot root, long addend) throws IOException {
    List<Path> tables = tables(root);
    Problems problems = new Problems(CsvTable.source(tables));
    try {
      return open(root, addend, tables, problems);
    } catch (DatasetFormatException e) {
      throw problems.before(e);
    }
  }

  private DataSplit open(DataRoot root, long addend, List<Path> tables, Problems problems)
      throws IOException {
    Path store = root.resolve(images);
    CsvTable read = CsvTable.read(tables, CsvFile.Form.ANY, false, problems);
    List<String> notes = new ArrayList<>();
    read.addEmpty(file, problems);
    RowLabels.addFaults(labels, read, problems);
    if (split != null && split.column() != null) {
      RowLabels.addSplitFaults(read, split.column(), file.equals(split.column()), problems);
    }
    ImageEncoder encoder = ImageEncoder.square(side, pixels, fit);
    Inputs pictures = read(store, read, encoder, problems, notes, root.listener());
    int[] good = problems.good(read.size());
    notes.addAll(problems.settle(badRows, good.length));
    CsvTable table = good.length == read.size() ? read : read.select(good);
    int firstRows = testLabelFile == null ? 0 : table.rowsOf(tables.get(0));
    String name = store.getFileName().toString();
    RowLabels rowLabels =
        RowLabels.of(
            name,
            labels,
            labels.hierarchyFile(root),
            named(root, table),
            partition(table, firstRows, addend));
    return rowLabels
        .over(
            name,
            encoder,
            good.length == read.size() ? pictures : pictures.select(good),
            table.texts(file),
            new RowOptions(validation, trainRows, testRows, rowSeed).plusSeed(addend))
        .noted(notes);
  }

  private RowLabels.Partition partition(CsvTable table, int firstRows, long addend) {
    return split != null && file.equals(split.column())
        ? RowLabels.byFolder(table, file)
        : TableSource.partition(split, table, firstRows, addend);
  }

  private List<Path> tables(DataRoot root) throws IOException {
    Path first = root.resolve(labelFile);
    List<Path> paths = new ArrayList<>(List.of(first));
    if (testLabelFile != null) {
      paths.add(root.resolve(testLabelFile));
      if (paths.get(1).equals(first)) {
        throw new IllegalArgumentException(
            "testLabelFile \"%s\" is the labelFile; give a split instead".formatted(testLabelFile));
      }
    }
    return paths;
  }

  /** The files that the rows name; null where a row has a problem. */
  private List<ImageStore.@Nullable Found> find(
      ImageStore store, CsvTable table, Problems problems, List<String> notes) throws IOException {
    List<ImageStore.@Nullable Found> files = new ArrayList<>();
    Map<String, Integer> first = new HashMap<>();
    int loose = 0;
    String example = "";
    for (int row = 0; row < table.size(); row++) {
      String name = table.text(row, file);
      ImageStore.Found found = null;
      if (!name.isEmpty()) {
        try {
          found = store.find(name);
          Integer before = first.putIfAbsent(found.written(), row);
          if (before != null) {
            problems.addRow(
                row,
                "%s names \"%s\" again, after %s; each image needs one row"
                    .formatted(table.lineOf(row), name, table.lineOf(before)));
            problems.remedy(REMEDY);
            found = null;
          } else if (!found.isAsWritten()) {
            example = loose++ == 0 ? "\"%s\" for \"%s\"".formatted(found.written(), name) : example;
          }
        } catch (DatasetFormatException e) {
          problems.addRow(row, "%s %s".formatted(table.lineOf(row), e.getMessage()));
          problems.remedy(REMEDY);
        }
      }
      files.add(found);
    }
    if (loose > 0) {
      notes.add(
          "%d of %d pictures are named a little otherwise than their files, as %s."
              .formatted(loose, table.size(), example));
    }
    return files;
  }

  private Inputs read(
      Path path,
      CsvTable table,
      ImageEncoder encoder,
      Problems problems,
      List<String> notes,
      ReadListener listener)
      throws IOException {
    InputShape shape = encoder.shape();
    long size = (long) shape.values() * table.size();
    if (size > Integer.MAX_VALUE - 8) {
      throw new DatasetFormatException(
          "%d images of %s are %d bytes; more than 2 GiB are refused. Make the side smaller."
              .formatted(table.size(), shape, size));
    }
    byte[] bytes = new byte[(int) size];
    FolderDigest.Builder digest = new FolderDigest.Builder();
    @Nullable String[] faults = new @Nullable String[table.size()];
    try (ImageStore store = ImageStore.open(path, limits)) {
      List<ImageStore.@Nullable Found> files = find(store, table, problems, notes);
      AtomicInteger done = new AtomicInteger();
      IntStream.range(0, faults.length)
          .parallel()
          .forEach(
              row -> {
                ImageStore.Found found = files.get(row);
                if (found != null) {
                  faults[row] = decode(store, found, row, encoder, bytes, digest, table);
                }
                listener.onRead("pictures", done.incrementAndGet(), faults.length);
              });
    }
    for (int row = 0; row < faults.length; row++) {
      String fault = faults[row];
      if (fault != null) {
        problems.addRow(row, "%s: %s".formatted(table.lineOf(row), fault));
        problems.remedy(REMEDY);
      }
    }
    if (Files.isDirectory(path)) {
      digest.finish(path, names(table));
    }
    return ByteImages.interleaved(shape, bytes);
  }

  /** Decodes a picture; what is wrong with it, or null. */
  private @Nullable String decode(
      ImageStore store,
      ImageStore.Found found,
      int row,
      ImageEncoder encoder,
      byte[] bytes,
      FolderDigest.Builder digest,
      CsvTable table) {
    int length = 0;
    try {
      byte[] picture = store.read(found);
      length = picture.length;
      digest.add(table.text(row, file), picture);
      encoder.decode(picture, limits, bytes, row * encoder.shape().values());
      return null;
    } catch (DatasetFormatException e) {
      return String.valueOf(e.getMessage()).replaceFirst("\\.$", "");
    } catch (IOException e) {
      String what = e.getMessage() == null ? e.toString() : e.getMessage();
      return "%s (%d bytes): %s".formatted(found.written(), length, what);
    }
  }

  private List<String> names(CsvTable table) throws DatasetFormatException {
    List<String> names = new ArrayList<>(table.size());
    for (int row = 0; row < table.size(); row++) {
      names.add(table.text(row, file));
    }
    return names;
  }

  /** The table with the numbers in its coarse and fine columns read as the files of names say. */
  private LabelledRows named(DataRoot root, CsvTable table) throws IOException {
    Map<String, List<String>> names = new HashMap<>();
    if (coarseNames != null && labels.coarse() != null && labels.bins() == null) {
      names.put(labels.coarse(), ClassNames.read(root.resolve(coarseNames)));
    }
    FineColumns fine = labels.fine();
    if (fineNames != null && fine != null && fine.shares().isEmpty()) {
      names.put(fine.single(), ClassNames.read(root.resolve(fineNames)));
    }
    return names.isEmpty() ? table : new NamedRows(table, names);
  }

  private record NamedRows(CsvTable table, Map<String, List<String>> names)
      implements LabelledRows {
    @Override
    public int size() {
      return table.size();
    }

    @Override
    public FineTargets.Classes classes(String column) throws DatasetFormatException {
      List<String> known = names.get(column);
      if (known == null) {
        return table.classes(column);
      }
      List<String> texts = table.texts(column);
      int[] labels = new int[texts.size()];
      for (int row = 0; row < labels.length; row++) {
        String text = texts.get(row);
        labels[row] = text.matches("\\d{1,9}") ? Integer.parseInt(text) : -1;
        if (labels[row] < 0 || labels[row] >= known.size()) {
          throw new DatasetFormatException(
              "%s: column %s is \"%s\"; expected 0..%d as there are %d names"
                  .formatted(table.place(row), column, text, known.size() - 1, known.size()));
        }
      }
      return new FineTargets.Classes(labels, known);
    }

    @Override
    public NumberColumn numbers(String column) throws DatasetFormatException {
      return table.numbers(column);
    }

    @Override
    public FineTargets.Classes knownClasses(String column) throws DatasetFormatException {
      return names.containsKey(column) ? classes(column) : table.knownClasses(column);
    }

    @Override
    public String text(int row, String column) throws DatasetFormatException {
      return table.text(row, column);
    }

    @Override
    public boolean mayHoldNumbers() {
      return table.mayHoldNumbers();
    }

    @Override
    public int joined(String column) throws DatasetFormatException {
      return table.joined(column);
    }

    @Override
    public String source() {
      return table.source();
    }

    @Override
    public String lineOf(int row) {
      return table.lineOf(row);
    }

    @Override
    public List<String> notes() {
      return table.notes();
    }

    @Override
    public String place(int row) {
      return table.place(row);
    }
  }

  @Override
  public RowColumns rowColumns() {
    return new RowColumns(file, file);
  }

  @Override
  public List<Path> files(DataRoot root) throws IOException {
    List<Path> files = new ArrayList<>();
    Path store = root.resolve(images);
    if (!Files.isDirectory(store)) {
      files.add(store);
    }
    files.add(root.resolve(labelFile));
    for (String name : new String[] {testLabelFile, coarseNames, fineNames, labels.hierarchy()}) {
      if (name != null) {
        files.add(root.resolve(name));
      }
    }
    return List.copyOf(files);
  }

  @Override
  public List<FolderDigest> folders(DataRoot root) throws IOException {
    Path store = root.resolve(images);
    if (!Files.isDirectory(store)) {
      return List.of();
    }
    CsvTable table = CsvTable.read(tables(root), CsvFile.Form.ANY, false, new Problems(labelFile));
    List<String> names = names(table);
    FolderDigest known = FolderDigest.lastRead(store, names);
    if (known != null) {
      return List.of(known);
    }
    FolderDigest.Builder digest = new FolderDigest.Builder();
    try (ImageStore files = ImageStore.open(store, limits)) {
      for (String name : names) {
        addIfRead(name, files, digest);
      }
    }
    return List.of(digest.finish(store, names));
  }

  private static void addIfRead(String name, ImageStore files, FolderDigest.Builder digest)
      throws IOException {
    try {
      digest.add(name, files.read(files.find(name)));
    } catch (DatasetFormatException e) {
      // A picture that cannot be read is none of what the folder held.
      return;
    }
  }
}

package org.fierce.data.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.fierce.data.ByteImages;
import org.fierce.data.DataRoot;
import org.fierce.data.DataSource;
import org.fierce.data.DataSplit;
import org.fierce.data.FolderDigest;
import org.fierce.data.InputShape;
import org.fierce.data.Inputs;
import org.fierce.data.RowColumns;
import org.fierce.data.csv.CsvTable;
import org.fierce.data.csv.LabelledRows;
import org.fierce.data.csv.NumberColumn;
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
 * labels. Images that no row names are not read. Kept as bytes: rows x side x side x channels.
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
    @Nullable Validation validation,
    @Nullable Integer trainRows,
    @Nullable Integer testRows,
    long rowSeed,
    ReadLimits limits)
    implements DataSource {
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
        null,
        null,
        null,
        0,
        ReadLimits.standard());
  }

  @Override
  public DataSplit open(DataRoot root, long addend) throws IOException {
    Path store = root.resolve(images);
    Path first = root.resolve(labelFile);
    CsvTable table = table(root);
    List<String> names = table.texts(file);
    refuseDuplicates(table, names);
    LabelledRows rows = named(root, table);
    Path hierarchy = labels.hierarchyFile(root);
    int firstRows = testLabelFile == null ? 0 : table.rowsOf(first);
    String name = store.getFileName().toString();
    RowLabels rowLabels =
        RowLabels.of(name, labels, hierarchy, rows, partition(table, firstRows, addend));
    ImageEncoder encoder = ImageEncoder.square(side, pixels, fit);
    Inputs inputs = read(store, table, names, encoder);
    return rowLabels.over(
        name,
        encoder,
        inputs,
        names,
        new RowOptions(validation, trainRows, testRows, rowSeed).plusSeed(addend));
  }

  private RowLabels.Partition partition(CsvTable table, int firstRows, long addend) {
    return split != null && file.equals(split.column())
        ? RowLabels.byFolder(table, file)
        : TableSource.partition(split, table, firstRows, addend);
  }

  private CsvTable table(DataRoot root) throws IOException {
    Path first = root.resolve(labelFile);
    List<Path> paths = new ArrayList<>(List.of(first));
    if (testLabelFile != null) {
      paths.add(root.resolve(testLabelFile));
      if (paths.get(1).equals(first)) {
        throw new IllegalArgumentException(
            "testLabelFile \"%s\" is the labelFile; give a split instead".formatted(testLabelFile));
      }
    }
    return CsvTable.labels(paths, false);
  }

  private static void refuseDuplicates(CsvTable table, List<String> names)
      throws DatasetFormatException {
    Map<String, Integer> seen = new HashMap<>();
    for (int row = 0; row < names.size(); row++) {
      Integer before = seen.putIfAbsent(ImageStore.normalForm(names.get(row)), row);
      if (before != null) {
        throw new DatasetFormatException(
            "%s names \"%s\" again, after %s; each image needs one row"
                .formatted(table.place(row), names.get(row), table.place(before)));
      }
    }
  }

  private Inputs read(Path path, CsvTable table, List<String> names, ImageEncoder encoder)
      throws IOException {
    InputShape shape = encoder.shape();
    long size = (long) shape.values() * names.size();
    if (size > Integer.MAX_VALUE - 8) {
      throw new DatasetFormatException(
          "%d images of %s are %d bytes; more than 2 GiB are refused. Make the side smaller."
              .formatted(names.size(), shape, size));
    }
    byte[] bytes = new byte[(int) size];
    FolderDigest.Builder digest = new FolderDigest.Builder();
    try (ImageStore store = ImageStore.open(path, limits)) {
      for (int row = 0; row < names.size(); row++) {
        byte[] file = store.read(names.get(row), table.place(row));
        if (Files.isDirectory(path)) {
          digest.add(names.get(row), file);
        }
        try {
          encoder.decode(file, limits, bytes, row * shape.values());
        } catch (IOException e) {
          throw new DatasetFormatException(
              "%s, entry %s (%d bytes): %s. Replace the image or take its row out of %s."
                  .formatted(path, names.get(row), file.length, e.getMessage(), table.place(row)),
              e);
        }
      }
    }
    if (Files.isDirectory(path)) {
      digest.finish(path, names);
    }
    return ByteImages.interleaved(shape, bytes);
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
    CsvTable table = table(root);
    List<String> names = table.texts(file);
    FolderDigest known = FolderDigest.lastRead(store, names);
    if (known != null) {
      return List.of(known);
    }
    FolderDigest.Builder digest = new FolderDigest.Builder();
    try (ImageStore files = ImageStore.open(store, limits)) {
      for (int row = 0; row < names.size(); row++) {
        digest.add(names.get(row), files.read(names.get(row), table.place(row)));
      }
    }
    return List.of(digest.finish(store, names));
  }
}

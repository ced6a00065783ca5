package org.fierce.data.source;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.fierce.data.ColumnOffsets;
import org.fierce.data.DataRoot;
import org.fierce.data.DataSource;
import org.fierce.data.DataSplit;
import org.fierce.data.Inputs;
import org.fierce.data.NpyFile;
import org.fierce.data.csv.CsvTable;
import org.fierce.data.encode.VectorEncoder;
import org.fierce.data.split.LabelColumns;
import org.fierce.data.split.RowLabels;
import org.fierce.data.split.RowOptions;
import org.fierce.data.split.SplitSpec;
import org.fierce.data.split.Validation;
import org.fierce.files.DatasetFormatException;
import org.jspecify.annotations.Nullable;

/**
 * Ready-made vectors, such as embeddings: a matrix for training and one for the test in NumPy's
 * format ({@link NpyFile}), each with a CSV file of labels, a row for each row of the matrix in the
 * same order; or one matrix whose rows are split.
 *
 * @param train matrix of the training rows, or of all rows
 * @param test matrix of the test rows, as many columns, or null where one matrix is split
 * @param trainLabels CSV file with a header
 * @param testLabels CSV file with the same header, or null where one matrix is split
 * @param split how one matrix is split, or null where there is a test matrix
 * @param labels columns of the CSV files; {@link LabelColumns#own} means {@code coarse} and, where
 *     there is such a column, {@code fine}
 * @param validation part of the training rows to hold out, or null
 * @param trainRows at most so many training rows, validation rows among them, or null for all
 * @param testRows at most so many test rows, or null for all
 * @param rowSeed of the draw of rows where they are limited
 */
public record NpySource(
    String train,
    @Nullable String test,
    String trainLabels,
    @Nullable String testLabels,
    @Nullable SplitSpec split,
    LabelColumns labels,
    @Nullable Validation validation,
    @Nullable Integer trainRows,
    @Nullable Integer testRows,
    long rowSeed)
    implements DataSource {
  /**
   * Checks the row limits, that there is one way to the test rows, and that the label files differ.
   *
   * @throws IllegalArgumentException if a limit is below 1, there are both or neither of a test
   *     matrix and a split, a test matrix comes without labels or labels without it, or both parts
   *     have one label file
   */
  public NpySource {
    new RowOptions(validation, trainRows, testRows, rowSeed);
    TableSource.requireOneSplit(test, split);
    if ((test == null) != (testLabels == null)) {
      throw new IllegalArgumentException(
          "test matrix %s has the labels %s; give both or neither".formatted(test, testLabels));
    }
    if (trainLabels.equals(testLabels)) {
      throw new IllegalArgumentException(
          "trainLabels and testLabels are both %s; training and test rows need a file each"
              .formatted(trainLabels));
    }
  }

  /** All rows, with the columns {@code coarse} and, where there is one, {@code fine}. */
  public static NpySource of(String train, String test, String trainLabels, String testLabels) {
    return new NpySource(
        train, test, trainLabels, testLabels, null, LabelColumns.own(), null, null, null, 0);
  }

  /** All rows of one matrix, which a split divides, with these label columns. */
  public static NpySource parted(
      String matrix, String labelFile, SplitSpec split, LabelColumns labels) {
    return new NpySource(matrix, null, labelFile, null, split, labels, null, null, null, 0);
  }

  @Override
  public List<Path> files(DataRoot root) throws IOException {
    List<Path> files = new ArrayList<>();
    for (String name : Arrays.asList(train, test, trainLabels, testLabels)) {
      if (name != null) {
        files.add(root.resolve(name));
      }
    }
    labels.addFiles(root, files);
    return List.copyOf(files);
  }

  @Override
  public DataSplit open(DataRoot root, long addend) throws IOException {
    Path trainFile = root.resolve(train);
    Path trainTable = root.resolve(trainLabels);
    List<Path> tables = new ArrayList<>(List.of(trainTable));
    if (testLabels != null) {
      tables.add(root.resolve(testLabels));
    }
    CsvTable table = CsvTable.labels(tables, true);
    ColumnOffsets offsets = NpyFile.offsets(trainFile);
    Inputs trainInputs = read(trainFile, trainTable, table, offsets);
    Inputs testInputs = null;
    if (test != null) {
      Path testFile = root.resolve(test);
      requireEqualWidth(trainFile, trainInputs, testFile, NpyFile.map(testFile));
      testInputs = read(testFile, tables.get(1), table, offsets);
    }
    String ownFine = table.columns().contains("fine") ? "fine" : null;
    String name = trainFile.getFileName().toString();
    RowLabels rows =
        RowLabels.of(
            name,
            labels.orOwn("coarse", ownFine, "fine"),
            labels.hierarchyFile(root),
            table,
            TableSource.partition(split, table, trainInputs.size(), addend));
    RowOptions options = new RowOptions(validation, trainRows, testRows, rowSeed).plusSeed(addend);
    VectorEncoder encoder = new VectorEncoder(trainInputs.shape().values(), offsets);
    DataSplit parts =
        testInputs == null
            ? rows.over(name, encoder, trainInputs, numbers(trainInputs.size()), options)
            : rows.over(name, encoder, trainInputs, testInputs, options);
    return parts.noted(offsets.notes(column -> "column " + column));
  }

  private static List<String> numbers(int rows) {
    return IntStream.range(0, rows).mapToObj(Integer::toString).toList();
  }

  private static void requireEqualWidth(
      Path trainFile, Inputs trainInputs, Path testFile, Inputs testInputs)
      throws DatasetFormatException {
    if (!trainInputs.shape().equals(testInputs.shape())) {
      throw new DatasetFormatException(
          "%s has %d columns but %s has %d; training and test rows need equally many"
              .formatted(
                  trainFile,
                  trainInputs.shape().channels(),
                  testFile,
                  testInputs.shape().channels()));
    }
  }

  private static Inputs read(Path matrix, Path labelFile, CsvTable table, ColumnOffsets offsets)
      throws IOException {
    Inputs rows = NpyFile.map(matrix, offsets);
    int labelled = table.rowsOf(labelFile);
    if (rows.size() != labelled) {
      throw new DatasetFormatException(
          "%s has %d rows but %s has %d; expected a label for each row, in the same order"
              .formatted(matrix, rows.size(), labelFile, labelled));
    }
    float[] row = new float[rows.shape().values()];
    for (int i = 0; i < rows.size(); i++) {
      rows.read(i, row, 0);
      for (int column = 0; column < row.length; column++) {
        if (!Float.isFinite(row[column])) {
          throw new DatasetFormatException(
              "%s: row %d, column %d (from 0) is %s; expected a finite number"
                  .formatted(matrix, i, column, row[column]));
        }
      }
    }
    return rows;
  }
}

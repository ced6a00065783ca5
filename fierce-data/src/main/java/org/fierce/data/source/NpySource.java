package org.fierce.data.source;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.fierce.data.ColumnOffsets;
import org.fierce.data.DataRoot;
import org.fierce.data.DataSource;
import org.fierce.data.DataSplit;
import org.fierce.data.Inputs;
import org.fierce.data.JoinedInputs;
import org.fierce.data.csv.BadRows;
import org.fierce.data.csv.CsvTable;
import org.fierce.data.csv.Problems;
import org.fierce.data.encode.VectorEncoder;
import org.fierce.data.matrix.MatrixFile;
import org.fierce.data.matrix.MatrixPath;
import org.fierce.data.split.LabelColumns;
import org.fierce.data.split.RowLabels;
import org.fierce.data.split.RowOptions;
import org.fierce.data.split.SplitSpec;
import org.fierce.data.split.Validation;
import org.fierce.files.DatasetFormatException;
import org.jspecify.annotations.Nullable;

/**
 * Ready-made vectors, such as embeddings: a matrix for training and one for the test in a file of
 * any kind ({@link MatrixFile}), each with a CSV file of labels, a row for each row of the matrix
 * in the same order; or one matrix whose rows are split.
 *
 * @param train matrix of the training rows, or of all rows
 * @param test matrix of the test rows, as many columns, or null where one matrix is split
 * @param trainLabels CSV file with a header
 * @param testLabels CSV file with the same header, or null where one matrix is split
 * @param split how one matrix is split, or null where there is a test matrix
 * @param badRows what becomes of rows with a value that is not finite or without a label; null to
 *     refuse them
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
    @Nullable BadRows badRows,
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
    badRows = badRows == null ? BadRows.REFUSE : badRows;
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
        train,
        test,
        trainLabels,
        testLabels,
        null,
        BadRows.REFUSE,
        LabelColumns.own(),
        null,
        null,
        null,
        0);
  }

  /** All rows of one matrix, which a split divides, with these label columns. */
  public static NpySource parted(
      String matrix, String labelFile, SplitSpec split, LabelColumns labels) {
    return new NpySource(
        matrix, null, labelFile, null, split, BadRows.REFUSE, labels, null, null, null, 0);
  }

  @Override
  public List<Path> files(DataRoot root) throws IOException {
    List<Path> files = new ArrayList<>();
    for (String name : new String[] {train, test}) {
      if (name != null) {
        files.add(MatrixPath.resolve(root, name).file());
      }
    }
    for (String name : new String[] {trainLabels, testLabels}) {
      if (name != null) {
        files.add(root.resolve(name));
      }
    }
    labels.addFiles(root, files);
    return files.stream().distinct().toList();
  }

  @Override
  public DataSplit open(DataRoot root, long addend) throws IOException {
    MatrixPath trainPath = MatrixPath.resolve(root, train);
    List<Path> tables = new ArrayList<>(List.of(root.resolve(trainLabels)));
    if (testLabels != null) {
      tables.add(root.resolve(testLabels));
    }
    CsvTable table = CsvTable.labels(tables, true);
    Problems problems = new Problems("%s with %s".formatted(trainPath, table.source()));
    List<String> notes = new ArrayList<>();
    List<Inputs> inputs = new ArrayList<>();
    ColumnOffsets offsets;
    try (MatrixFile matrix = MatrixFile.open(trainPath)) {
      requireLabels(trainPath, matrix, tables.get(0), table);
      offsets = matrix.offsets();
      inputs.add(matrix.inputs(offsets));
      notes.addAll(matrix.notes());
    }
    addFaults(trainPath, inputs.get(0), 0, problems);
    if (test != null) {
      MatrixPath testPath = MatrixPath.resolve(root, test);
      try (MatrixFile matrix = MatrixFile.open(testPath)) {
        requireEqualWidth(trainPath, inputs.get(0), testPath, matrix);
        requireLabels(testPath, matrix, tables.get(1), table);
        inputs.add(matrix.inputs(offsets));
        notes.addAll(matrix.notes());
      }
      addFaults(testPath, inputs.get(1), inputs.get(0).size(), problems);
    }
    String ownFine = table.columns().contains("fine") ? "fine" : null;
    LabelColumns known = labels.orOwn("coarse", ownFine, "fine");
    RowLabels.addFaults(known, table, problems);
    TableSource.addSplitFaults(split, table, problems);
    int[] good = problems.good(table.size());
    notes.addAll(problems.settle(badRows, good.length));
    String name = String.valueOf(trainPath.file().getFileName());
    CsvTable kept = good.length == table.size() ? table : table.select(good);
    int trainSize = inputs.get(0).size();
    int trainKept = (int) Arrays.stream(good).filter(row -> row < trainSize).count();
    RowLabels rows =
        RowLabels.of(
            name,
            known,
            labels.hierarchyFile(root),
            kept,
            TableSource.partition(split, kept, trainKept, addend));
    RowOptions options = new RowOptions(validation, trainRows, testRows, rowSeed).plusSeed(addend);
    VectorEncoder encoder = new VectorEncoder(inputs.get(0).shape().values(), offsets);
    Inputs all =
        inputs.size() == 1 ? inputs.get(0) : new JoinedInputs(inputs.get(0), inputs.get(1));
    List<String> ids =
        Arrays.stream(good)
            .mapToObj(row -> Integer.toString(row < trainSize ? row : row - trainSize))
            .toList();
    DataSplit parts =
        rows.over(name, encoder, good.length == all.size() ? all : all.select(good), ids, options);
    notes.addAll(offsets.notes(column -> "column " + column));
    return parts.noted(notes);
  }

  private static void requireEqualWidth(
      MatrixPath trainPath, Inputs trainInputs, MatrixPath testPath, MatrixFile matrix)
      throws DatasetFormatException {
    if (trainInputs.shape().values() != matrix.columns()) {
      throw new DatasetFormatException(
          "%s has %d columns but %s has %d; training and test rows need equally many"
              .formatted(trainPath, trainInputs.shape().values(), testPath, matrix.columns()));
    }
  }

  private static void requireLabels(
      MatrixPath path, MatrixFile matrix, Path labelFile, CsvTable table)
      throws DatasetFormatException {
    int labelled = table.rowsOf(labelFile);
    if (matrix.rows() != labelled) {
      throw new DatasetFormatException(
          "%s has %d rows but %s has %d; expected a label for each row, in the same order"
              .formatted(path, matrix.rows(), labelFile, labelled));
    }
  }

  private static void addFaults(MatrixPath path, Inputs rows, int first, Problems problems) {
    float[] row = new float[rows.shape().values()];
    for (int i = 0; i < rows.size(); i++) {
      rows.read(i, row, 0);
      for (int column = 0; column < row.length; column++) {
        if (!Float.isFinite(row[column])) {
          problems.addRow(
              first + i,
              "row %d of %s: column %d (from 0) is %s; expected a finite number"
                  .formatted(i, path.file().getFileName(), column, row[column]));
          problems.remedy("Fill it in, or take the row and its label out.");
          break;
        }
      }
    }
  }
}

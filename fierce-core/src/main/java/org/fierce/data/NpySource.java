package org.fierce.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Ready-made vectors, such as embeddings: a matrix for training and one for the test in NumPy's
 * format ({@link NpyFile}), each with a CSV file of labels, a row for each row of the matrix in the
 * same order.
 *
 * @param train matrix of the training rows
 * @param test matrix of the test rows, as many columns
 * @param trainLabels CSV file with a header
 * @param testLabels CSV file with the same header
 * @param labels columns of the CSV files; {@link LabelColumns#own} means {@code coarse} and, where
 *     there is such a column, {@code fine}
 * @param validation part of the training rows to hold out, or null
 * @param trainRows at most so many training rows, validation rows among them, or null for all
 * @param testRows at most so many test rows, or null for all
 * @param rowSeed of the draw of rows where they are limited
 */
public record NpySource(
    String train,
    String test,
    String trainLabels,
    String testLabels,
    LabelColumns labels,
    @Nullable Validation validation,
    @Nullable Integer trainRows,
    @Nullable Integer testRows,
    long rowSeed)
    implements DataSource {
  /**
   * Checks the row limits and that the label files differ.
   *
   * @throws IllegalArgumentException if a limit is below 1 or both parts have one label file
   */
  public NpySource {
    new RowOptions(validation, trainRows, testRows, rowSeed);
    if (trainLabels.equals(testLabels)) {
      throw new IllegalArgumentException(
          "trainLabels and testLabels are both %s; training and test rows need a file each"
              .formatted(trainLabels));
    }
  }

  /** All rows, with the columns {@code coarse} and, where there is one, {@code fine}. */
  public static NpySource of(String train, String test, String trainLabels, String testLabels) {
    return new NpySource(
        train, test, trainLabels, testLabels, LabelColumns.own(), null, null, null, 0);
  }

  @Override
  public List<Path> files(DataRoot root) throws IOException {
    List<Path> files =
        new ArrayList<>(
            List.of(
                root.resolve(train),
                root.resolve(test),
                root.resolve(trainLabels),
                root.resolve(testLabels)));
    if (labels.hierarchy() != null) {
      files.add(root.resolve(labels.hierarchy()));
    }
    return List.copyOf(files);
  }

  @Override
  public DataSplit open(DataRoot root) throws IOException {
    Path trainFile = root.resolve(train);
    Path testFile = root.resolve(test);
    Path trainTable = root.resolve(trainLabels);
    Path testTable = root.resolve(testLabels);
    CsvTable table = CsvTable.read(List.of(trainTable, testTable), true, List.of(), ",", true);
    Inputs trainInputs = read(trainFile, trainTable, table);
    Inputs testInputs = read(testFile, testTable, table);
    if (!trainInputs.shape().equals(testInputs.shape())) {
      throw new DatasetFormatException(
          "%s has %d columns but %s has %d; training and test rows need equally many"
              .formatted(
                  trainFile,
                  trainInputs.shape().channels(),
                  testFile,
                  testInputs.shape().channels()));
    }
    String ownFine = table.columns().contains("fine") ? "fine" : null;
    String hierarchy = labels.hierarchy();
    String name = trainFile.getFileName().toString();
    return RowLabels.of(
            name,
            labels.orOwn("coarse", ownFine, "fine"),
            hierarchy == null ? null : root.resolve(hierarchy),
            table,
            RowLabels.consecutive(trainInputs.size()))
        .over(
            name,
            trainInputs,
            testInputs,
            new RowOptions(validation, trainRows, testRows, rowSeed));
  }

  private static Inputs read(Path matrix, Path labelFile, CsvTable table) throws IOException {
    Inputs rows = NpyFile.map(matrix);
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

  @Override
  public NpySource plusSeed(long addend) {
    return new NpySource(
        train,
        test,
        trainLabels,
        testLabels,
        labels,
        Validation.plusSeed(validation, addend),
        trainRows,
        testRows,
        rowSeed + addend);
  }
}

package org.fierce.data.source;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.fierce.data.ColumnProfile;
import org.fierce.data.ColumnProfile.Kind;
import org.fierce.data.DataRoot;
import org.fierce.data.DataSource;
import org.fierce.data.DataSplit;
import org.fierce.data.RowColumns;
import org.fierce.data.csv.BadRows;
import org.fierce.data.csv.CsvFile;
import org.fierce.data.csv.CsvTable;
import org.fierce.data.csv.LabelledRows;
import org.fierce.data.csv.Problems;
import org.fierce.data.csv.SeparatorGuess;
import org.fierce.data.encode.MissingValues;
import org.fierce.data.encode.TableFit;
import org.fierce.data.encode.UnseenCategories;
import org.fierce.data.encode.UsedColumns;
import org.fierce.data.split.ClassNames;
import org.fierce.data.split.LabelColumns;
import org.fierce.data.split.RowLabels;
import org.fierce.data.split.RowOptions;
import org.fierce.data.split.SplitSpec;
import org.fierce.data.split.Validation;
import org.fierce.files.DatasetFormatException;
import org.jspecify.annotations.Nullable;

/**
 * A CSV table (RFC 4180; UTF-8, or windows-1252 with a note). Features are all columns but those of
 * labels, id, split and the ignored ones: numbers as they are, categories as one column each. What
 * the encoding learns (kinds, categories, means, edges of bins) is learnt on all training rows,
 * before row limits and the validation part.
 *
 * @param train the file, or the training rows of it
 * @param test file of the test rows with the same columns, or null; then {@code split} is needed
 * @param header whether the first line names the columns
 * @param names names of the columns where there is no header; if empty, column1, column2, ...
 * @param separator between cells: one character, or comma, semicolon, tab or bar; null to find it
 * @param id column that identifies a row, or null for row numbers from 0
 * @param ignored columns that are no features
 * @param categorical columns whose numbers are categories
 * @param columns which of the others are features; null for all
 * @param kept columns that are features though they look like an id, a constant or a free text
 * @param missing what becomes of missing values among the features; a missing fine label is one
 *     that nobody knows, and a coarse label is never missing
 * @param missingTexts texts that stand for a missing value, besides the empty cell and, among
 *     numbers, NA, N/A, null, NaN, none, - and ?
 * @param unseen what becomes of categories without a training row
 * @param badRows what becomes of rows that cannot be used: with another number of cells, a text
 *     where numbers are, no coarse label, or the id of another row; null to refuse them
 * @param labels columns of the labels
 * @param split how one file is split, or null where there is a test file
 * @param validation part of the training rows to hold out, or null
 * @param trainRows at most so many training rows, validation rows among them, or null for all
 * @param testRows at most so many test rows, or null for all
 * @param rowSeed of the draw of rows where they are limited
 */
public record TableSource(
    String train,
    @Nullable String test,
    boolean header,
    List<String> names,
    @Nullable String separator,
    @Nullable String id,
    List<String> ignored,
    List<String> categorical,
    @Nullable UsedColumns columns,
    List<String> kept,
    MissingValues missing,
    List<String> missingTexts,
    UnseenCategories unseen,
    @Nullable BadRows badRows,
    LabelColumns labels,
    @Nullable SplitSpec split,
    @Nullable Validation validation,
    @Nullable Integer trainRows,
    @Nullable Integer testRows,
    long rowSeed)
    implements DataSource {
  /**
   * Checks the options against each other.
   *
   * @throws IllegalArgumentException if there are both or neither of a test file and a split, names
   *     beside a header, a separator that is not one character, or a row limit below 1
   */
  public TableSource {
    names = names == null ? List.of() : List.copyOf(names);
    ignored = ignored == null ? List.of() : List.copyOf(ignored);
    categorical = categorical == null ? List.of() : List.copyOf(categorical);
    missingTexts = missingTexts == null ? List.of() : List.copyOf(missingTexts);
    columns = columns == null ? UsedColumns.ALL : columns;
    kept = kept == null ? List.of() : List.copyOf(kept);
    missing = missing == null ? MissingValues.REFUSE : missing;
    badRows = badRows == null ? BadRows.REFUSE : badRows;
    unseen = unseen == null ? UnseenCategories.REFUSE : unseen;
    requireOneSplit(test, split);
    if (header && !names.isEmpty()) {
      throw new IllegalArgumentException(
          "names %s are given but the table has a header; set header: false or leave them out"
              .formatted(names));
    }
    if (separator != null) {
      SeparatorGuess.named(separator);
    }
    new RowOptions(validation, trainRows, testRows, rowSeed);
  }

  static void requireOneSplit(@Nullable String test, @Nullable SplitSpec split) {
    if ((test == null) == (split == null)) {
      throw new IllegalArgumentException(
          test == null
              ? "neither a test file nor a split is given; give one, as split: {fraction: 0.2, seed: 0}"
              : "both test file \"%s\" and %s are given; leave one out".formatted(test, split));
    }
  }

  /**
   * A table with a header, a fifth of whose rows are drawn for the test; missing values are
   * refused.
   */
  public static TableSource of(String file, LabelColumns labels) {
    return new TableSource(
        file,
        null,
        true,
        List.of(),
        null,
        null,
        List.of(),
        List.of(),
        UsedColumns.ALL,
        List.of(),
        MissingValues.REFUSE,
        List.of(),
        UnseenCategories.REFUSE,
        BadRows.REFUSE,
        labels,
        SplitSpec.byFraction(0.2, 0),
        null,
        null,
        null,
        0);
  }

  @Override
  public DataSplit open(DataRoot root, long addend) throws IOException {
    List<Path> paths = distinctFiles(root, train, test);
    Problems problems = new Problems(CsvTable.source(paths));
    try {
      return open(root, addend, paths, problems);
    } catch (DatasetFormatException e) {
      throw problems.before(e);
    }
  }

  private DataSplit open(DataRoot root, long addend, List<Path> paths, Problems problems)
      throws IOException {
    Path trainFile = paths.get(0);
    CsvTable read =
        CsvTable.read(
            paths, new CsvFile.Form(header, names, separatorCharacter(), true), true, problems);
    List<String> features = features(read);
    Set<String> missingSet = new HashSet<>(missingTexts);
    missingSet.add("");
    addIdFaults(read, id, problems);
    RowLabels.addFaults(labels, read, problems);
    addSplitFaults(split, read, problems);
    TableFit fit =
        TableFit.read(
            read,
            new TableFit.Columns(
                features,
                Set.copyOf(categorical),
                Set.copyOf(kept),
                columns == UsedColumns.USEFUL,
                missingSet),
            problems);
    CsvTable whole = good(read, fit, problems);
    CsvTable table = withoutMissing(whole, fit, problems);
    String name = trainFile.getFileName().toString();
    if (table.size() < whole.size()) {
      name += " without %d rows with missing values".formatted(whole.size() - table.size());
    }
    int firstRows = test == null ? 0 : table.rowsOf(trainFile);
    Path hierarchy = labels.hierarchyFile(root);
    List<String> ids = id == null ? ClassNames.numbers(table.size()) : table.texts(id);
    RowLabels.Partition by = partition(split, table, firstRows, addend);
    RowLabels rowLabels = RowLabels.of(name, labels, hierarchy, table, by);
    TableFit.Fitted fitted = fit.fit(rowLabels.train(), missing, unseen, problems);
    int[] scored = Arrays.stream(rowLabels.test()).filter(row -> !problems.isBad(row)).toArray();
    List<String> leftOut = problems.settle(badRows, table.size());
    RowOptions rows = new RowOptions(validation, trainRows, testRows, rowSeed).plusSeed(addend);
    return rowLabels
        .withTest(scored)
        .over(name, fitted.encoder(), fitted.inputs(), ids, rows)
        .withColumns(profiles(table, fitted.columns(), rowLabels))
        .noted(leftOut)
        .noted(fitted.notes());
  }

  private static CsvTable good(CsvTable table, TableFit fit, Problems problems)
      throws DatasetFormatException {
    int[] good = problems.good(table.size());
    if (good.length == 0) {
      problems.refuse();
    }
    fit.keep(good);
    return good.length == table.size() ? table : table.select(good);
  }

  /** What each column was taken for, in the order of the table. */
  private List<ColumnProfile> profiles(
      CsvTable table, List<ColumnProfile> features, RowLabels rowLabels)
      throws DatasetFormatException {
    Map<String, ColumnProfile> known = new HashMap<>();
    features.forEach(feature -> known.put(feature.name(), feature));
    for (String name : ignored) {
      known.put(name, role(name, Kind.IGNORED, 0, "", "ignored, as asked"));
    }
    if (id != null) {
      known.put(id, role(id, Kind.ID, 0, examples(table, id), "names each row"));
    }
    if (split != null && split.column() != null) {
      known.put(
          split.column(),
          role(
              split.column(),
              Kind.CATEGORY,
              0,
              examples(table, split.column()),
              "part of each row"));
    }
    for (ColumnProfile label : rowLabels.profiles(labels)) {
      known.merge(
          label.name(),
          label,
          (fine, coarse) ->
              role(
                  fine.name(), fine.kind(), fine.missing(), fine.holds(), "coarse and fine label"));
    }
    return table.columns().stream().map(known::get).filter(Objects::nonNull).toList();
  }

  private static ColumnProfile role(String name, Kind kind, int missing, String holds, String use) {
    return new ColumnProfile(name, kind, missing, holds, use, false);
  }

  private static String examples(CsvTable table, String column) throws DatasetFormatException {
    return CsvTable.shortened(table.text(0, column)) + ", ...";
  }

  /** The table without the rows that have a problem. */
  static CsvTable good(CsvTable table, Problems problems) throws DatasetFormatException {
    int[] good = problems.good(table.size());
    if (good.length == 0) {
      problems.refuse();
    }
    return good.length == table.size() ? table : table.select(good);
  }

  private @Nullable Character separatorCharacter() {
    return separator == null ? null : SeparatorGuess.named(separator);
  }

  /** The training file and, where there is one, the test file. */
  static List<Path> trainAndTest(DataRoot root, String train, @Nullable String test)
      throws IOException {
    List<Path> files = new ArrayList<>(List.of(root.resolve(train)));
    if (test != null) {
      files.add(root.resolve(test));
    }
    return files;
  }

  /** The same, which must not be one file under two names. */
  static List<Path> distinctFiles(DataRoot root, String train, @Nullable String test)
      throws IOException {
    List<Path> files = trainAndTest(root, train, test);
    if (test != null && files.get(1).equals(files.get(0))) {
      throw new IllegalArgumentException(
          "test file \"%s\" is the training file; give a split instead".formatted(test));
    }
    return files;
  }

  static RowLabels.Partition partition(
      @Nullable SplitSpec split, LabelledRows rows, int firstRows, long addend) {
    if (split == null) {
      return RowLabels.consecutive(firstRows);
    }
    if (split.column() != null) {
      return RowLabels.byColumn(rows, split.column());
    }
    return RowLabels.drawn(
        split.fraction() == null ? Double.NaN : split.fraction(), split.seed() + addend);
  }

  private List<String> features(CsvTable table) throws DatasetFormatException {
    Set<String> others = new HashSet<>(labels.columns());
    others.addAll(ignored);
    if (id != null) {
      others.add(id);
    }
    if (split != null && split.column() != null) {
      others.add(split.column());
    }
    for (String name : others) {
      table.column(name);
    }
    for (String name : categorical) {
      table.column(name);
    }
    for (String name : kept) {
      table.column(name);
    }
    List<String> features = table.columns().stream().filter(c -> !others.contains(c)).toList();
    if (features.isEmpty()) {
      throw new DatasetFormatException(
          "%s has no column left to learn from: all of %s are labels, id, split or ignored"
              .formatted(table.files().get(0), table.columns()));
    }
    return features;
  }

  private CsvTable withoutMissing(CsvTable table, TableFit fit, Problems problems)
      throws DatasetFormatException {
    if (missing == MissingValues.MEAN_INDICATOR) {
      return table;
    }
    boolean[] isMissing = new boolean[table.size()];
    List<TableFit.Missing> lacking = fit.missing();
    for (TableFit.Missing column : lacking) {
      int first = column.rows()[0];
      for (int row : column.rows()) {
        isMissing[row] = true;
      }
      if (missing == MissingValues.REFUSE) {
        problems.add(
            "%s: column %s is missing (\"%s\"), as in %d of %d rows"
                .formatted(
                    table.lineOf(first),
                    column.name(),
                    table.text(first, column.name()),
                    column.rows().length,
                    table.size()));
      }
    }
    if (!lacking.isEmpty() && missing == MissingValues.REFUSE) {
      problems.remedy(
          "Fill it in, or set missing: mean-indicator or missing: drop, or name the column in ignored.");
      problems.refuse();
    }
    int[] complete = IntStream.range(0, isMissing.length).filter(row -> !isMissing[row]).toArray();
    if (complete.length == 0) {
      throw new DatasetFormatException(
          "%s: every row has a missing value, so missing: drop leaves none"
              .formatted(table.files().get(0)));
    }
    fit.keep(complete);
    return complete.length == table.size() ? table : table.select(complete);
  }

  static void addSplitFaults(@Nullable SplitSpec split, CsvTable table, Problems problems)
      throws DatasetFormatException {
    if (split != null && split.column() != null) {
      RowLabels.addSplitFaults(table, split.column(), false, problems);
    }
  }

  /** Adds the rows that have no name of their own in a column to the problems. */
  static void addIdFaults(CsvTable table, @Nullable String id, Problems problems)
      throws DatasetFormatException {
    if (id == null) {
      return;
    }
    table.addEmpty(id, problems);
    table.addRepeated(id, problems);
  }

  @Override
  public RowColumns rowColumns() {
    return new RowColumns(id, null);
  }

  @Override
  public List<Path> files(DataRoot root) throws IOException {
    List<Path> files = trainAndTest(root, train, test);
    labels.addFiles(root, files);
    return List.copyOf(files);
  }
}

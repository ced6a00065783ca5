package org.fierce.data.encode;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fierce.data.ColumnOffsets;
import org.fierce.data.FloatMatrix;
import org.fierce.data.csv.CsvTable;
import org.fierce.data.csv.NumberColumn;
import org.fierce.data.csv.Problems;
import org.fierce.files.DatasetFormatException;

/**
 * Learns a {@link TableEncoder} from the training rows of a table, and encodes all its rows.
 *
 * <p>A column is numeric if it is not named as categorical and at least half of its texts are
 * numbers ({@link NumberColumn}); then every other text in it is refused rather than made a
 * category. So is a column of many texts that look like numbers and are none, as {@code 12 kg};
 * dates are categories.
 */
public final class TableFit {
  private static final int MOST_CATEGORIES = 1000;
  private static final int MANY_CATEGORIES = 50;
  private static final CsvTable.Coded NONE = new CsvTable.Coded(new int[0], List.of());
  private static final String REMEDY =
      "Correct the texts, leave them empty, name them in missingTexts, or name the column in categorical or ignored (as by --set 'data.ignored=[COLUMN]').";

  private final CsvTable table;
  private final int[] train;
  private final Set<String> missingTexts;
  private final Problems problems;
  private final List<TableColumn> columns = new ArrayList<>();

  /** The numbers of each row, for columns of numbers; else nothing. */
  private final List<double[]> numbers = new ArrayList<>();

  /** The categories of each row, for columns of categories; else nothing. */
  private final List<CsvTable.Coded> categories = new ArrayList<>();

  private final Map<String, Integer> lacking = new LinkedHashMap<>();
  private final Map<String, Integer> many = new LinkedHashMap<>();
  private boolean isRefused;

  private TableFit(CsvTable table, int[] train, Set<String> missingTexts, Problems problems) {
    this.table = table;
    this.train = train;
    this.missingTexts = missingTexts;
    this.problems = problems;
  }

  /**
   * Adds the rows to the problems that have a text where the number of a feature is.
   *
   * @param features the columns to make features of
   * @param categorical those of them whose numbers are categories
   * @param missingTexts texts that stand for a missing value, the empty one among them
   */
  public static void addFaults(
      CsvTable table,
      List<String> features,
      Set<String> categorical,
      Set<String> missingTexts,
      Problems problems)
      throws DatasetFormatException {
    for (String name : features) {
      if (categorical.contains(name)) {
        continue;
      }
      NumberColumn read = NumberColumn.of(table, table.column(name), missingTexts);
      boolean resembles =
          read.resemblesNumbers() && !read.holdsDates() && read.different() > MANY_CATEGORIES;
      if ((read.isNumeric() || resembles) && read.oddCount() > 0) {
        read.addFaults(table, name, problems);
        problems.remedy(REMEDY);
      }
    }
  }

  /**
   * What came of it.
   *
   * @param encoder learnt from the training rows
   * @param inputs of all rows
   * @param notes what a reader of the scores must know
   */
  public record Fitted(TableEncoder encoder, FloatMatrix inputs, List<String> notes) {}

  /**
   * Learns from training rows.
   *
   * @param features the columns to make features of
   * @param categorical those of them whose numbers are categories
   * @param train the training rows
   * @param missing what becomes of missing values; the table holds none unless they become the mean
   * @param missingTexts texts that stand for a missing value, the empty one among them
   * @param problems takes columns without a value in any training row or with too many categories,
   *     and rows with a category that no training row has where those are refused
   * @throws DatasetFormatException if nothing can be learnt of a column
   */
  public static Fitted of(
      CsvTable table,
      List<String> features,
      Set<String> categorical,
      int[] train,
      MissingValues missing,
      Set<String> missingTexts,
      UnseenCategories unseen,
      Problems problems)
      throws DatasetFormatException {
    TableFit fit = new TableFit(table, train, missingTexts, problems);
    for (String name : features) {
      fit.add(name, table.column(name), categorical.contains(name));
    }
    if (fit.isRefused) {
      problems.remedy(REMEDY);
      problems.refuse();
    }
    TableEncoder encoder =
        new TableEncoder(fit.columns, missing, List.copyOf(missingTexts), unseen);
    return new Fitted(encoder, fit.encode(encoder), fit.notes(encoder));
  }

  private void add(String name, int column, boolean isCategorical) throws DatasetFormatException {
    NumberColumn read = NumberColumn.of(table, column, missingTexts);
    if (!isCategorical && read.isNumeric()) {
      addNumbers(name, read);
      return;
    }
    addCategories(name, column);
  }

  private void addNumbers(String name, NumberColumn read) {
    double[] values = read.values();
    double sum = 0;
    int present = 0;
    ColumnOffsets.Moments moments = new ColumnOffsets.Moments(1);
    for (int row : train) {
      if (!Double.isNaN(values[row])) {
        sum += values[row];
        present++;
      }
      moments.add(0, values[row]);
    }
    if (read.missing() > 0) {
      lacking.put(name, read.missing());
    }
    if (present == 0) {
      addEmpty(name);
      return;
    }
    columns.add(
        new TableColumn.OfNumbers(
            name,
            sum / present,
            moments.offset(0),
            present < train.length,
            read.form().decimalComma()));
    numbers.add(values);
    categories.add(NONE);
  }

  private void addEmpty(String name) {
    isRefused = true;
    problems.add("column %s has no value in any training row; name it in ignored".formatted(name));
  }

  private void addCategories(String name, int column) {
    CsvTable.Coded coded = coded(column);
    boolean[] isSeen = new boolean[coded.texts().size()];
    for (int row : train) {
      isSeen[coded.codes()[row]] = true;
    }
    Set<String> seen = new LinkedHashSet<>();
    for (int code = 0; code < isSeen.length; code++) {
      if (isSeen[code]) {
        seen.add(coded.texts().get(code));
      }
    }
    int empty = 0;
    for (int row : train) {
      empty += coded.texts().get(coded.codes()[row]).isEmpty() ? 1 : 0;
    }
    if (empty == train.length) {
      addEmpty(name);
    }
    if (seen.size() > MOST_CATEGORIES) {
      isRefused = true;
      problems.add(
          "column %s has %d different texts in %d training rows; at most %d categories are made. Name it in ignored or as id"
              .formatted(name, seen.size(), train.length, MOST_CATEGORIES));
    }
    if (empty > 0) {
      lacking.put(name, empty);
    }
    if (seen.size() > MANY_CATEGORIES) {
      many.put(name, seen.size());
    }
    columns.add(new TableColumn.OfCategories(name, CsvTable.sorted(seen)));
    numbers.add(new double[0]);
    categories.add(coded);
  }

  /** A column's texts by number, the empty one for those that stand for a missing value. */
  private CsvTable.Coded coded(int column) {
    CsvTable.Coded read = table.coded(column);
    return new CsvTable.Coded(
        read.codes(),
        read.texts().stream().map(text -> missingTexts.contains(text) ? "" : text).toList());
  }

  private FloatMatrix encode(TableEncoder encoder) throws DatasetFormatException {
    int width = encoder.shape().values();
    FloatMatrix matrix = FloatMatrix.zeros(table.size(), width);
    for (int row = 0; row < table.size(); row++) {
      int at = row * width;
      for (int i = 0; i < columns.size(); i++) {
        TableColumn column = columns.get(i);
        if (column instanceof TableColumn.OfNumbers ofNumbers) {
          ofNumbers.write(numbers.get(i)[row], matrix.values(), at);
        } else {
          CsvTable.Coded coded = categories.get(i);
          String category = coded.texts().get(coded.codes()[row]);
          if (!column.write(category, matrix.values(), at)
              && encoder.unseen() == UnseenCategories.REFUSE) {
            problems.addRow(
                row,
                "%s: column %s is \"%s\", which no training row has; they have %s"
                    .formatted(table.lineOf(row), column.name(), category, column.expected()));
            problems.remedy("Correct it, or set unseen: zeros to read it as none of them.");
          }
        }
        at += column.width();
      }
    }
    return matrix;
  }

  private List<String> notes(TableEncoder encoder) {
    List<String> notes = new ArrayList<>();
    if (!lacking.isEmpty()) {
      notes.add(
          "Values are missing in %s. A missing number is the mean of the training rows, with a column beside it that says so; a missing category is one of its own."
              .formatted(listed(lacking, "%s (%d rows)")));
    }
    if (!many.isEmpty()) {
      notes.add(
          "Columns of texts became a feature a text: %s. Name those in ignored that tell nothing."
              .formatted(listed(many, "%s (%d)")));
    }
    notes.addAll(encoder.offsets().notes(encoder.featureNames()::get));
    return notes;
  }

  private static String listed(Map<String, Integer> counts, String form) {
    List<String> all = new ArrayList<>();
    counts.forEach((name, count) -> all.add(form.formatted(name, count)));
    return CsvTable.shortened(all);
  }
}

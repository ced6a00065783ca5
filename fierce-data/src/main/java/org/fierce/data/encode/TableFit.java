package org.fierce.data.encode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.fierce.data.ColumnProfile;
import org.fierce.data.ColumnProfile.Kind;
import org.fierce.data.Inputs;
import org.fierce.data.csv.CsvTable;
import org.fierce.data.csv.DateColumn;
import org.fierce.data.csv.NumberColumn;
import org.fierce.data.csv.Problems;
import org.fierce.files.DatasetFormatException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the columns of a table, learns a {@link TableEncoder} from its training rows, and encodes
 * all its rows.
 *
 * <p>A column is numeric if it is not named as categorical and at least half of its texts are
 * numbers ({@link NumberColumn}); then every other text in it is a problem of its row rather than a
 * category. So is a column of many texts that look like numbers and are none, as {@code 12 kg}.
 * Other columns are categories, and, where useless columns are to be left out, dates ({@link
 * DateColumn}), ids, constants or free texts ({@link ColumnSorting}).
 */
public final class TableFit {
  static final int MOST_CATEGORIES = 1000;
  static final int MANY_CATEGORIES = 50;
  private static final String REMEDY =
      "Correct the texts, leave them empty, name them in missingTexts, or name the column in categorical or ignored (as by --set 'data.ignored=[COLUMN]').";

  private final Columns wanted;
  private final List<ReadColumn> columns = new ArrayList<>();
  private final List<ColumnProfile> profiles = new ArrayList<>();
  private final List<String> ambiguous = new ArrayList<>();
  private @Nullable String freeText;
  private CsvTable table;
  private int size;

  /**
   * What is to be made of columns.
   *
   * @param features the columns to make features of
   * @param categorical those of them whose numbers are categories
   * @param kept those of them that are features whatever they look like
   * @param leavesOut whether ids, constants and free texts are no features, and dates are
   * @param missingTexts texts that stand for a missing value, the empty one among them
   */
  public record Columns(
      List<String> features,
      Set<String> categorical,
      Set<String> kept,
      boolean leavesOut,
      Set<String> missingTexts) {}

  private TableFit(CsvTable table, Columns wanted) {
    this.table = table;
    this.wanted = wanted;
    this.size = table.size();
  }

  /**
   * What came of it.
   *
   * @param encoder learnt from the training rows
   * @param inputs of all rows
   * @param columns what each column was taken for
   * @param notes what a reader of the scores must know
   */
  public record Fitted(
      TableEncoder encoder, Inputs inputs, List<ColumnProfile> columns, List<String> notes) {}

  /**
   * Reads the columns.
   *
   * @param problems takes rows with a text where the number or the date of a feature is
   */
  public static TableFit read(CsvTable table, Columns wanted, Problems problems)
      throws DatasetFormatException {
    TableFit fit = new TableFit(table, wanted);
    for (String name : wanted.features) {
      fit.add(name, problems);
    }
    return fit;
  }

  /** All at once, of a table without missing values or where they become the mean. */
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
    Columns wanted = new Columns(features, categorical, Set.of(), false, missingTexts);
    return read(table, wanted, problems).fit(train, missing, unseen, problems);
  }

  private void add(String name, Problems problems) throws DatasetFormatException {
    int column = table.column(name);
    boolean isCategorical = wanted.categorical.contains(name);
    boolean mayLeaveOut = wanted.leavesOut && !isCategorical && !wanted.kept.contains(name);
    NumberColumn read = NumberColumn.of(table, column, wanted.missingTexts);
    if (mayLeaveOut) {
      ColumnSorting.Verdict useless = ColumnSorting.of(table, column, name, read);
      if (useless != null) {
        leaveOut(name, useless, read.missing());
        return;
      }
    }
    if (!isCategorical && read.isNumeric()) {
      if (read.oddCount() > 0) {
        read.addFaults(table, name, problems);
        problems.remedy(REMEDY);
      }
      columns.add(new ReadColumn.OfNumbers(name, read));
      return;
    }
    if (wanted.leavesOut && !isCategorical && read.holdsDates()) {
      DateColumn dates = DateColumn.of(table, column, wanted.missingTexts);
      if (dates != null && addDates(name, dates, problems)) {
        return;
      }
    }
    boolean resembles =
        read.resemblesNumbers() && !read.holdsDates() && read.different() > MANY_CATEGORIES;
    if (!isCategorical && resembles) {
      read.addFaults(table, name, problems);
      problems.remedy(REMEDY);
    }
    CsvTable.Coded coded = table.coded(column);
    columns.add(
        new ReadColumn.OfCategories(
            name,
            new CsvTable.Coded(
                coded.codes(),
                coded.texts().stream()
                    .map(text -> wanted.missingTexts.contains(text) ? "" : text)
                    .toList())));
  }

  private boolean addDates(String name, DateColumn dates, Problems problems)
      throws DatasetFormatException {
    if (dates.form() == null) {
      ambiguous.add(name);
      leaveOut(
          name,
          new ColumnSorting.Verdict(
              Kind.DATE, "day or month may come first", "the day or the month may come first"),
          dates.missing());
      return true;
    }
    if (dates.odd().length > 0) {
      dates.addFaults(table, name, problems);
      problems.remedy(REMEDY);
    }
    columns.add(new ReadColumn.OfDates(name, dates.form(), dates));
    return true;
  }

  private void leaveOut(String name, ColumnSorting.Verdict useless, int missing) {
    freeText = useless.kind() == Kind.TEXT && freeText == null ? name : freeText;
    profiles.add(
        new ColumnProfile(
            name, useless.kind(), missing, useless.holds(), "left out: " + useless.why(), true));
  }

  /** Leaves the rows out that are not named. */
  public void keep(int[] rows) {
    if (rows.length < size) {
      columns.forEach(column -> column.keep(rows));
      table = table.select(rows);
      size = rows.length;
    }
  }

  /**
   * Columns without a value in some rows.
   *
   * @param name of the column
   * @param rows without a value, ascending
   */
  public record Missing(String name, int[] rows) {}

  /** The columns that have no value in some row, with those rows. */
  public List<Missing> missing() {
    List<Missing> missing = new ArrayList<>();
    for (ReadColumn column : columns) {
      int[] rows = IntStream.range(0, size).filter(column::isMissing).toArray();
      if (rows.length > 0) {
        missing.add(new Missing(column.name(), rows));
      }
    }
    return missing;
  }

  /**
   * Learns from training rows.
   *
   * @param train the training rows
   * @param missing what becomes of missing values; there are none unless they become the mean
   * @param problems takes columns without a value in any training row or with too many categories,
   *     and rows with a category that no training row has where those are refused
   * @throws DatasetFormatException if nothing can be learnt of a column, or all are left out
   */
  public Fitted fit(int[] train, MissingValues missing, UnseenCategories unseen, Problems problems)
      throws DatasetFormatException {
    if (columns.isEmpty()) {
      throw new DatasetFormatException(
          "%s has no column left to learn from: %s. Name columns in kept to use them all the same."
              .formatted(table.source(), leftOut()));
    }
    refuseColumns(train, problems);
    Map<String, Integer> lacking = new LinkedHashMap<>();
    Map<String, Integer> many = new LinkedHashMap<>();
    List<TableInputs.Piece> pieces = new ArrayList<>();
    List<ColumnProfile> all = new ArrayList<>(profiles);
    for (ReadColumn column : columns) {
      column.learnFrom(train);
      int lacks = (int) IntStream.range(0, size).filter(column::isMissing).count();
      if (column.kind() != Kind.CATEGORY ? lacks > 0 : column.missing(train) > 0) {
        lacking.put(column.name(), column.kind() == Kind.CATEGORY ? column.missing(train) : lacks);
      }
      int width = column.learnt().width();
      if (column.kind() == Kind.CATEGORY && width > MANY_CATEGORIES) {
        many.put(column.name(), width);
      }
      all.add(profile(column, lacks));
      addUnseen(column, unseen, problems);
      pieces.add(column.features());
    }
    TableEncoder encoder =
        new TableEncoder(
            columns.stream().map(ReadColumn::learnt).toList(),
            missing,
            List.copyOf(wanted.missingTexts),
            unseen);
    return new Fitted(encoder, new TableInputs(size, pieces), all, notes(encoder, lacking, many));
  }

  private void refuseColumns(int[] train, Problems problems) throws DatasetFormatException {
    boolean isRefused = false;
    for (ReadColumn column : columns) {
      if (column.missing(train) == train.length) {
        isRefused = true;
        problems.add(
            "column %s has no value in any training row; name it in ignored"
                .formatted(column.name()));
      }
      if (column instanceof ReadColumn.OfCategories categories) {
        int seen = categories.seen(train).size();
        if (seen > MOST_CATEGORIES) {
          isRefused = true;
          problems.add(
              "column %s has %d different texts in %d training rows; at most %d categories are made. Name it in ignored or as id"
                  .formatted(column.name(), seen, train.length, MOST_CATEGORIES));
        }
      }
    }
    if (isRefused) {
      problems.remedy(REMEDY);
      problems.refuse();
    }
  }

  private void addUnseen(ReadColumn column, UnseenCategories unseen, Problems problems)
      throws DatasetFormatException {
    if (unseen != UnseenCategories.REFUSE) {
      return;
    }
    for (int row = 0; row < size; row++) {
      String category = column.unseen(row);
      if (category != null) {
        problems.addRow(
            row,
            "%s: column %s is \"%s\", which no training row has; they have %s"
                .formatted(table.lineOf(row), column.name(), category, column.learnt().expected()));
        problems.remedy("Correct it, or set unseen: zeros to read it as none of them.");
      }
    }
  }

  private static ColumnProfile profile(ReadColumn column, int missing) {
    int width = column.learnt().width();
    return new ColumnProfile(
        column.name(),
        column.kind(),
        missing,
        column.holds(),
        width == 1 ? "1 feature" : width + " features",
        false);
  }

  private String leftOut() {
    return CsvTable.shortened(
        profiles.stream()
            .map(each -> "%s (%s)".formatted(each.name(), each.use().replace("left out: ", "")))
            .toList());
  }

  private List<String> notes(
      TableEncoder encoder, Map<String, Integer> lacking, Map<String, Integer> many) {
    List<String> notes = new ArrayList<>();
    if (!profiles.isEmpty()) {
      notes.add(
          "Columns left out: %s. Name those in kept that are to be features all the same (as by --set 'data.kept=[COLUMN]')."
              .formatted(leftOut()));
    }
    if (!ambiguous.isEmpty()) {
      notes.add(
          "Dates in %s may begin with the day or the month, and none tells which. Write them as 2024-01-31 to have features of them."
              .formatted(CsvTable.shortened(ambiguous)));
    }
    if (freeText != null) {
      notes.add(
          "Column %s holds free text. If the question is about the texts, train on them alone: --text %1$s."
              .formatted(freeText));
    }
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
    String dates =
        String.join(
            ", ",
            columns.stream()
                .filter(column -> column.kind() == Kind.DATE)
                .map(ReadColumn::name)
                .toList());
    if (!dates.isEmpty()) {
      notes.add(
          "Dates became the days since the first training row's, the month, the day of the week and the hour, as far as they differ: %s."
              .formatted(dates));
    }
    notes.addAll(encoder.offsets().notes(encoder.featureNames()::get));
    return notes;
  }

  private static String listed(Map<String, Integer> counts, String form) {
    List<String> all = new ArrayList<>();
    counts.forEach((name, count) -> all.add(form.formatted(name, count)));
    return CsvTable.shortened(all);
  }

  /** Training rows of a table all of whose rows are. */
  static int[] allRows(CsvTable table) {
    int[] rows = new int[table.size()];
    Arrays.setAll(rows, row -> row);
    return rows;
  }
}

package org.fierce.data.encode;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fierce.data.ColumnOffsets;
import org.fierce.data.FloatMatrix;
import org.fierce.data.NamedColumns;
import org.fierce.data.Reading;
import org.fierce.data.csv.CsvFile;
import org.fierce.data.csv.CsvTable;
import org.fierce.data.csv.NumberColumn;
import org.fierce.data.csv.Problems;
import org.fierce.files.DatasetFormatException;
import org.jspecify.annotations.Nullable;

/**
 * Turns the cells of a table into numbers: numeric columns ({@link NumberColumn}) as they are,
 * categorical ones as one number a category (1 for the row's own, else 0). Categories, means and
 * offsets are those of the training rows.
 *
 * <p>A column is numeric if it is not named as categorical and at least half of its texts are
 * numbers; then every other text in it is refused rather than made a category. So is a column of
 * many texts that look like numbers and are none, as {@code 12 kg}; dates are categories.
 */
public final class TableEncoder {
  private static final int MOST_CATEGORIES = 1000;
  private static final int MANY_CATEGORIES = 50;
  private static final String REMEDY =
      "Correct the texts, leave them empty, name them in missingTexts, or name the column in categorical or ignored (as by --set 'data.ignored=[COLUMN]').";

  /** One column of the table and the features made of it. */
  private sealed interface Feature {
    String name();

    int width();

    /** What is subtracted from the first of its features. */
    default double offset() {
      return 0;
    }

    /** What {@link #write} made numbers of; null where it was missing or unseen. */
    @Nullable Object read(float[] row, int offset);

    void write(CsvTable table, int row, float[] target, int offset) throws DatasetFormatException;
  }

  private record Numeric(
      String name, double[] values, double mean, double offset, boolean indicator)
      implements Feature {
    @Override
    public @Nullable Object read(float[] row, int at) {
      if (indicator && row[at + 1] == 1) {
        return null;
      }
      return offset == 0 ? (Object) row[at] : (Object) (row[at] + offset);
    }

    @Override
    public int width() {
      return indicator ? 2 : 1;
    }

    @Override
    public void write(CsvTable table, int row, float[] target, int at) {
      boolean isMissing = Double.isNaN(values[row]);
      target[at] = (float) ((isMissing ? mean : values[row]) - offset);
      if (indicator) {
        target[at + 1] = isMissing ? 1 : 0;
      }
    }
  }

  private record Categorical(
      String name,
      int column,
      Map<String, Integer> categories,
      Set<String> missing,
      UnseenCategories unseen)
      implements Feature {
    @Override
    public int width() {
      return categories.size();
    }

    @Override
    public @Nullable Object read(float[] row, int offset) {
      for (Map.Entry<String, Integer> category : categories.entrySet()) {
        if (row[offset + category.getValue()] == 1) {
          return category.getKey().isEmpty() ? null : category.getKey();
        }
      }
      return null;
    }

    @Override
    public void write(CsvTable table, int row, float[] target, int offset)
        throws DatasetFormatException {
      String text = category(table, row, column, missing);
      Integer category = categories.get(text);
      if (category != null) {
        target[offset + category] = 1;
      } else if (unseen == UnseenCategories.REFUSE) {
        throw new DatasetFormatException(
            ("%s: column %s is \"%s\", which no training row has; they have %s. Correct it, or set unseen: zeros"
                    + " to read it as none of them.")
                .formatted(table.place(row), name, text, shortened(categories.keySet())));
      }
    }
  }

  private final CsvTable table;
  private final int[] train;
  private final Set<String> missing;
  private final UnseenCategories unseen;
  private final List<Feature> features = new ArrayList<>();
  private final List<String> names = new ArrayList<>();
  private final Map<String, Integer> lacking = new LinkedHashMap<>();
  private final Map<String, Integer> many = new LinkedHashMap<>();

  private TableEncoder(CsvTable table, int[] train, Set<String> missing, UnseenCategories unseen) {
    this.table = table;
    this.train = train;
    this.missing = missing;
    this.unseen = unseen;
  }

  /**
   * Learns the features from training rows.
   *
   * @param columns the columns to make features of
   * @param missing texts that stand for a missing value, the empty one among them
   * @throws DatasetFormatException if no training row has a value in a column, a column has too
   *     many categories, or texts are no numbers where numbers are; with all such faults
   */
  public static TableEncoder fit(
      CsvTable table,
      List<String> columns,
      Set<String> categorical,
      int[] train,
      Set<String> missing,
      UnseenCategories unseen)
      throws DatasetFormatException {
    TableEncoder encoder = new TableEncoder(table, train, missing, unseen);
    Problems problems = new Problems(table.source());
    for (String name : columns) {
      int column = table.column(name);
      NumberColumn numbers = NumberColumn.of(table, column, missing);
      if (!categorical.contains(name) && numbers.isNumeric()) {
        numbers.addFaults(table, name, problems);
        encoder.addNumeric(name, numbers, problems);
      } else {
        if (!categorical.contains(name)
            && numbers.resemblesNumbers()
            && !numbers.holdsDates()
            && numbers.different() > MANY_CATEGORIES) {
          numbers.addFaults(table, name, problems);
        }
        encoder.addCategorical(name, column, problems);
      }
    }
    problems.refuse(REMEDY);
    return encoder;
  }

  private void addNumeric(String name, NumberColumn numbers, Problems problems) {
    double[] values = numbers.values();
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
    if (present == 0) {
      problems.add(
          "column %s has no value in any training row; name it in ignored".formatted(name));
    }
    if (numbers.missing() > 0) {
      lacking.put(name, numbers.missing());
    }
    boolean indicator = present < train.length;
    features.add(new Numeric(name, values, sum / present, moments.offset(0), indicator));
    names.add(name);
    if (indicator) {
      names.add(name + " is missing");
    }
  }

  private void addCategorical(String name, int column, Problems problems) {
    Set<String> seen = new LinkedHashSet<>();
    int empty = 0;
    for (int row : train) {
      String text = category(table, row, column, missing);
      empty += text.isEmpty() ? 1 : 0;
      seen.add(text);
    }
    if (empty == train.length) {
      problems.add(
          "column %s has no value in any training row; name it in ignored".formatted(name));
    }
    if (seen.size() > MOST_CATEGORIES) {
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
    Map<String, Integer> categories = new HashMap<>();
    for (String category : CsvTable.sorted(seen)) {
      categories.put(category, categories.size());
      names.add(name + (category.isEmpty() ? " is missing" : " = " + category));
    }
    features.add(new Categorical(name, column, categories, missing, unseen));
  }

  private static String category(CsvTable table, int row, int column, Set<String> missing) {
    String text = table.rows().get(row)[column];
    return missing.contains(text) ? "" : CsvFile.composed(text);
  }

  /** Names of the features in order, as {@code rooms} and {@code ocean_proximity = INLAND}. */
  public List<String> names() {
    return List.copyOf(names);
  }

  /** What was subtracted from features, and what a reader of the scores must know. */
  public Reading reading() {
    double[] offsets = new double[names.size()];
    boolean isMoved = false;
    int at = 0;
    for (Feature feature : features) {
      offsets[at] = feature.offset();
      isMoved |= offsets[at] != 0;
      at += feature.width();
    }
    ColumnOffsets moved = isMoved ? new ColumnOffsets(offsets) : ColumnOffsets.NONE;
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
    notes.addAll(moved.notes(names::get));
    return new Reading(notes, moved);
  }

  private static String listed(Map<String, Integer> counts, String form) {
    List<String> all = new ArrayList<>();
    counts.forEach((name, count) -> all.add(form.formatted(name, count)));
    return CsvTable.shortened(all);
  }

  /** Reads features back as cells. */
  public NamedColumns columns() {
    return new Columns(List.copyOf(features));
  }

  private record Columns(List<Feature> features) implements NamedColumns {
    @Override
    public List<String> names() {
      return features.stream().map(Feature::name).toList();
    }

    @Override
    public List<@Nullable Object> cells(float[] row) {
      List<@Nullable Object> cells = new ArrayList<>();
      int offset = 0;
      for (Feature feature : features) {
        cells.add(feature.read(row, offset));
        offset += feature.width();
      }
      return cells;
    }
  }

  /** The features of all rows. */
  public FloatMatrix encode() throws DatasetFormatException {
    int columns = names.size();
    FloatMatrix matrix = FloatMatrix.zeros(table.size(), columns);
    for (int row = 0; row < table.size(); row++) {
      int offset = row * columns;
      for (Feature feature : features) {
        feature.write(table, row, matrix.values(), offset);
        offset += feature.width();
      }
    }
    return matrix;
  }

  private static String shortened(Set<String> texts) {
    List<String> sorted = CsvTable.sorted(texts);
    return sorted.size() <= 10
        ? String.join(", ", sorted)
        : String.join(", ", sorted.subList(0, 10)) + " and " + (sorted.size() - 10) + " more";
  }
}

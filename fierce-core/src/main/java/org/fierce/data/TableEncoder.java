package org.fierce.data;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns the cells of a table into numbers: numeric columns as they are, categorical ones as one
 * number a category (1 for the row's own, else 0). Kinds, categories and means are those of the
 * training rows.
 *
 * <p>A column is numeric if it is not named as categorical and at least half of its training cells
 * are numbers; then every other text in it is refused rather than made a category.
 */
final class TableEncoder {
  private static final int MOST_CATEGORIES = 1000;

  /** One column of the table and the features made of it. */
  private sealed interface Feature {
    String name();

    int width();

    /** What {@link #write} made numbers of; null where it was missing or unseen. */
    @Nullable Object read(float[] row, int offset);

    void write(CsvTable table, int row, float[] target, int offset) throws DatasetFormatException;
  }

  private record Numeric(
      String name, int column, double mean, boolean indicator, Set<String> missing)
      implements Feature {
    @Override
    public @Nullable Object read(float[] row, int offset) {
      return indicator && row[offset + 1] == 1 ? null : row[offset];
    }

    @Override
    public int width() {
      return indicator ? 2 : 1;
    }

    @Override
    public void write(CsvTable table, int row, float[] target, int offset)
        throws DatasetFormatException {
      String text = table.rows().get(row)[column];
      boolean isMissing = missing.contains(text);
      target[offset] = (float) (isMissing ? mean : table.number(text, row, name));
      if (indicator) {
        target[offset + 1] = isMissing ? 1 : 0;
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
      String text = table.rows().get(row)[column];
      Integer category = categories.get(missing.contains(text) ? "" : text);
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

  private final List<Feature> features = new ArrayList<>();
  private final List<String> names = new ArrayList<>();

  private TableEncoder() {}

  /**
   * Learns the features from training rows.
   *
   * @param columns the columns to make features of
   * @param missing texts that stand for a missing value, the empty one among them
   * @throws DatasetFormatException if no training row has a value in a column, or a column has too
   *     many categories
   */
  static TableEncoder fit(
      CsvTable table,
      List<String> columns,
      Set<String> categorical,
      int[] train,
      Set<String> missing,
      UnseenCategories unseen)
      throws DatasetFormatException {
    TableEncoder encoder = new TableEncoder();
    for (String name : columns) {
      int column = table.column(name);
      int present = 0;
      int numbers = 0;
      for (int row : train) {
        String text = table.rows().get(row)[column];
        if (!missing.contains(text)) {
          present++;
          numbers += CsvTable.isNumber(text) ? 1 : 0;
        }
      }
      if (present == 0) {
        throw new DatasetFormatException(
            "%s: column %s has no value in any training row; name it in ignored"
                .formatted(table.files().get(0), name));
      }
      if (!categorical.contains(name) && 2L * numbers >= present) {
        encoder.addNumeric(table, name, column, train, present, missing);
      } else {
        encoder.addCategorical(table, name, column, train, missing, unseen);
      }
    }
    return encoder;
  }

  private void addNumeric(
      CsvTable table, String name, int column, int[] train, int present, Set<String> missing)
      throws DatasetFormatException {
    double sum = 0;
    for (int row : train) {
      String text = table.rows().get(row)[column];
      sum += missing.contains(text) ? 0 : table.number(text, row, name);
    }
    boolean indicator = present < train.length;
    features.add(new Numeric(name, column, sum / present, indicator, missing));
    names.add(name);
    if (indicator) {
      names.add(name + " is missing");
    }
  }

  private void addCategorical(
      CsvTable table,
      String name,
      int column,
      int[] train,
      Set<String> missing,
      UnseenCategories unseen)
      throws DatasetFormatException {
    Set<String> seen = new LinkedHashSet<>();
    for (int row : train) {
      String text = table.rows().get(row)[column];
      seen.add(missing.contains(text) ? "" : text);
    }
    if (seen.size() > MOST_CATEGORIES) {
      throw new DatasetFormatException(
          "%s: column %s has %d different texts in %d training rows; at most %d categories are made. Name it in ignored or as id."
              .formatted(table.files().get(0), name, seen.size(), train.length, MOST_CATEGORIES));
    }
    Map<String, Integer> categories = new HashMap<>();
    for (String category : CsvTable.sorted(seen)) {
      categories.put(category, categories.size());
      names.add(name + (category.isEmpty() ? " is missing" : " = " + category));
    }
    features.add(new Categorical(name, column, categories, missing, unseen));
  }

  /** Names of the features in order, as {@code rooms} and {@code ocean_proximity = INLAND}. */
  List<String> names() {
    return List.copyOf(names);
  }

  /** Reads features back as cells. */
  NamedColumns columns() {
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
  FloatMatrix encode(CsvTable table) throws DatasetFormatException {
    int columns = names.size();
    float[] values = new float[Math.multiplyExact(table.size(), columns)];
    for (int row = 0; row < table.size(); row++) {
      int offset = row * columns;
      for (Feature feature : features) {
        feature.write(table, row, values, offset);
        offset += feature.width();
      }
    }
    return new FloatMatrix(table.size(), columns, values);
  }

  private static String shortened(Set<String> texts) {
    List<String> sorted = CsvTable.sorted(texts);
    return sorted.size() <= 10
        ? String.join(", ", sorted)
        : String.join(", ", sorted.subList(0, 10)) + " and " + (sorted.size() - 10) + " more";
  }
}

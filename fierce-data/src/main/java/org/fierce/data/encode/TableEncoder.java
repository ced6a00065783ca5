package org.fierce.data.encode;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.fierce.data.ColumnOffsets;
import org.fierce.data.FloatMatrix;
import org.fierce.data.InputShape;
import org.fierce.data.Inputs;
import org.fierce.data.RowEncoder;
import org.fierce.data.RowKind;
import org.fierce.data.RowNote;
import org.fierce.data.csv.CsvFile;
import org.fierce.data.csv.CsvTable;
import org.fierce.files.DatasetFormatException;
import org.jspecify.annotations.Nullable;

/**
 * Turns the cells of a table into numbers: numeric columns as they are, categorical ones as one
 * number a category (1 for the row's own, else 0), dates as days, month, day of the week and hour.
 * A row is a {@link Map} of cells by the name of their column: texts as they stand in a table,
 * numbers, truths; null or an empty text where a value is missing. Columns that no feature is made
 * of may be among them. {@link TableFit} learns it.
 */
public final class TableEncoder implements RowEncoder {
  private final List<TableColumn> columns;
  private final MissingValues missing;
  private final Set<String> missingTexts;
  private final UnseenCategories unseen;
  private final int width;

  /**
   * An encoder that has learnt.
   *
   * @param columns at least one, each name once
   * @param missing what becomes of missing values
   * @param missingTexts texts that stand for a missing value, besides the empty one and, among
   *     numbers, the usual ones
   * @param unseen what becomes of categories that no training row had
   * @throws IllegalArgumentException if there is no column, or a name stands there twice
   */
  @JsonCreator
  TableEncoder(
      @JsonProperty("columns") List<TableColumn> columns,
      @JsonProperty("missing") MissingValues missing,
      @JsonProperty("missingTexts") List<String> missingTexts,
      @JsonProperty("unseen") UnseenCategories unseen) {
    this.columns = List.copyOf(columns);
    this.missing = Objects.requireNonNull(missing);
    this.missingTexts = Set.copyOf(missingTexts);
    this.unseen = Objects.requireNonNull(unseen);
    this.width = columns.stream().mapToInt(TableColumn::width).sum();
    if (columns.isEmpty() || new HashSet<>(columnNames()).size() < columns.size()) {
      throw new IllegalArgumentException(
          "columns are %s; expected at least one, and each name once".formatted(columnNames()));
    }
  }

  /** The columns in the order of their features. */
  @JsonProperty
  List<TableColumn> columns() {
    return columns;
  }

  /** What becomes of missing values. */
  @JsonProperty
  MissingValues missing() {
    return missing;
  }

  /** Texts that stand for a missing value, by alphabet. */
  @JsonProperty
  List<String> missingTexts() {
    return missingTexts.stream().sorted().toList();
  }

  /** What becomes of categories that no training row had. */
  @JsonProperty
  UnseenCategories unseen() {
    return unseen;
  }

  @Override
  public InputShape shape() {
    return InputShape.vector(width);
  }

  @Override
  public String rowInWords() {
    return "a Map of cells by column name (%s)".formatted(CsvTable.shortened(columnNames()));
  }

  @Override
  public List<String> columnNames() {
    return columns.stream().map(TableColumn::name).toList();
  }

  @Override
  public boolean isNumber(String column) {
    return columns.stream()
        .anyMatch(each -> each.name().equals(column) && each instanceof TableColumn.Numbers);
  }

  @Override
  public List<String> featureNames() {
    return columns.stream().flatMap(column -> column.features().stream()).toList();
  }

  @Override
  public ColumnOffsets offsets() {
    double[] offsets = columns.stream().flatMapToDouble(TableColumn::offsets).toArray();
    return Arrays.stream(offsets).allMatch(offset -> offset == 0)
        ? ColumnOffsets.NONE
        : new ColumnOffsets(offsets);
  }

  @Override
  public RowKind rowKind() {
    return RowKind.CELLS;
  }

  @Override
  public @Nullable RowNote outOfRange(Object row, int feature) {
    int at = 0;
    for (TableColumn column : columns) {
      if (at == feature && !(column instanceof TableColumn.OfCategories)) {
        String value = String.valueOf(((Map<?, ?>) row).get(column.name()));
        return new RowNote(RowNote.Kind.OUT_OF_RANGE, column.name(), CsvFile.trimmed(value));
      }
      at += column.width();
    }
    return null;
  }

  @Override
  public float[] encode(Object row) throws DatasetFormatException {
    return encode(row, unseen == UnseenCategories.ZEROS, strange -> {});
  }

  @Override
  public float[] encode(Object row, Consumer<RowNote> strange) throws DatasetFormatException {
    return encode(row, true, strange);
  }

  private float[] encode(Object row, boolean mayBeUnseen, Consumer<RowNote> strange)
      throws DatasetFormatException {
    if (!(row instanceof Map<?, ?> cells)) {
      throw notARow(row);
    }
    float[] input = new float[width];
    int at = 0;
    for (TableColumn column : columns) {
      if (!cells.containsKey(column.name())) {
        throw new DatasetFormatException(
            "column %s is not among the cells; expected %s. Give it, or null where its value is missing."
                .formatted(column.name(), CsvTable.shortened(columnNames())));
      }
      Object cell = column.value(cells.get(column.name()), missingTexts);
      if (cell == null && missing != MissingValues.MEAN_INDICATOR) {
        throw new DatasetFormatException(
            "column %s is missing (\"%s\"); expected %s, as every training row had. Fill it in, or train with missing: mean-indicator."
                .formatted(
                    column.name(),
                    cells.get(column.name()) == null ? "" : cells.get(column.name()),
                    column.expected()));
      }
      boolean isKnown = column.write(cell, input, at);
      if (!isKnown && !mayBeUnseen) {
        throw column.refusal("", String.valueOf(cell == null ? "" : cell));
      }
      if (cell == null) {
        strange.accept(new RowNote(RowNote.Kind.MISSING_VALUE, column.name(), ""));
      } else if (!isKnown) {
        strange.accept(new RowNote(RowNote.Kind.UNSEEN_CATEGORY, column.name(), cell.toString()));
      }
      at += column.width();
    }
    return input;
  }

  @Override
  public List<@Nullable Object> cells(float[] input) {
    List<@Nullable Object> cells = new ArrayList<>();
    int at = 0;
    for (TableColumn column : columns) {
      cells.add(column.read(input, at));
      at += column.width();
    }
    return cells;
  }

  @Override
  public Inputs recoded(Inputs rows, RowEncoder other) throws DatasetFormatException {
    if (other instanceof TableEncoder table
        && table.featureNames().equals(featureNames())
        && table.offsets().equals(offsets())) {
      return rows;
    }
    List<String> names = other.columnNames();
    if (names.isEmpty()) {
      return RowEncoder.super.recoded(rows, other);
    }
    FloatMatrix recoded = FloatMatrix.zeros(rows.size(), width);
    float[] input = new float[rows.shape().values()];
    Map<String, @Nullable Object> cells = new HashMap<>();
    for (int row = 0; row < rows.size(); row++) {
      rows.read(row, input, 0);
      List<@Nullable Object> read = other.cells(input);
      for (int i = 0; i < names.size(); i++) {
        cells.put(names.get(i), read.get(i));
      }
      System.arraycopy(encode(cells), 0, recoded.values(), row * width, width);
    }
    return recoded;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TableEncoder encoder
        && columns.equals(encoder.columns)
        && missing == encoder.missing
        && missingTexts.equals(encoder.missingTexts)
        && unseen == encoder.unseen;
  }

  @Override
  public int hashCode() {
    return columns.hashCode();
  }
}

package org.fierce.data.split;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Objects;
import org.fierce.data.csv.LabelledRows;
import org.fierce.files.DatasetFormatException;
import org.fierce.labels.FineTargets;
import org.jspecify.annotations.Nullable;

/**
 * The columns that hold the fine target. Written as the name of a column, or as {@code {shares: [a,
 * b, c]}}, {@code {classes: column}} or {@code {number: column}}.
 *
 * <p>A bare name means a number where the coarse label is bins of the same column, classes where a
 * hierarchy groups them or the source is one of images, and otherwise what the column holds:
 * numbers if all its values are numbers.
 *
 * @param column a column whose kind follows from the rest, or null
 * @param classes a column of fine classes, or null
 * @param number a column of numbers, or null
 * @param shares columns of shares that sum to 1, or empty
 */
public record FineColumns(
    @Nullable String column,
    @Nullable String classes,
    @Nullable String number,
    List<String> shares) {
  /**
   * Checks that exactly one kind is given.
   *
   * @throws IllegalArgumentException if none or several are, or there is a single share
   */
  @JsonCreator(mode = JsonCreator.Mode.PROPERTIES)
  public FineColumns(
      @JsonProperty("column") @Nullable String column,
      @JsonProperty("classes") @Nullable String classes,
      @JsonProperty("number") @Nullable String number,
      @JsonProperty("shares") @Nullable List<String> shares) {
    this.column = column;
    this.classes = classes;
    this.number = number;
    this.shares = shares == null ? List.of() : List.copyOf(shares);
    int kinds =
        (column == null ? 0 : 1)
            + (classes == null ? 0 : 1)
            + (number == null ? 0 : 1)
            + (this.shares.isEmpty() ? 0 : 1);
    if (kinds != 1) {
      throw new IllegalArgumentException(
          "the fine target is one of a column, classes, a number or shares; found column %s, classes %s, number %s, shares %s"
              .formatted(column, classes, number, this.shares));
    }
    if (this.shares.size() == 1) {
      throw new IllegalArgumentException(
          "a mixture needs at least two shares; found only " + this.shares.get(0));
    }
  }

  /** A column whose kind follows from the rest. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static FineColumns of(String column) {
    return new FineColumns(column, null, null, null);
  }

  /** A column of fine classes. */
  public static FineColumns ofClasses(String column) {
    return new FineColumns(null, column, null, null);
  }

  /** A column of numbers. */
  public static FineColumns ofNumber(String column) {
    return new FineColumns(null, null, column, null);
  }

  /** Columns of shares. */
  public static FineColumns ofShares(String... columns) {
    return new FineColumns(null, null, null, List.of(columns));
  }

  /**
   * The targets of all rows; of rows whose cells are empty they are not known.
   *
   * @param notes takes what is to be said of how they were read
   * @throws DatasetFormatException if a column is missing, or a text does not fit
   */
  public FineTargets read(LabelledRows rows, List<String> notes) throws DatasetFormatException {
    return Objects.requireNonNull(
        new FineReader(new LabelColumns(null, this, null), rows, notes).readAll());
  }

  /** All columns the target is made of. */
  List<String> columns() {
    if (!shares.isEmpty()) {
      return shares;
    }
    return List.of(single());
  }

  /** The single column; not for shares. */
  public String single() {
    if (column != null) {
      return column;
    }
    if (classes != null) {
      return classes;
    }
    if (number != null) {
      return number;
    }
    throw new IllegalStateException("shares have several columns");
  }
}

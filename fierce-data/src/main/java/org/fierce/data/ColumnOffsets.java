package org.fierce.data;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;

/**
 * What is subtracted from columns of double precision before they become float32, because their
 * values are so large beside their spread (10,000 deviations from 0, as timestamps are) that
 * float32 would not tell them apart. Other columns have the offset 0 and stay as they are.
 *
 * <p>A column is moved by its mean. That changes no distance between rows and nothing that is
 * centred or standardised later, as inputs of a network and of a probe are; cosines between rows do
 * change, of which such a column would otherwise say nothing but its sign.
 *
 * @param values one a column, or empty where none is moved
 */
public record ColumnOffsets(@JsonValue double[] values) {
  /** Moves no column. */
  public static final ColumnOffsets NONE = new ColumnOffsets(new double[0]);

  private static final double MOST_DEVIATIONS = 1e4;
  private static final int SHOWN = 5;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is not finite
   */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public ColumnOffsets {
    for (double offset : values) {
      if (!Double.isFinite(offset)) {
        throw new IllegalArgumentException(
            "offset %s of a column is not a finite number".formatted(offset));
      }
    }
  }

  /** Whether no column is moved. */
  public boolean isEmpty() {
    return values.length == 0;
  }

  /** What is subtracted from a column. */
  public double at(int column) {
    return column < values.length ? values[column] : 0;
  }

  /**
   * Rows whose columns were moved by other offsets, as if they had been moved by these.
   *
   * @param rows vectors of as many columns
   */
  public Inputs of(Inputs rows, ColumnOffsets others) {
    if (equals(others) || !rows.shape().isVector()) {
      return rows;
    }
    float[] shift = new float[rows.shape().values()];
    for (int c = 0; c < shift.length; c++) {
      shift[c] = (float) (others.at(c) - at(c));
    }
    return new ShiftedInputs(rows, shift);
  }

  /** The note for reports; empty where no column is moved. */
  public List<String> notes(IntFunction<String> names) {
    List<String> moved = new ArrayList<>();
    for (int c = 0; c < values.length; c++) {
      if (values[c] != 0) {
        moved.add(String.format(Locale.ROOT, "%s (by %.10g)", names.apply(c), values[c]));
      }
    }
    if (moved.isEmpty()) {
      return List.of();
    }
    String more = moved.size() > SHOWN ? " and %d more".formatted(moved.size() - SHOWN) : "";
    return List.of(
        "Columns moved by their mean, because their values are too large beside their spread for float32: %s%s. Cosines are those of the moved columns."
            .formatted(String.join(", ", moved.subList(0, Math.min(SHOWN, moved.size()))), more));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ColumnOffsets offsets && Arrays.equals(values, offsets.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  /** Running means and deviations of columns. */
  public static final class Moments {
    private final double[] mean;
    private final double[] squares;
    private final long[] count;

    public Moments(int columns) {
      mean = new double[columns];
      squares = new double[columns];
      count = new long[columns];
    }

    /** Adds a value of a column; NaN counts as none. */
    public void add(int column, double value) {
      if (!Double.isNaN(value)) {
        count[column]++;
        double difference = value - mean[column];
        mean[column] += difference / count[column];
        squares[column] += difference * (value - mean[column]);
      }
    }

    double mean(int column) {
      return mean[column];
    }

    /** The mean where float32 would lose the column's spread, else 0. */
    public double offset(int column) {
      double deviation = Math.sqrt(squares[column] / Math.max(1, count[column]));
      boolean isFar = Math.abs(mean[column]) > MOST_DEVIATIONS * deviation;
      return isFar && deviation > Math.ulp(mean[column]) ? mean[column] : 0;
    }

    /** The offsets of all columns. */
    public ColumnOffsets offsets() {
      double[] offsets = new double[mean.length];
      Arrays.setAll(offsets, this::offset);
      return Arrays.stream(offsets).allMatch(offset -> offset == 0)
          ? NONE
          : new ColumnOffsets(offsets);
    }
  }
}

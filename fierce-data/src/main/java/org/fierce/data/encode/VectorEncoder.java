package org.fierce.data.encode;

import java.util.stream.IntStream;
import org.fierce.data.ColumnOffsets;
import org.fierce.data.InputShape;
import org.fierce.data.RowEncoder;
import org.fierce.data.RowKind;
import org.fierce.data.RowNote;
import org.fierce.files.DatasetFormatException;

/**
 * Takes vectors as they are, less the offsets of their columns. A row is a {@code float[]} or
 * {@code double[]}.
 *
 * @param width number of columns, at least 1
 * @param offsets what is subtracted from each column; empty where none is moved
 */
public record VectorEncoder(int width, ColumnOffsets offsets) implements RowEncoder {
  /**
   * Checks the width.
   *
   * @throws IllegalArgumentException if it is below 1, or there are offsets for another number of
   *     columns
   */
  public VectorEncoder {
    if (width < 1) {
      throw new IllegalArgumentException("width is %d; it must be at least 1".formatted(width));
    }
    if (!offsets.isEmpty() && offsets.values().length != width) {
      throw new IllegalArgumentException(
          "there are %d offsets for %d columns".formatted(offsets.values().length, width));
    }
  }

  /** Vectors of which no column is moved. */
  public static VectorEncoder of(int width) {
    return new VectorEncoder(width, ColumnOffsets.NONE);
  }

  @Override
  public InputShape shape() {
    return InputShape.vector(width);
  }

  @Override
  public String rowInWords() {
    return "%d numbers, as float[] or double[]".formatted(width);
  }

  @Override
  public RowKind rowKind() {
    return RowKind.NUMBERS;
  }

  @Override
  public RowNote outOfRange(Object row, int column) {
    return new RowNote(
        RowNote.Kind.OUT_OF_RANGE,
        "column " + column,
        row instanceof double[] doubles
            ? Double.toString(doubles[column])
            : Float.toString(((float[]) row)[column]));
  }

  @Override
  public float[] encode(Object row) throws DatasetFormatException {
    double[] values = values(row);
    if (values.length != width) {
      throw new DatasetFormatException(
          "a row has %d values; expected %d. Give the columns that the model was trained on, in their order."
              .formatted(values.length, width));
    }
    float[] input = new float[width];
    for (int column = 0; column < width; column++) {
      input[column] = (float) (values[column] - offsets.at(column));
      if (!Float.isFinite(input[column])) {
        throw new DatasetFormatException(
            "column %d (from 0) is %s; expected a finite number. Fill it in, or leave the row out."
                .formatted(column, values[column]));
      }
    }
    return input;
  }

  private double[] values(Object row) throws DatasetFormatException {
    if (row instanceof double[] doubles) {
      return doubles;
    }
    if (row instanceof float[] floats) {
      return IntStream.range(0, floats.length).mapToDouble(i -> floats[i]).toArray();
    }
    throw notARow(row);
  }
}

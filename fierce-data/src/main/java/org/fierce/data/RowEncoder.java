package org.fierce.data;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.fierce.files.DatasetFormatException;
import org.jspecify.annotations.Nullable;

/**
 * Turns one raw row (cells of a table, a text, a picture, numbers) into the input of a network, bit
 * for bit as the rows of the training data were turned. What had to be learnt for that was learnt
 * on training rows, and is saved with it: {@link org.fierce.files.Json#ofRecord} writes an encoder,
 * {@link org.fierce.files.Json#toRecord} reads it by its {@code kind}. Two encoders are equal if
 * they make the same input of every row. Immutable, and so safe to use from several threads.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
public interface RowEncoder {
  /** Shape of the input. */
  InputShape shape();

  /** What a row is, in words, as {@code a text}. */
  String rowInWords();

  /**
   * The input of one row, in the order height, width, channel.
   *
   * @param row as {@link #rowInWords} says; each encoder's own page names the types it takes
   * @throws DatasetFormatException if the row does not fit: with the column, the value, what was
   *     expected and what to do
   */
  float[] encode(Object row) throws DatasetFormatException;

  /** What kind of thing a row is. */
  RowKind rowKind();

  /**
   * The input of one new row. As {@link #encode(Object)}, but what no training row had and can be
   * answered all the same, as an unknown category, is told rather than refused.
   *
   * @param strange takes what is strange about the row
   * @throws DatasetFormatException if the row does not fit
   */
  default float[] encode(Object row, Consumer<RowNote> strange) throws DatasetFormatException {
    return encode(row);
  }

  /**
   * One new row with all that is strange about it.
   *
   * @param normalisation of the inputs, which knows how far training rows reach
   * @throws DatasetFormatException if the row does not fit
   */
  default EncodedRow encodeNew(Object row, Normalisation normalisation)
      throws DatasetFormatException {
    List<RowNote> notes = new ArrayList<>();
    float[] input = encode(row, notes::add);
    for (int column : normalisation.outOfReach(input)) {
      RowNote note = outOfRange(row, column);
      if (note != null) {
        notes.add(note);
      }
    }
    return new EncodedRow(input, notes);
  }

  /**
   * What is told of a row where one value of its input is out of reach; null where that is no
   * column of numbers, as a category, a word or a pixel.
   */
  default @Nullable RowNote outOfRange(Object row, int column) {
    return null;
  }

  /** What is subtracted from the columns of a vector. */
  default ColumnOffsets offsets() {
    return ColumnOffsets.NONE;
  }

  /** Whether the cells of a column of {@link #columnNames} are numbers. */
  default boolean isNumber(String column) {
    return false;
  }

  /**
   * Names of the values of an input, in their order, as {@code rooms} and {@code ocean_proximity =
   * INLAND}; empty where they have none of their own.
   */
  default List<String> featureNames() {
    return List.of();
  }

  /** The columns that an input can be read back as; empty where it is made of none. */
  default List<String> columnNames() {
    return List.of();
  }

  /**
   * The cells that an input was made of, one for each of {@link #columnNames}: a {@link Number} in
   * the table's unit, a {@link String} for a category, or null for a value that was missing or that
   * no training row had.
   */
  default List<@Nullable Object> cells(float[] input) {
    return List.of();
  }

  /**
   * Rows that another encoder has turned, as this one would have turned them.
   *
   * @throws DatasetFormatException if that cannot be told from the inputs
   */
  default Inputs recoded(Inputs rows, RowEncoder other) throws DatasetFormatException {
    return offsets().of(rows, other.offsets());
  }

  /** The refusal of a row of another type. */
  default DatasetFormatException notARow(@Nullable Object row) {
    return new DatasetFormatException(
        "a row is %s; expected %s. Give rows of the kind that the model was trained on."
            .formatted(row == null ? "null" : "a " + row.getClass().getSimpleName(), rowInWords()));
  }
}

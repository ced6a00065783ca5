package org.fierce.data.encode;

import java.util.Arrays;
import java.util.List;
import org.fierce.data.InputShape;
import org.fierce.data.Inputs;

/**
 * The rows of a table, column by column: a category takes two bytes a row, however many features
 * there are of it.
 */
final class TableInputs implements Inputs {
  private final Piece[] pieces;
  private final int rows;
  private final int width;

  /** The features of one column, in all rows. */
  interface Piece {
    /** Writes the features of a row into zeros. */
    void write(int row, float[] target, int at);

    /** Number of features. */
    int width();
  }

  TableInputs(int rows, List<Piece> pieces) {
    this.rows = rows;
    this.pieces = pieces.toArray(Piece[]::new);
    this.width = pieces.stream().mapToInt(Piece::width).sum();
  }

  @Override
  public InputShape shape() {
    return InputShape.vector(width);
  }

  @Override
  public int size() {
    return rows;
  }

  @Override
  public void read(int row, float[] target, int offset) {
    Arrays.fill(target, offset, offset + width, 0);
    int at = offset;
    for (Piece piece : pieces) {
      piece.write(row, target, at);
      at += piece.width();
    }
  }
}

package org.fierce.data;

/** A view of vectors with a number added to each column. */
record ShiftedInputs(Inputs source, float[] shift) implements Inputs {
  @Override
  public InputShape shape() {
    return source.shape();
  }

  @Override
  public int size() {
    return source.size();
  }

  @Override
  public void read(int row, float[] target, int offset) {
    source.read(row, target, offset);
    for (int column = 0; column < shift.length; column++) {
      target[offset + column] += shift[column];
    }
  }
}

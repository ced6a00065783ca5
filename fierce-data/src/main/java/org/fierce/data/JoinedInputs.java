package org.fierce.data;

/** The rows of one set of inputs, then those of another of the same shape. */
public record JoinedInputs(Inputs first, Inputs second) implements Inputs {
  @Override
  public InputShape shape() {
    return first.shape();
  }

  @Override
  public int size() {
    return first.size() + second.size();
  }

  @Override
  public void read(int row, float[] target, int offset) {
    if (row < first.size()) {
      first.read(row, target, offset);
    } else {
      second.read(row - first.size(), target, offset);
    }
  }
}

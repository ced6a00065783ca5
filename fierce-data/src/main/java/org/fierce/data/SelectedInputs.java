package org.fierce.data;

/** A view of some rows of other inputs. */
record SelectedInputs(Inputs source, int[] rows) implements Inputs {
  @Override
  public InputShape shape() {
    return source.shape();
  }

  @Override
  public int size() {
    return rows.length;
  }

  @Override
  public void read(int row, float[] target, int offset) {
    source.read(rows[row], target, offset);
  }

  @Override
  public Inputs select(int[] chosen) {
    int[] composed = new int[chosen.length];
    for (int i = 0; i < chosen.length; i++) {
      composed[i] = rows[chosen[i]];
    }
    return new SelectedInputs(source, composed);
  }
}

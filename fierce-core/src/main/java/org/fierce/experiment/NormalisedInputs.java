package org.fierce.experiment;

import org.fierce.data.InputShape;
import org.fierce.data.Inputs;
import org.fierce.data.Normalisation;

/** Inputs as a network sees them, normalised as they are read. */
record NormalisedInputs(Inputs rows, Normalisation normalisation) implements Inputs {
  @Override
  public InputShape shape() {
    return rows.shape();
  }

  @Override
  public int size() {
    return rows.size();
  }

  @Override
  public void read(int row, float[] target, int offset) {
    rows.read(row, target, offset);
    normalisation.apply(target, offset, 1);
  }
}

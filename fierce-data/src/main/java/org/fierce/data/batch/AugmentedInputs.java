package org.fierce.data.batch;

import org.fierce.data.InputShape;
import org.fierce.data.Inputs;
import org.fierce.data.Normalisation;

/** Inputs as an augmentation shows them in one epoch and view. */
record AugmentedInputs(
    Inputs source,
    Augmentation augmentation,
    Normalisation normalisation,
    long seed,
    int epoch,
    int view)
    implements Inputs {
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
    augmentation.apply(target, offset, normalisation, seed, epoch, row, view);
  }
}

package org.fierce.loss;

/** Plain cross-entropy with the coarse labels, in nats. */
public record CrossEntropySpec() implements LossSpec {
  @Override
  public Loss build(int featureWidth, int classes, long seed) {
    return new SmoothedCrossEntropy(0);
  }

  @Override
  public boolean usesOnlyCrossEntropy() {
    return true;
  }
}

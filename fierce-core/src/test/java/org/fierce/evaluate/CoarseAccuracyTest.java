package org.fierce.evaluate;

final class CoarseAccuracyTest extends EvaluatorContract {
  @Override
  protected Evaluator evaluator() {
    return new CoarseAccuracy();
  }
}

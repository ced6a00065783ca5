package org.fierce.evaluate;

final class FeatureGeometryTest extends EvaluatorContract {
  @Override
  protected Evaluator evaluator() {
    return new FeatureGeometry();
  }
}

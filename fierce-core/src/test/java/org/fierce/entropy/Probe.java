package org.fierce.entropy;

import java.util.function.ToDoubleFunction;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.fierce.engine.Tensors;
import org.fierce.random.Streams;

/** Values and gradients of entropy terms in double precision. */
final class Probe {
  private Probe() {}

  static double value(EntropyTerm term, double[] rows, int width, long step) {
    try (PointerScope scope = new PointerScope()) {
      return term.reward(tensor(rows, width), labels(rows, width), step).item_double();
    }
  }

  /** With coarse labels. */
  static double value(EntropyTerm term, double[] rows, int width, int[] coarse) {
    try (PointerScope scope = new PointerScope()) {
      return term.reward(tensor(rows, width), labels(coarse), 0).item_double();
    }
  }

  /** With coarse labels. */
  static double[] gradient(EntropyTerm term, double[] rows, int width, int[] coarse) {
    try (PointerScope scope = new PointerScope()) {
      Tensor features = tensor(rows, width).set_requires_grad(true);
      term.reward(features, labels(coarse), 0).backward();
      return Tensors.doubles(features.grad());
    }
  }

  /** Saturation at the given features, in 32-bit floats. */
  static double saturation(EntropyTerm term, double[] rows, int width, int[] coarse) {
    try (PointerScope scope = new PointerScope()) {
      return term.saturation(tensor(rows, width).to(ScalarType.Float), labels(coarse), 0);
    }
  }

  /** Rows of a standard normal distribution. */
  static double[] normal(long seed, int rows, int width) {
    float[] floats = Streams.normal(Streams.generator(seed, "test"), rows * width, 1);
    double[] values = new double[floats.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = floats[i];
    }
    return values;
  }

  static double[] gradient(EntropyTerm term, double[] rows, int width, long step) {
    try (PointerScope scope = new PointerScope()) {
      Tensor features = tensor(rows, width).set_requires_grad(true);
      term.reward(features, labels(rows, width), step).backward();
      return Tensors.doubles(features.grad());
    }
  }

  static double[] centralDifferences(double[] at, ToDoubleFunction<double[]> function) {
    double step = 1e-5;
    double[] gradient = new double[at.length];
    for (int i = 0; i < at.length; i++) {
      double[] moved = at.clone();
      moved[i] = at[i] + step;
      double up = function.applyAsDouble(moved);
      moved[i] = at[i] - step;
      gradient[i] = (up - function.applyAsDouble(moved)) / (2 * step);
    }
    return gradient;
  }

  static Tensor tensor(double[] rows, int width) {
    Tensor tensor = torch.zeros(rows.length / width, width).to(ScalarType.Double);
    if (rows.length > 0) {
      tensor.data_ptr_double().put(rows, 0, rows.length);
    }
    return tensor;
  }

  private static Tensor labels(double[] rows, int width) {
    return labels(new int[rows.length / width]);
  }

  private static Tensor labels(int[] labels) {
    return labels.length == 0 ? torch.zeros(0).to(ScalarType.Long) : Tensors.labels(labels);
  }
}

package org.fierce.entropy;

import java.util.function.ToDoubleFunction;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.fierce.backbone.Tensors;

/** Values and gradients of entropy terms in double precision. */
final class Probe {
  private Probe() {}

  static double value(EntropyTerm term, double[] rows, int width, long step) {
    try (PointerScope scope = new PointerScope()) {
      return term.reward(tensor(rows, width), labels(rows, width), step).item_double();
    }
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

  private static Tensor tensor(double[] rows, int width) {
    Tensor tensor = torch.zeros(rows.length / width, width).to(ScalarType.Double);
    try (DoublePointer data = tensor.data_ptr_double()) {
      data.put(rows, 0, rows.length);
    }
    return tensor;
  }

  private static Tensor labels(double[] rows, int width) {
    return Tensors.labels(new int[rows.length / width]);
  }
}

package org.fierce.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.fierce.backbone.Backbone.Parameter;
import org.fierce.engine.Tensors;
import org.junit.jupiter.api.Test;

/**
 * Every optimiser against a plain loop over doubles of the formulas in PyTorch's documentation. The
 * gradient of a step is a function of the weights: sin(3 w) + 0.1.
 */
class OptimiserTest {
  private static final int STEPS = 7;
  private static final double RATE = 0.05;
  // 7 steps of float arithmetic on numbers near 1.
  private static final double TOLERANCE = 3e-6;

  private static float[] startOf(int count, int seed) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) Math.cos(i + 10 * seed);
    }
    return values;
  }

  private static double gradient(double weight) {
    return Math.sin(3 * weight) + 0.1;
  }

  @FunctionalInterface
  private interface Rule {
    /** The new weight; {@code memory} holds two numbers of the weight's own. */
    double step(double weight, double gradient, double[] memory, int t);
  }

  /** Runs the optimiser on a matrix that decays and a bias that does not. */
  private static void assertFollows(OptimiserSpec spec, Rule decaying, Rule plain) {
    try (PointerScope scope = new PointerScope()) {
      Tensor matrix = Tensors.of(startOf(21, 0), 3, 7);
      Tensor bias = Tensors.of(startOf(5, 1), 5);
      matrix.set_requires_grad(true);
      bias.set_requires_grad(true);
      // The one that does not decay first, so that the order of the layout matters.
      List<Parameter> parameters =
          List.of(new Parameter("bias", bias, false), new Parameter("matrix", matrix, true));
      try (FlatParameters flat = new FlatParameters(parameters);
          Optimiser optimiser = Optimiser.of(spec, flat)) {
        for (int t = 1; t <= STEPS; t++) {
          flat.gradients().zero_();
          // d/dw of sum(-cos(3 w) / 3 + 0.1 w)
          for (Tensor w : List.of(matrix, bias)) {
            Tensor three = w.mul(new org.bytedeco.pytorch.Scalar(3.0));
            three
                .cos()
                .mul(new org.bytedeco.pytorch.Scalar(-1.0 / 3))
                .add(w, new org.bytedeco.pytorch.Scalar(0.1))
                .sum()
                .backward();
          }
          try (NoGradGuard guard = new NoGradGuard()) {
            optimiser.step(RATE);
          }
        }
      }
      assertClose(Tensors.floats(matrix), startOf(21, 0), decaying);
      assertClose(Tensors.floats(bias), startOf(5, 1), plain);
    }
  }

  private static void assertClose(float[] found, float[] start, Rule rule) {
    for (int i = 0; i < start.length; i++) {
      double weight = start[i];
      double[] memory = new double[2];
      for (int t = 1; t <= STEPS; t++) {
        weight = rule.step(weight, gradient(weight), memory, t);
      }
      assertThat((double) found[i]).isEqualTo(weight, within(TOLERANCE));
    }
  }

  private static Rule sgd(double momentum, boolean nesterov, double decay) {
    return (w, g, memory, t) -> {
      double d = g + decay * w;
      memory[0] = t == 1 ? d : momentum * memory[0] + d;
      double direction = nesterov ? d + momentum * memory[0] : memory[0];
      return w - RATE * (momentum == 0 ? d : direction);
    };
  }

  private static Rule adam(double decay) {
    return (w, g, memory, t) -> {
      double d = g + decay * w;
      memory[0] = 0.9 * memory[0] + 0.1 * d;
      memory[1] = 0.99 * memory[1] + 0.01 * d * d;
      double first = memory[0] / (1 - Math.pow(0.9, t));
      double second = memory[1] / (1 - Math.pow(0.99, t));
      return w - RATE * first / (Math.sqrt(second) + 1e-3);
    };
  }

  @Test
  void plainDescentFollowsItsFormula() {
    assertFollows(new OptimiserSpec.Sgd(RATE, 0, false, 0), sgd(0, false, 0), sgd(0, false, 0));
  }

  @Test
  void momentumWithDecayFollowsItsFormula() {
    assertFollows(
        new OptimiserSpec.Sgd(RATE, 0.9, false, 0.02), sgd(0.9, false, 0.02), sgd(0.9, false, 0));
  }

  @Test
  void nesterovWithDecayFollowsItsFormula() {
    assertFollows(
        new OptimiserSpec.Sgd(RATE, 0.9, true, 0.02), sgd(0.9, true, 0.02), sgd(0.9, true, 0));
  }

  @Test
  void adamFollowsItsFormula() {
    assertFollows(new OptimiserSpec.Adam(RATE, 0.9, 0.99, 1e-3, 0), adam(0), adam(0));
  }

  @Test
  void adamWithDecayFollowsItsFormula() {
    assertFollows(new OptimiserSpec.Adam(RATE, 0.9, 0.99, 1e-3, 0.02), adam(0.02), adam(0));
  }

  @Test
  void decoupledDecayFollowsItsFormula() {
    Rule decaying = (w, g, memory, t) -> adam(0).step(w * (1 - RATE * 0.02), g, memory, t);
    assertFollows(new OptimiserSpec.AdamW(RATE, 0.9, 0.99, 1e-3, 0.02), decaying, adam(0));
  }
}

package org.fierce.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.fierce.data.InputShape;
import org.fierce.engine.Tensors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NormedConvolutionTest {
  private static final Maps MAPS = Maps.of(new InputShape(9, 9, 3));

  /** Convolution, then norm, each by the engine: what evaluation does in one. */
  private static Tensor inTwoSteps(Assembly parts, Tensor input, int stride, int kernel) {
    List<Backbone.Parameter> all = parts.all();
    Tensor maps =
        torch.conv2d(
            input,
            all.get(0).tensor(),
            new TensorOptional(),
            new long[] {stride, stride},
            new long[] {kernel / 2, kernel / 2},
            new long[] {1, 1},
            1);
    return torch.batch_norm(
        maps,
        new TensorOptional(all.get(1).tensor()),
        new TensorOptional(all.get(2).tensor()),
        new TensorOptional(all.get(3).tensor()),
        new TensorOptional(all.get(4).tensor()),
        false,
        0.1,
        1e-5,
        true);
  }

  private static void makeUneven(Assembly parts) {
    try (NoGradGuard guard = new NoGradGuard()) {
      parts.parameters().get(1).tensor().copy_(Tensors.of(new float[] {1.5f, -0.5f, 0, 2}, 4));
      parts.parameters().get(2).tensor().copy_(Tensors.of(new float[] {0.1f, -3, 7, 0}, 4));
      parts.buffers().get(0).tensor().copy_(Tensors.of(new float[] {0.2f, 5, -1, 0}, 4));
      // A map that never varied has a running variance of 0.
      parts.buffers().get(1).tensor().copy_(Tensors.of(new float[] {0.7f, 30, 1e-3f, 0}, 4));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void evaluationInOnePassIsThatInTwo(int kernel) {
    for (int stride = 1; stride <= 2; stride++) {
      try (Assembly parts = new Assembly(3);
          PointerScope scope = new PointerScope()) {
        Layer layer = parts.normedConvolution("conv", "norm", MAPS, 4, kernel, stride);
        makeUneven(parts);
        Tensor input = torch.randn(5, 3, 9, 9);
        double[] expected = Tensors.doubles(inTwoSteps(parts, input, stride, kernel));

        double[] found = Tensors.doubles(layer.forward(input, false));

        assertSame(found, expected);
      }
    }
  }

  @Test
  void gradientsOfEvaluationAreThoseOfTwoSteps() {
    try (Assembly parts = new Assembly(3);
        PointerScope scope = new PointerScope()) {
      Layer layer = parts.normedConvolution("conv", "norm", MAPS, 4, 3, 1);
      makeUneven(parts);
      Tensor input = torch.randn(2, 3, 9, 9);
      for (int i = 0; i < 3; i++) {
        Tensor leaf = parts.parameters().get(i).tensor();
        double[] expected = gradient(inTwoSteps(parts, input, 1, 3), leaf);
        assertSame(gradient(layer.forward(input, false), leaf), expected);
      }
    }
  }

  /** Equal but for rounding, against the largest value. */
  private static void assertSame(double[] found, double[] expected) {
    double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
    assertThat(largest).isPositive();
    assertThat(found).hasSize(expected.length).containsExactly(expected, within(1e-5 * largest));
  }

  private static double[] gradient(Tensor output, Tensor leaf) {
    Tensor squares = output.mul(output).sum().mul(new Scalar(1e-2));
    return Tensors.doubles(
        torch
            .grad(
                new TensorVector(squares),
                new TensorVector(leaf),
                new TensorVector(),
                new BoolOptional(),
                false,
                false)
            .get(0));
  }

  @Test
  void trainingMovesTheRunningStatistics() {
    try (Assembly parts = new Assembly(3);
        PointerScope scope = new PointerScope()) {
      Layer layer = parts.normedConvolution("conv", "norm", MAPS, 4, 3, 1);
      double[] values = Tensors.doubles(layer.forward(torch.randn(8, 3, 9, 9), true));

      double sum = 0;
      for (double value : values) {
        sum += value;
      }
      assertThat(sum / values.length).isCloseTo(0, within(1e-5));
      assertThat(Tensors.doubles(parts.buffers().get(1).tensor())).doesNotContain(1.0);
    }
  }
}

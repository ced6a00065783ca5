package org.fierce.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.fierce.data.InputShape;
import org.fierce.engine.EngineSetup;
import org.fierce.engine.Tensors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConvolutionTest {
  @BeforeAll
  static void oneThread() {
    EngineSetup.ensure();
    torch.set_num_threads(1);
  }

  @ParameterizedTest(name = "{0} rows, {1} to {2} maps of {3} x {4}, kernel {5}, stride {6}")
  @CsvSource({
    // 4 to 8 maps of 16 x 16, batch 6: oneDNN's own kernel corrupted the heap.
    "6, 4, 8, 16, 16, 1, 2",
    "1, 1, 1, 1, 1, 1, 1",
    "2, 1, 2, 7, 9, 1, 2",
    "3, 3, 4, 8, 8, 1, 1",
    "2, 15, 30, 9, 8, 1, 2",
    "2, 17, 5, 2, 2, 1, 2",
    "5, 16, 32, 4, 4, 1, 2",
    "2, 3, 5, 9, 7, 3, 1",
    "3, 5, 10, 9, 7, 3, 2",
    "1, 1, 1, 1, 1, 3, 2",
    "4, 8, 16, 2, 2, 3, 2"
  })
  void mapsAndGradientsAreThoseOfTheDefinition(
      int rows, int in, int out, int height, int width, int kernel, int stride) {
    PlainConvolution plain = new PlainConvolution(rows, in, out, height, width, kernel, stride);
    try (PointerScope scope = new PointerScope()) {
      Tensor input = inChannelsLast(torch.randn(rows, in, height, width));
      Tensor weight = inChannelsLast(torch.randn(out, in, kernel, kernel));
      Tensor maps = new Convolution(kernel, stride).apply(input, weight, null);
      Tensor wanted = torch.randn(rows, out, plain.highOut, plain.wideOut);
      maps.mul(wanted).sum().backward();

      double[] values = Tensors.doubles(input);
      double[] weights = Tensors.doubles(weight);
      double[] gradient = Tensors.doubles(wanted);
      assertSame(Tensors.doubles(maps), plain.forward(values, weights));
      assertSame(Tensors.doubles(input.grad()), plain.inputGradient(weights, gradient));
      assertSame(Tensors.doubles(weight.grad()), plain.weightGradient(values, gradient));
      assertThat(maps.is_contiguous(MemoryFormat.ChannelsLast)).isTrue();
      assertThat(weight.grad().dim()).isEqualTo(4);
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 2", "3, 1", "3, 2"})
  void theBiasIsAddedToEveryPosition(int kernel, int stride) {
    try (PointerScope scope = new PointerScope()) {
      Tensor input = torch.randn(2, 3, 5, 5).contiguous(MemoryFormat.ChannelsLast);
      Tensor weight = torch.randn(4, 3, kernel, kernel).contiguous(MemoryFormat.ChannelsLast);
      Tensor bias = Tensors.of(new float[] {1, -2, 3, 0}, 4);
      Convolution convolution = new Convolution(kernel, stride);

      Tensor with = convolution.apply(input, weight, bias);
      Tensor without = convolution.apply(input, weight, null).add(bias.view(1, -1, 1, 1));

      assertSame(Tensors.doubles(with), Tensors.doubles(without));
      assertThat(with.is_contiguous(MemoryFormat.ChannelsLast)).isTrue();
    }
  }

  @Test
  void onlyTheMapsOutliveThePass() {
    try (PointerScope scope = new PointerScope()) {
      Tensor input = torch.randn(2, 3, 5, 5).contiguous(MemoryFormat.ChannelsLast);
      Tensor weight = torch.randn(4, 3, 1, 1);
      new Convolution(1, 2).apply(input, weight, null).close();
      long before = Pointer.totalCount();
      for (int i = 0; i < 100; i++) {
        new Convolution(1, 2).apply(input, weight, null).close();
      }
      // Only the numbers of a stride's slices are left to the scope, a few bytes each.
      assertThat(Pointer.totalCount() - before).isLessThan(1000);
    }
  }

  /** Shortcuts of width 1 and maps of 1 x 1, where strides do not tell one layout from another. */
  @Test
  void theSmallestResidualNetworkTrains() {
    try (PointerScope scope = new PointerScope();
        Backbone backbone =
            new ResNetSpec(18, 1, 0, Head.LINEAR, false).build(new InputShape(8, 8, 1), 2, 0)) {
      Backbone.Output output = backbone.forward(torch.randn(2, 1, 8, 8));
      output.logits().sum().backward();
      for (Backbone.Parameter parameter : backbone.parameters()) {
        assertThat(Tensors.doubles(parameter.tensor().grad())).doesNotContain(Double.NaN);
        assertThat(parameter.tensor().grad().numel()).isEqualTo(parameter.tensor().numel());
      }
    }
  }

  private static Tensor inChannelsLast(Tensor tensor) {
    Tensor leaf = tensor.contiguous(MemoryFormat.ChannelsLast).detach();
    leaf.set_requires_grad(true);
    return leaf;
  }

  /** Equal but for rounding, against the largest value. */
  private static void assertSame(double[] found, double[] expected) {
    double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
    assertThat(found).containsExactly(expected, within(1e-5 * largest));
  }
}

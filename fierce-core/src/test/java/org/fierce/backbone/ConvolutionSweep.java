package org.fierce.backbone;

import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.openblas.global.openblas;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.fierce.engine.EngineSetup;

/**
 * Compares single convolutions of 3 x 3, as networks use them, with matrix products of patches in
 * double precision: maps, and gradients for input and weights. No rectifier stands between, so that
 * a tight bound tells a failing kernel from rounding. For {@code
 * fierce-benchmarks/kernel-sweep.sh}.
 */
final class ConvolutionSweep {
  private static final double BOUND = 1e-4;
  private static final long MOST_PRODUCTS = 1L << 28;

  /** Maps in, maps out, stride. */
  private static final List<int[]> LAYERS =
      List.of(
          new int[] {1, 1, 1},
          new int[] {1, 16, 1},
          new int[] {1, 32, 1},
          new int[] {2, 3, 2},
          new int[] {3, 5, 1},
          new int[] {3, 16, 1},
          new int[] {3, 32, 2},
          new int[] {3, 64, 1},
          new int[] {7, 14, 2},
          new int[] {12, 30, 1},
          new int[] {16, 16, 1},
          new int[] {16, 32, 2},
          new int[] {24, 60, 1},
          new int[] {32, 32, 1},
          new int[] {32, 64, 2},
          new int[] {33, 66, 2},
          new int[] {64, 64, 1},
          new int[] {64, 128, 2},
          new int[] {64, 160, 1},
          new int[] {128, 128, 1},
          new int[] {160, 160, 1},
          new int[] {160, 320, 1},
          new int[] {320, 320, 1},
          new int[] {256, 512, 2},
          new int[] {512, 512, 1});

  private static final int[] SIDES = {1, 2, 5, 8, 15, 16, 32};
  private static final int[] ROWS = {1, 3, 7, 16, 64};

  private ConvolutionSweep() {}

  /**
   * Compares all layers, sides and numbers of rows, except the largest products, and says how many
   * were wrong; ends with 1 if any was.
   *
   * @param arguments the setting's name, threads
   */
  public static void main(String[] arguments) {
    int threads = Integer.parseInt(arguments[1]);
    EngineSetup.ensure();
    torch.set_num_threads(threads);
    openblas.blas_set_num_threads(threads);
    torch.manual_seed(1);
    int compared = 0;
    int wrong = 0;
    double largest = 0;
    for (int[] layer : LAYERS) {
      for (int side : SIDES) {
        for (int rows : ROWS) {
          if ((long) rows * side * side * layer[0] * layer[1] * 9 > MOST_PRODUCTS) {
            continue;
          }
          double difference = difference(rows, layer[0], layer[1], side, layer[2]);
          compared++;
          largest = Math.max(largest, difference);
          if (!(difference <= BOUND)) {
            wrong++;
            System.out.printf(
                "WRONG %s: %d rows, %d to %d maps of %d x %5$d, stride %d: %.1e%n",
                arguments[0], rows, layer[0], layer[1], side, layer[2], difference);
          }
        }
      }
    }
    System.out.printf(
        "%s: %d convolutions of 3 x 3 compared, %d wrong, largest difference %.1e%n",
        arguments[0], compared, wrong, largest);
    System.exit(wrong == 0 ? 0 : 1);
  }

  /** The largest difference of maps or a gradient, relative to its largest value. */
  private static double difference(int rows, int in, int out, int side, int stride) {
    try (PointerScope scope = new PointerScope()) {
      Tensor input = torch.randn(rows, in, side, side);
      Tensor weight = torch.randn(out, in, 3, 3).div(new Scalar(Math.sqrt(9.0 * in)));
      Tensor own = leaf(input.contiguous(MemoryFormat.ChannelsLast));
      Tensor ownWeight = leaf(weight.contiguous(MemoryFormat.ChannelsLast));
      Tensor maps = new Convolution(3, stride).apply(own, ownWeight, null);
      Tensor gradient = torch.randn_like(maps);
      maps.mul(gradient).sum().backward();

      Tensor exact = leaf(input.to(ScalarType.Double));
      Tensor exactWeight = leaf(weight.to(ScalarType.Double));
      long[] one = {1, 1};
      Tensor patches =
          torch.im2col(exact, new long[] {3, 3}, one, one, new long[] {stride, stride});
      Tensor exactMaps =
          torch
              .matmul(exactWeight.view(out, -1), patches)
              .view(rows, out, maps.size(2), maps.size(3));
      exactMaps.mul(gradient.to(ScalarType.Double)).sum().backward();
      return Math.max(
          apart(maps, exactMaps),
          Math.max(apart(own.grad(), exact.grad()), apart(ownWeight.grad(), exactWeight.grad())));
    }
  }

  private static Tensor leaf(Tensor tensor) {
    return tensor.detach().set_requires_grad(true);
  }

  private static double apart(Tensor found, Tensor exact) {
    Tensor apart = found.to(ScalarType.Double).sub(exact).abs().max();
    return apart.div(exact.abs().max()).item_double();
  }
}

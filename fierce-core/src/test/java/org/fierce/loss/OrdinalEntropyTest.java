package org.fierce.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.fierce.backbone.Backbone;
import org.fierce.engine.Tensors;
import org.fierce.random.Streams;
import org.junit.jupiter.api.Test;

final class OrdinalEntropyTest extends LossContract {
  @Override
  protected LossSpec spec() {
    return new OrdinalEntropySpec(0.001, 0.001);
  }

  private static final int WIDTH = 3;
  private static final int BINS = 4;
  // Bin 2 has no row, bin 3 has one.
  private static final int[] BIN = {0, 0, 1, 3, 1, 1};
  private static final double[] FEATURES = features();

  private static double[] features() {
    float[] drawn = Streams.normal(Streams.generator(3, "f"), BIN.length * WIDTH, 1);
    double[] values = new double[drawn.length];
    for (int i = 0; i < drawn.length; i++) {
      values[i] = drawn[i];
    }
    return values;
  }

  /** -diversity spread + tightness distance, written out. */
  private static double naive(double[] f, double diversity, double tightness) {
    double[][] z = new double[BIN.length][WIDTH];
    double[][] centre = new double[BINS][WIDTH];
    int[] count = new int[BINS];
    for (int i = 0; i < BIN.length; i++) {
      double norm = 0;
      for (int k = 0; k < WIDTH; k++) {
        norm += f[i * WIDTH + k] * f[i * WIDTH + k];
      }
      count[BIN[i]]++;
      for (int k = 0; k < WIDTH; k++) {
        z[i][k] = f[i * WIDTH + k] / Math.sqrt(norm);
        centre[BIN[i]][k] += z[i][k];
      }
    }
    int present = 0;
    for (int b = 0; b < BINS; b++) {
      for (int k = 0; k < WIDTH && count[b] > 0; k++) {
        centre[b][k] /= count[b];
      }
      present += count[b] > 0 ? 1 : 0;
    }
    double spread = 0;
    for (int b = 0; b < BINS; b++) {
      for (int c = 0; c < BINS; c++) {
        if (b != c && count[b] > 0 && count[c] > 0) {
          spread += Math.abs(b - c) / (BINS - 1.0) * distance(centre[b], centre[c]);
        }
      }
    }
    double tight = 0;
    for (int i = 0; i < BIN.length; i++) {
      tight += distance(z[i], centre[BIN[i]]) / BIN.length;
    }
    return -diversity * spread / (present * (present - 1)) + tightness * tight;
  }

  private static double distance(double[] a, double[] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += (a[k] - b[k]) * (a[k] - b[k]);
    }
    return Math.sqrt(sum);
  }

  private record Result(double term, double[] gradient) {}

  private static Result compute(double[] f, int[] bins, double diversity, double tightness) {
    float[] values = new float[f.length];
    for (int i = 0; i < f.length; i++) {
      values[i] = (float) f[i];
    }
    try (PointerScope scope = new PointerScope();
        Loss loss = new OrdinalEntropySpec(diversity, tightness).build(WIDTH, BINS, 0)) {
      Tensor features =
          Tensors.of(values, bins.length, WIDTH).to(ScalarType.Double).set_requires_grad(true);
      Tensor logits =
          Tensors.of(new float[bins.length * BINS], bins.length, BINS).to(ScalarType.Double);
      LossValue value =
          loss.compute(new Backbone.Output(features, logits), Tensors.labels(bins), 0);
      value.total().backward();
      return new Result(
          value.total().item_double() - value.crossEntropy().item_double(),
          Tensors.doubles(features.grad()));
    }
  }

  @Test
  void valueAndGradientAreThoseOfTheSumsWrittenOut() {
    Result result = compute(FEATURES, BIN, 0.7, 0.4);

    assertThat(result.term).isCloseTo(naive(FEATURES, 0.7, 0.4), within(1e-9));
    // The row alone in bin 3 sits on its centre, where the distance has a kink: tightness 0.
    Result smooth = compute(FEATURES, BIN, 0.7, 0);
    for (int i = 0; i < FEATURES.length; i++) {
      double[] up = FEATURES.clone();
      double[] down = FEATURES.clone();
      up[i] += 1e-5;
      down[i] -= 1e-5;
      assertThat(smooth.gradient[i])
          .isCloseTo((naive(up, 0.7, 0) - naive(down, 0.7, 0)) / 2e-5, within(1e-7));
      if (BIN[i / WIDTH] != 3) {
        assertThat(result.gradient[i])
            .isCloseTo((naive(up, 0.7, 0.4) - naive(down, 0.7, 0.4)) / 2e-5, within(1e-7));
      }
    }
  }

  @Test
  void oppositeBinsAreTwoApart() {
    // Bins 0 and 3 at opposite poles: distance 2, weight 1, tightness 0.
    double[] poles = {1, 0, 0, 5, 0, 0, -1, 0, 0};

    assertThat(compute(poles, new int[] {0, 0, 3}, 1, 1).term).isCloseTo(-2, within(1e-9));
    assertThat(compute(poles, new int[] {0, 0, 1}, 1, 1).term).isCloseTo(-2.0 / 3, within(1e-9));
  }

  @Test
  void oneBinInTheBatchGivesNoSpread() {
    assertThat(compute(FEATURES, new int[6], 1, 0).term).isZero();
  }

  @Test
  void wrongNumbersAreNamed() {
    assertThatThrownBy(() -> new OrdinalEntropySpec(-1, 0))
        .hasMessage("diversity must be at least 0, found -1");
    assertThatThrownBy(() -> new OrdinalEntropySpec(1, Double.NaN))
        .hasMessage("tightness must be at least 0, found NaN");
  }
}

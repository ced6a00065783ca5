package org.fierce.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;

final class TensorsTest {
  @Test
  void arraysGoInAndComeOutInRowMajorOrder() {
    try (PointerScope scope = new PointerScope()) {
      Tensor tensor = Tensors.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);

      assertThat(Tensors.floats(tensor.select(0, 1))).containsExactly(4, 5, 6);
      assertThat(Tensors.floats(tensor.t())).containsExactly(1, 4, 2, 5, 3, 6);
      assertThat(Tensors.doubles(tensor.t())).containsExactly(1, 4, 2, 5, 3, 6);
      Tensor labels = Tensors.labels(new int[] {3, 1});
      assertThat(labels.scalar_type().intern()).isEqualTo(ScalarType.Long);
      assertThat(Tensors.doubles(labels)).containsExactly(3, 1);
    }
  }

  @Test
  void aShapeThatDoesNotFitIsRefused() {
    assertThatThrownBy(() -> Tensors.of(new float[5], 2, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("5 values do not fill a tensor of 6 elements");
  }

  @Test
  void keptTensorsOutliveTheirScope() {
    Tensor kept;
    try (PointerScope scope = new PointerScope()) {
      kept = Tensors.keep(Tensors.of(new float[] {7}, 1));
    }
    assertThat(Tensors.floats(kept)).containsExactly(7);
    kept.close();
    assertThat(kept.isNull()).isTrue();
  }

  @Test
  void rowsLandOnTheSphereAndZerosStayZero() {
    try (PointerScope scope = new PointerScope()) {
      Tensor rows = Tensors.of(new float[] {3, 4, 0, 0}, 2, 2).set_requires_grad(true);
      Tensor sphere = Tensors.onSphere(rows);
      sphere.sum().backward();

      assertThat(Tensors.floats(sphere)).containsExactly(0.6f, 0.8f, 0, 0);
      // d/df_0 of (f_0 + f_1)/|f| at (3, 4): 1/5 - 7*3/125 = 0.032; at zero: 1 / SMALLEST_NORM.
      assertThat(Tensors.floats(rows.grad())[0]).isCloseTo(0.032f, within(1e-6f));
      assertThat(Tensors.floats(rows.grad())[2]).isCloseTo(1e6f, within(1f));
    }
  }
}

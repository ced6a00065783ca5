package org.fierce.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.fierce.backbone.Backbone;
import org.fierce.data.FloatMatrix;
import org.fierce.engine.Tensors;
import org.junit.jupiter.api.Test;

class RowTargetsTest {
  @Test
  void sharesAreMetByCrossEntropyWithADistribution() {
    FloatMatrix targets = new FloatMatrix(2, 2, new float[] {1, 0, 0.25f, 0.75f});
    try (PointerScope scope = new PointerScope();
        RowTargets loss = new RowTargets(RowTargets.Kind.SHARES, targets)) {
      // Row 1 (shares 1/4, 3/4) with logits 0, 0: ln 2. Row 0 with logits ln 3, 0: -ln(3/4).
      Tensor logits = Tensors.of(new float[] {0, 0, (float) Math.log(3), 0}, 2, 2);
      LossValue value = loss.compute(output(logits), Tensors.labels(new int[] {1, 0}), 0);

      assertThat(value.total().item_double())
          .isCloseTo((Math.log(2) - Math.log(0.75)) / 2, within(1e-6));
      assertThat(value.reward()).isNull();
    }
  }

  @Test
  void numbersAreMetBySquaredError() {
    FloatMatrix targets = new FloatMatrix(3, 1, new float[] {5, 1, -2});
    try (PointerScope scope = new PointerScope();
        RowTargets loss = new RowTargets(RowTargets.Kind.NUMBERS, targets)) {
      // Outputs 1 and 0 against the targets of rows 2 and 1: (3^2 + 1^2) / 2.
      LossValue value =
          loss.compute(
              output(Tensors.of(new float[] {1, 0}, 2, 1)), Tensors.labels(new int[] {2, 1}), 0);

      assertThat(value.total().item_double()).isCloseTo(5, within(1e-6));
    }
  }

  @Test
  void neitherRowTargetsNorFineLabelsAreCoarse() {
    try (RowTargets loss =
            new RowTargets(RowTargets.Kind.NUMBERS, new FloatMatrix(1, 1, new float[] {0}));
        Loss fine = new FineLabels(new CrossEntropySpec().build(1, 3, 0));
        Loss coarse = new CrossEntropySpec().build(1, 3, 0)) {
      assertThat(loss.labelsAreCoarse()).isFalse();
      assertThat(fine.labelsAreCoarse()).isFalse();
      assertThat(coarse.labelsAreCoarse()).isTrue();
    }
  }

  @Test
  void useAfterCloseIsRefused() {
    RowTargets loss =
        new RowTargets(RowTargets.Kind.NUMBERS, new FloatMatrix(1, 1, new float[] {0}));
    loss.close();
    loss.close();

    try (PointerScope scope = new PointerScope()) {
      Tensor rows = Tensors.labels(new int[] {0});
      Tensor logits = Tensors.of(new float[] {1}, 1, 1);
      assertThatThrownBy(() -> loss.compute(output(logits), rows, 0))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  private static Backbone.Output output(Tensor logits) {
    return new Backbone.Output(logits, logits);
  }
}

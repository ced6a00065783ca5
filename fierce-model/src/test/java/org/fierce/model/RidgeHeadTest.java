package org.fierce.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Objects;
import org.fierce.data.FloatMatrix;
import org.junit.jupiter.api.Test;

class RidgeHeadTest extends FineHeadContract {
  private static final RidgeHead.Facts FACTS = new RidgeHead.Facts("price", 100, 0.5, 0.9, 80, 2);

  private static BoundedLinear linear() {
    return new BoundedLinear(
        new float[] {1, 2},
        new float[] {-3, -3},
        new float[] {3, 0.5f},
        new FloatMatrix(1, 2, new float[] {10, -4}),
        new float[] {100});
  }

  @Override
  protected FineHead head() {
    return new RidgeHead(FACTS, linear(), new float[] {-5, -50}, new float[] {7, 70});
  }

  private Prediction.FineNumber number(int coarse, float... row) {
    return Objects.requireNonNull(head().answer(row, coarse).number());
  }

  @Test
  void theNumberAndItsIntervalByHand() {
    // 100 + 10 (2 - 1) - 4 (1 - 2)
    assertThat(number(0, 2, 1).value()).isEqualTo(114);
    assertThat(number(0, 2, 1).low()).isEqualTo(109);
    assertThat(number(0, 2, 1).high()).isEqualTo(121);
    assertThat(number(1, 2, 1).low()).isEqualTo(64);
    assertThat(number(1, 2, 1).high()).isEqualTo(184);
    assertThat(number(1, 2, 1).level()).isEqualTo(0.9);
    assertThat(head().describe()).isEqualTo("ridge regression of price on 100 rows");
  }

  @Test
  void aFeatureCountsNoFurtherThanItsBounds() {
    // 100 + 10 * 3 - 4 * 0.5
    assertThat(number(0, 1000, 1000).value()).isCloseTo(128, within(1e-12));
    assertThat(number(0, -1000, -1000).value()).isCloseTo(100 - 30 + 12, within(1e-12));
  }

  @Test
  void refusesPartsThatDoNotFit() {
    assertThatThrownBy(() -> new RidgeHead(FACTS, linear(), new float[1], new float[2]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("1 outputs, and intervals of 1 and 2 coarse classes; expected 1 and 2");
    assertThatThrownBy(() -> new RidgeHead.Facts("price", 100, 0.5, 1, 80, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "level is 1.0, of 100 and 80 rows and 2 coarse classes; expected between 0 and 1, and at least 1");
    assertThatThrownBy(
            () ->
                new BoundedLinear(
                    new float[2], new float[2], new float[1], linear().weights(), new float[1]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("centre has 2 features, low 2, high 1, weights 2 for 1 outputs, bias 1");
  }
}

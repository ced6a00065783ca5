package org.fierce.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.fierce.data.FloatMatrix;
import org.junit.jupiter.api.Test;

class ShareHeadTest extends FineHeadContract {
  private static final ShareHead.Facts FACTS =
      new ShareHead.Facts(List.of("soil", "tree", "water"), 50, 0.01);

  private static BoundedLinear linear() {
    return new BoundedLinear(
        new float[2],
        new float[] {-9, -9},
        new float[] {9, 9},
        new FloatMatrix(3, 2, new float[] {1, 0, 0, 1, 0, 0}),
        new float[3]);
  }

  @Override
  protected FineHead head() {
    return new ShareHead(FACTS, linear());
  }

  @Test
  void sharesByHand() {
    float two = (float) Math.log(2);
    Map<String, Double> shares = head().answer(new float[] {two, 2 * two}, 0).shares();
    // exp of (ln 2, ln 4, 0)
    assertThat(shares.keySet()).containsExactly("soil", "tree", "water");
    assertThat(shares.get("soil")).isCloseTo(2 / 7.0, within(1e-7));
    assertThat(shares.get("tree")).isCloseTo(4 / 7.0, within(1e-7));
    assertThat(shares.get("water")).isCloseTo(1 / 7.0, within(1e-7));
    assertThat(head().describe()).isEqualTo("softmax of 3 shares on 50 rows");
  }

  @Test
  void refusesPartsThatDoNotFit() {
    assertThatThrownBy(() -> new ShareHead(new ShareHead.Facts(List.of("a", "b"), 1, 1), linear()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("3 outputs do not fit 2 parts");
    assertThatThrownBy(() -> new ShareHead.Facts(List.of("a"), 3, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a mixture of [a], fitted on 3 rows; expected at least two parts and one row");
  }
}

package org.fierce.data.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SceneSplitTest {
  private static final int LINES = 31;
  private static final int COLUMNS = 44;

  private static Set<Integer> blocksOf(int[] pixels, int side) {
    Set<Integer> blocks = new HashSet<>();
    for (int pixel : pixels) {
      blocks.add(pixel / COLUMNS / side * 1000 + pixel % COLUMNS / side);
    }
    return blocks;
  }

  private static int distance(int a, int b, int size, boolean wraps) {
    int d = Math.abs(a - b);
    return wraps ? Math.min(d, size - d) : d;
  }

  @Test
  void randomPixelsHaveTheExactCount() {
    Splits.Parts parts = new SceneSplit.RandomPixels(0.25).draw(10, 8, false, 1);

    assertThat(parts.drawn()).hasSize(20);
    assertThat(IntStream.concat(Arrays.stream(parts.remaining()), Arrays.stream(parts.drawn())))
        .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 80).boxed().toList());
  }

  @Test
  void blocksWithoutAGapPartEveryPixelAndNoBlockIsCut() {
    for (int seed = 0; seed < 20; seed++) {
      Splits.Parts parts = new SceneSplit.Blocks(7, 0, 0.3).draw(LINES, COLUMNS, false, seed);

      assertThat(IntStream.concat(Arrays.stream(parts.remaining()), Arrays.stream(parts.drawn())))
          .containsExactlyInAnyOrderElementsOf(
              IntStream.range(0, LINES * COLUMNS).boxed().toList());
      assertThat(blocksOf(parts.remaining(), 7))
          .doesNotContainAnyElementsOf(blocksOf(parts.drawn(), 7));
      // Half a block of 49 pixels among 1364.
      assertThat(parts.drawn().length / (double) (LINES * COLUMNS))
          .isCloseTo(0.3, within(0.5 * 49 / 1364));
    }
  }

  @Test
  void theGapLeavesNoTrainingPixelNearATestPixelAndDropsNoOther() {
    for (boolean wraps : new boolean[] {false, true}) {
      Splits.Parts parts = new SceneSplit.Blocks(10, 3, 0.3).draw(LINES, COLUMNS, wraps, 2);
      Set<Integer> kept = new HashSet<>(Arrays.stream(parts.remaining()).boxed().toList());
      Set<Integer> taken = new HashSet<>(Arrays.stream(parts.drawn()).boxed().toList());
      for (int pixel = 0; pixel < LINES * COLUMNS; pixel++) {
        int nearest = Integer.MAX_VALUE;
        for (int other : taken) {
          nearest =
              Math.min(
                  nearest,
                  Math.max(
                      distance(pixel / COLUMNS, other / COLUMNS, LINES, wraps),
                      distance(pixel % COLUMNS, other % COLUMNS, COLUMNS, wraps)));
        }
        assertThat(kept.contains(pixel)).isEqualTo(nearest > 3);
      }
    }
  }

  @Test
  void theSeedFixesTheBlocks() {
    SceneSplit blocks = SceneSplit.Blocks.usual();

    assertThat(blocks.draw(LINES, COLUMNS, true, 4).drawn())
        .containsExactly(blocks.draw(LINES, COLUMNS, true, 4).drawn());
    assertThat(blocks.draw(105, 128, true, 5).drawn())
        .isNotEqualTo(blocks.draw(105, 128, true, 4).drawn());
  }

  @Test
  void optionsThatCannotBeMetAreRefusedNamingTheValue() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SceneSplit.Blocks(0, 0, 0.3))
        .withMessageContaining("side of blocks is 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SceneSplit.Blocks(5, -1, 0.3))
        .withMessageContaining("is -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SceneSplit.Blocks(5, 0, 1))
        .withMessageContaining("testFraction is 1.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SceneSplit.RandomPixels(Double.NaN))
        .withMessageContaining("NaN");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SceneSplit.Blocks(50, 0, 0.3).draw(LINES, COLUMNS, true, 0))
        .withMessageContaining("one block");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SceneSplit.Blocks(10, 30, 0.3).draw(LINES, COLUMNS, true, 0))
        .withMessageContaining("no training pixel");
  }
}

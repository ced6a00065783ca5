package org.fierce.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class FloatMatrixTest {
  private static final FloatMatrix SMALL = new FloatMatrix(2, 2, new float[] {1, 2, 3, 4});

  @Test
  void matrixInMemoryIsNotCopiedUnlessAskedFor() {
    assertThat(FloatMatrix.of(SMALL)).isSameAs(SMALL);
    assertThat(FloatMatrix.copyOf(SMALL).values()).containsExactly(1, 2, 3, 4);
    FloatMatrix.copyOf(SMALL).values()[0] = 7;
    assertThat(SMALL.at(0, 0)).isEqualTo(1);
  }

  @Test
  void viewIsReadIntoMemoryRowByRow() {
    assertThat(FloatMatrix.of(SMALL.select(new int[] {1, 0, 1})).values())
        .containsExactly(3, 4, 1, 2, 3, 4);
  }

  @Test
  void moreRowsThanOneArrayHoldsAreRefusedWithTheMostThatWould() {
    assertThatThrownBy(() -> FloatMatrix.of(new Zeros(10_000_000, 256)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("10000000 rows of 256 values do not fit into memory")
        .hasMessageContaining("2147483639 values")
        .hasMessageContaining("take at most");
  }

  /** Rows that take no memory. */
  private record Zeros(int size, int columns) implements Inputs {
    @Override
    public InputShape shape() {
      return InputShape.vector(columns);
    }

    @Override
    public void read(int row, float[] target, int offset) {
      java.util.Arrays.fill(target, offset, offset + columns, 0);
    }
  }
}

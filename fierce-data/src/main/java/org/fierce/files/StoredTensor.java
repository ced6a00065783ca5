package org.fierce.files;

import java.util.Arrays;

/** A tensor outside the engine: its shape and its values, last dimension fastest. */
public sealed interface StoredTensor {
  /** Length of every dimension; empty for a single number. */
  long[] shape();

  /** Number of values. */
  int count();

  /** Name of the element type in the safetensors format. */
  String elementType();

  private static void check(long[] shape, int count) {
    long expected = 1;
    for (long length : shape) {
      if (length < 0) {
        throw new IllegalArgumentException(
            "shape %s is negative".formatted(Arrays.toString(shape)));
      }
      expected = Math.multiplyExact(expected, length);
    }
    if (expected != count) {
      throw new IllegalArgumentException(
          "%d values do not fill the shape %s".formatted(count, Arrays.toString(shape)));
    }
  }

  /**
   * Of 32-bit floats.
   *
   * @param shape length of every dimension
   * @param values as many as the shape holds
   */
  record Floats(long[] shape, float[] values) implements StoredTensor {
    /**
     * Checks the size.
     *
     * @throws IllegalArgumentException if the values do not fill the shape
     */
    public Floats {
      check(shape, values.length);
    }

    @Override
    public int count() {
      return values.length;
    }

    @Override
    public String elementType() {
      return "F32";
    }
  }

  /**
   * Of 64-bit integers.
   *
   * @param shape length of every dimension
   * @param values as many as the shape holds
   */
  record Longs(long[] shape, long[] values) implements StoredTensor {
    /**
     * Checks the size.
     *
     * @throws IllegalArgumentException if the values do not fill the shape
     */
    public Longs {
      check(shape, values.length);
    }

    @Override
    public int count() {
      return values.length;
    }

    @Override
    public String elementType() {
      return "I64";
    }
  }
}

package org.fierce.data;

/**
 * A batch ready for a step: augmented, normalised, in the order height, width, channel.
 *
 * @param inputs [size x shape.values()]
 * @param shape shape of every row
 * @param coarse coarse label of every row
 * @param rows row of the data set each came from
 */
public record Batch(float[] inputs, InputShape shape, int[] coarse, int[] rows) {
  /** Number of rows. */
  public int size() {
    return rows.length;
  }
}

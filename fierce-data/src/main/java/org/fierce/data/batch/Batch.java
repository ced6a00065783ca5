package org.fierce.data.batch;

import org.fierce.data.InputShape;

/**
 * A batch ready for a step: augmented, normalised, in the order height, width, channel. Where rows
 * are shown in several views, all of one view come first, then all of the next in the same order.
 *
 * @param inputs [size x shape.values()]
 * @param shape shape of every row
 * @param coarse coarse label of every row
 * @param rows row of the data set each came from
 */
public record Batch(float[] inputs, InputShape shape, int[] coarse, int[] rows) {
  /** Number of rows, each view counted. */
  public int size() {
    return rows.length;
  }
}

package org.fierce.evaluate;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.fierce.random.Streams;

/**
 * Reference rows cut in two, class by class: rows to fit on and rows to choose on.
 *
 * @param fit row numbers, rising
 * @param held row numbers, rising; at least one of each class that has two rows
 */
public record HeldOut(int[] fit, int[] held) {
  public static HeldOut split(int[] labels, int classes, double fraction, long seed) {
    int[] counts = new int[classes];
    for (int label : labels) {
      counts[label]++;
    }
    int[][] byClass = new int[classes][];
    for (int c = 0; c < classes; c++) {
      byClass[c] = new int[counts[c]];
    }
    int[] filled = new int[classes];
    for (int row = 0; row < labels.length; row++) {
      byClass[labels[row]][filled[labels[row]]++] = row;
    }
    boolean[] isHeld = new boolean[labels.length];
    int held = 0;
    for (int c = 0; c < classes; c++) {
      int wanted =
          counts[c] < 2
              ? 0
              : (int) Math.min(counts[c] - 1, Math.max(1, Math.round(fraction * counts[c])));
      SplittableRandom random = Streams.generator(seed, "held-out", c);
      Streams.shuffle(byClass[c], wanted, random);
      for (int i = 0; i < wanted; i++) {
        isHeld[byClass[c][i]] = true;
      }
      held += wanted;
    }
    int[] heldRows = new int[held];
    int[] fitRows = new int[labels.length - held];
    int f = 0;
    int h = 0;
    for (int row = 0; row < labels.length; row++) {
      if (isHeld[row]) {
        heldRows[h++] = row;
      } else {
        fitRows[f++] = row;
      }
    }
    return new HeldOut(fitRows, heldRows);
  }

  public static int[] select(int[] values, int[] rows) {
    return Arrays.stream(rows).map(row -> values[row]).toArray();
  }
}

package org.fierce.data;

import java.util.SplittableRandom;

/** Inputs of a test: rows in an array. */
public record ArrayInputs(InputShape shape, float[][] rows) implements Inputs {
  public static ArrayInputs random(InputShape shape, int rows, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[][] values = new float[rows][shape.values()];
    for (float[] row : values) {
      for (int i = 0; i < row.length; i++) {
        row[i] = random.nextInt(256) / 255f;
      }
    }
    return new ArrayInputs(shape, values);
  }

  @Override
  public int size() {
    return rows.length;
  }

  @Override
  public void read(int row, float[] target, int offset) {
    System.arraycopy(rows[row], 0, target, offset, rows[row].length);
  }
}

package org.fierce.evaluate.neighbour;

/** The largest values seen for each of many rows, each row a small heap with the least on top. */
final class TopRows {
  private final int width;
  private final int[] counts;
  private final int[] rows;
  private final float[] values;

  TopRows(int size, int width) {
    this.width = width;
    counts = new int[size];
    rows = new int[size * width];
    values = new float[size * width];
  }

  /**
   * Offers the values at {@code offset + from} to {@code offset + to}; the value at {@code offset +
   * i} belongs to row {@code names[i]}. Of equal values the lower row is kept.
   */
  void offer(int row, float[] offered, int offset, int from, int to, int[] names) {
    int base = row * width;
    int i = from;
    while (i < to && counts[row] < width) {
      rise(base, counts[row]++, offered[offset + i], names[i]);
      i++;
    }
    float least = least(row);
    for (; i < to; i++) {
      float value = offered[offset + i];
      if (value >= least && (value > least || names[i] < rows[base])) {
        sink(base, value, names[i]);
        least = values[base];
      }
    }
  }

  /** The value that another must reach to be kept in a row: minus infinity while there is room. */
  float least(int row) {
    return counts[row] == width ? values[row * width] : Float.NEGATIVE_INFINITY;
  }

  /** What is kept, the largest first and of equal ones the lower row first; ends the offering. */
  NeighbourSearch.Nearest found() {
    long[] keys = new long[width];
    for (int row = 0; row < counts.length; row++) {
      int base = row * width;
      for (int i = 0; i < counts[row]; i++) {
        // Adding 0 makes -0 into 0.
        int bits = Float.floatToIntBits(values[base + i] + 0f);
        keys[i] = ((long) ~rising(bits) << 32) | rows[base + i];
      }
      java.util.Arrays.sort(keys, 0, counts[row]);
      for (int i = 0; i < counts[row]; i++) {
        values[base + i] = Float.intBitsToFloat(rising(~(int) (keys[i] >> 32)));
        rows[base + i] = (int) keys[i];
      }
    }
    return new NeighbourSearch.Nearest(width, counts, rows, values);
  }

  /** Bits of a float as an integer of the same order, and back. */
  private static int rising(int bits) {
    return bits >= 0 ? bits : bits ^ Integer.MAX_VALUE;
  }

  private void rise(int base, int position, float value, int name) {
    int at = position;
    while (at > 0) {
      int parent = (at - 1) / 2;
      if (!worse(value, name, base + parent)) {
        break;
      }
      move(base + parent, base + at);
      at = parent;
    }
    set(base + at, value, name);
  }

  private void sink(int base, float value, int name) {
    int at = 0;
    while (true) {
      int child = 2 * at + 1;
      if (child >= width) {
        break;
      }
      if (child + 1 < width
          && worse(values[base + child + 1], rows[base + child + 1], base + child)) {
        child++;
      }
      if (worse(value, name, base + child)) {
        break;
      }
      move(base + child, base + at);
      at = child;
    }
    set(base + at, value, name);
  }

  private boolean worse(float value, int name, int other) {
    return value < values[other] || (value == values[other] && name > rows[other]);
  }

  private void move(int from, int to) {
    set(to, values[from], rows[from]);
  }

  private void set(int at, float value, int name) {
    values[at] = value;
    rows[at] = name;
  }
}

package org.fierce.data;

/**
 * Where in a scene the test rows lie.
 *
 * @param height lines of the scene
 * @param width columns of the scene
 * @param test pixel of each test row, {@code line * width + column}
 */
public record ScenePlaces(int height, int width, int[] test) {
  /** The places of some of the test rows, in their order. */
  public ScenePlaces select(int[] rows) {
    int[] selected = new int[rows.length];
    for (int i = 0; i < rows.length; i++) {
      selected[i] = test[rows[i]];
    }
    return new ScenePlaces(height, width, selected);
  }
}

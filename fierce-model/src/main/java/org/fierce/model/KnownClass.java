package org.fierce.model;

/**
 * A fine class that a head knows. Two coarse classes may each have one of the same name.
 *
 * @param name of the class
 * @param coarse index of the coarse class that it belongs to
 * @param examples number of rows that its mean was made of, at least 1
 */
public record KnownClass(String name, int coarse, int examples) {
  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if there is no example, or the coarse class is below 0
   */
  public KnownClass {
    if (coarse < 0 || examples < 1) {
      throw new IllegalArgumentException(
          "class \"%s\" has the coarse class %d and %d examples; expected at least 0 and 1"
              .formatted(name, coarse, examples));
    }
  }
}

package org.fierce.model;

import java.util.Objects;
import org.fierce.data.FloatMatrix;

/**
 * Examples of a fine class that a head is to know.
 *
 * @param name of the class
 * @param coarse index of the coarse class that it belongs to
 * @param features of the examples, at least one row, as the model's network gives them
 * @param kept number of examples, from the first, that the head may keep to learn what is usual of
 *     its classes: those that the network was not trained on, where there are any
 */
public record ClassExamples(String name, int coarse, FloatMatrix features, int kept) {
  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if there is no example or no name, a feature is not finite, or
   *     kept is not between 0 and their number
   */
  public ClassExamples {
    Objects.requireNonNull(name);
    if (name.isBlank()) {
      throw new IllegalArgumentException("a class has no name; give it one");
    }
    if (features.rows() < 1) {
      throw new IllegalArgumentException(
          "class \"%s\" has no example; give at least one".formatted(name));
    }
    if (kept < 0 || kept > features.rows()) {
      throw new IllegalArgumentException(
          "%d of %d examples of class \"%s\" are to be kept; expected 0 to %2$d"
              .formatted(kept, features.rows(), name));
    }
    for (float value : features.values()) {
      if (!Float.isFinite(value)) {
        throw new IllegalArgumentException(
            "class \"%s\" has an example with a feature of %s; every one must be finite"
                .formatted(name, value));
      }
    }
  }

  /** Examples that all may be kept. */
  public ClassExamples(String name, int coarse, FloatMatrix features) {
    this(name, coarse, features, features.rows());
  }
}

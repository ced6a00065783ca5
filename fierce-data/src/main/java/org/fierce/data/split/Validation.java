package org.fierce.data.split;

import org.jspecify.annotations.Nullable;

/**
 * The part of the training rows that is held out for choices, drawn by {@link Splits#validation}.
 *
 * @param fraction share of the training rows, above 0 and below 1
 * @param seed of the draw
 */
public record Validation(double fraction, long seed) {
  /**
   * Checks the fraction.
   *
   * @throws IllegalArgumentException if it is not strictly between 0 and 1
   */
  public Validation {
    if (!(fraction > 0 && fraction < 1)) {
      throw new IllegalArgumentException(
          "validation fraction is %s; it must be above 0 and below 1".formatted(fraction));
    }
  }

  /** The same part with this number added to its seed; null stays null. */
  public static @Nullable Validation plusSeed(@Nullable Validation validation, long addend) {
    return validation == null
        ? null
        : new Validation(validation.fraction(), validation.seed() + addend);
  }
}

package org.fierce.data.split;

import org.jspecify.annotations.Nullable;

/**
 * The part of the training rows that is held out for choices, drawn by {@link Splits#validation}.
 *
 * @param fraction share of the training rows, above 0 and below 1
 * @param seed of the draw
 * @param atLeast number of rows; where there would be fewer, none are held out; null for any number
 */
public record Validation(double fraction, long seed, @Nullable Integer atLeast) {
  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if the fraction is not strictly between 0 and 1, or {@code
   *     atLeast} is below 1
   */
  public Validation {
    if (atLeast != null && atLeast < 1) {
      throw new IllegalArgumentException(
          "validation atLeast is %d; it must be at least 1".formatted(atLeast));
    }
    if (!(fraction > 0 && fraction < 1)) {
      throw new IllegalArgumentException(
          "validation fraction is %s; it must be above 0 and below 1".formatted(fraction));
    }
  }

  /** A part of any number of rows. */
  public Validation(double fraction, long seed) {
    this(fraction, seed, null);
  }

  /** Whether the part of so many training rows has as many rows as it must. */
  boolean isEnough(int trainRows) {
    return atLeast == null || Math.round(fraction * trainRows) >= atLeast;
  }

  /** The same part with this number added to its seed; null stays null. */
  public static @Nullable Validation plusSeed(@Nullable Validation validation, long addend) {
    return validation == null
        ? null
        : new Validation(validation.fraction(), validation.seed() + addend, validation.atLeast());
  }
}

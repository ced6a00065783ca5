package org.fierce.experiment;

/**
 * What a model file holds beside what every one does.
 *
 * @param mostReferenceBytes of training rows for nearest examples, at least 0; where more would be
 *     needed, a sample of the rows is kept, and with 0 none
 */
public record ModelOptions(long mostReferenceBytes) {
  /**
   * Checks the size.
   *
   * @throws IllegalArgumentException if it is below 0
   */
  public ModelOptions {
    if (mostReferenceBytes < 0) {
      throw new IllegalArgumentException(
          "mostReferenceBytes is %d; it must be at least 0".formatted(mostReferenceBytes));
    }
  }

  /** With training rows of up to 256 MiB. */
  public static ModelOptions standard() {
    return new ModelOptions(256L << 20);
  }

  /** Without training rows: neither their features nor their names leave. */
  public static ModelOptions withoutReference() {
    return new ModelOptions(0);
  }
}

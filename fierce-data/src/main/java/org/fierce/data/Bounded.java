package org.fierce.data;

/**
 * How many values of some rows lay so far outside the training rows that they were cut to a bound.
 *
 * @param values that were bounded
 * @param rows with such a value
 * @param of rows looked at
 */
public record Bounded(long values, int rows, int of) {
  /**
   * In words; empty where nothing was bounded.
   *
   * @param what the values are, as {@code input values}
   */
  public String note(String what) {
    return values == 0
        ? ""
        : "%s more than %d deviations outside the training rows were put at that bound: %d, in %d of %d test rows"
            .formatted(what, Normalisation.MARGIN, values, rows, of);
  }

  /** Counts row by row. */
  public static final class Count {
    private long values;
    private int rows;
    private int of;

    /** Counts a row with that many bounded values. */
    public void add(int bounded) {
      values += bounded;
      rows += bounded > 0 ? 1 : 0;
      of++;
    }

    /** The counts. */
    public Bounded result() {
      return new Bounded(values, rows, of);
    }
  }
}

package org.fierce.data.split;

import org.fierce.data.DataSplit;
import org.jspecify.annotations.Nullable;

/** How many rows to use and which to hold out: the options that all sources of files share. */
public record RowOptions(
    @Nullable Validation validation,
    @Nullable Integer trainRows,
    @Nullable Integer testRows,
    long rowSeed) {
  public RowOptions {
    check("trainRows", trainRows);
    check("testRows", testRows);
  }

  private static void check(String name, @Nullable Integer rows) {
    if (rows != null && rows < 1) {
      throw new IllegalArgumentException("%s is %d; it must be at least 1".formatted(name, rows));
    }
  }

  /** The same with this number added to every seed. */
  public RowOptions plusSeed(long addend) {
    return new RowOptions(
        Validation.plusSeed(validation, addend), trainRows, testRows, rowSeed + addend);
  }

  /**
   * The limits first, then the validation part out of the training rows that are left, unless the
   * files name validation rows.
   */
  DataSplit apply(DataSplit split) {
    DataSplit limited = Splits.limit(split, trainRows, testRows, rowSeed);
    return limited.validation() != null ? limited : Splits.validation(limited, validation);
  }
}

package org.fierce.data;

import java.util.AbstractList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;
import java.util.function.IntFunction;
import org.fierce.labels.CoarseLabels;
import org.fierce.labels.FineTargets;
import org.jspecify.annotations.Nullable;

/**
 * Rows of input with their coarse labels and, where known, their fine targets.
 *
 * @param name what the set is, for tables and messages
 * @param inputs the rows
 * @param coarse one label a row
 * @param fine one target a row, or null where nobody knows it
 * @param ids one identifier a row
 */
public record Dataset(
    String name, Inputs inputs, CoarseLabels coarse, @Nullable FineTargets fine, List<String> ids) {
  /**
   * Checks that inputs, labels, targets and identifiers are equally many.
   *
   * @throws IllegalArgumentException if they are not
   */
  public Dataset {
    ids = Collections.unmodifiableList(ids);
    if (coarse.size() != inputs.size()
        || (fine != null && fine.size() != inputs.size())
        || ids.size() != inputs.size()) {
      throw new IllegalArgumentException(
          "%s has %d inputs, %d coarse labels, %s fine targets and %d identifiers"
              .formatted(
                  name,
                  inputs.size(),
                  coarse.size(),
                  fine == null ? "no" : Integer.toString(fine.size()),
                  ids.size()));
    }
  }

  /** A data set whose identifiers are the row numbers from 0. */
  public static Dataset numbered(
      String name, Inputs inputs, CoarseLabels coarse, @Nullable FineTargets fine) {
    return new Dataset(name, inputs, coarse, fine, numbers(inputs.size()));
  }

  /** The numbers from 0 as texts, made when they are asked for. */
  public static List<String> numbers(int rows) {
    return new Texts(rows, Integer::toString);
  }

  /** Texts that are made when they are asked for. */
  private static final class Texts extends AbstractList<String> implements RandomAccess {
    private final int size;
    private final IntFunction<String> of;

    Texts(int size, IntFunction<String> of) {
      this.size = size;
      this.of = of;
    }

    @Override
    public String get(int index) {
      return of.apply(Objects.checkIndex(index, size));
    }

    @Override
    public int size() {
      return size;
    }
  }

  /** Number of rows. */
  public int size() {
    return inputs.size();
  }

  /** Shape of every row. */
  public InputShape shape() {
    return inputs.shape();
  }

  /** The given rows, in their order, as a view. */
  public Dataset select(int[] rows) {
    return new Dataset(
        name,
        inputs.select(rows),
        coarse.select(rows),
        fine == null ? null : fine.select(rows),
        new Texts(rows.length, row -> ids.get(rows[row])));
  }
}

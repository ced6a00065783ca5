package org.fierce.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.fierce.labels.FineTargets;

/** What an evaluator says of each test row, in the order of the rows. */
public sealed interface ExampleColumn {
  /** Name in {@code examples.csv}, as {@code knnFineWithinTrue}. */
  String name();

  /** Number of test rows. */
  int size();

  /** What stands in the file for a row; empty where nothing is said of it. */
  String cell(int row);

  /** Fine targets: a class or a number in the column {@code NAME}, shares in {@code NAME:PART}. */
  static List<ExampleColumn> of(String name, FineTargets fine) {
    if (fine instanceof FineTargets.Classes classes) {
      return List.of(new Classes(name, classes.labels(), classes.names()));
    }
    List<ExampleColumn> columns = new ArrayList<>();
    fine.numbers()
        .forEach(
            (part, values) ->
                columns.add(new Numbers(part.isEmpty() ? name : name + ":" + part, values)));
    return columns;
  }

  /**
   * A class a row.
   *
   * @param labels index into the names, or -1 where there is none
   */
  record Classes(String name, int[] labels, List<String> names) implements ExampleColumn {
    @Override
    public int size() {
      return labels.length;
    }

    @Override
    public String cell(int row) {
      return labels[row] < 0 ? "" : names.get(labels[row]);
    }
  }

  /**
   * A number a row.
   *
   * @param values NaN where there is none; rounded to what the file holds, so that a run says the
   *     same of its rows when it ends and when it is read again
   */
  record Numbers(String name, double[] values) implements ExampleColumn {
    private static final double LARGE = 1e6;

    /** Rounds the values. */
    public Numbers {
      values = Arrays.stream(values).map(each -> Double.parseDouble(text(each))).toArray();
    }

    @Override
    public int size() {
      return values.length;
    }

    @Override
    public String cell(int row) {
      return Double.isNaN(values[row]) ? "" : text(values[row]);
    }

    private static String text(double value) {
      // The seven digits of a float do not tell large numbers apart.
      return Math.abs(value) < LARGE ? Float.toString((float) value) : Double.toString(value);
    }
  }
}

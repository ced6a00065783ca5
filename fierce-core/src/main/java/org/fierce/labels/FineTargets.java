package org.fierce.labels;

import java.util.List;

/** The fine answer of each row, of one of three kinds. Training never sees it. */
public sealed interface FineTargets {
  /** Number of rows. */
  int size();

  /** The targets of the given rows, in their order. */
  FineTargets select(int[] rows);

  /**
   * A fine class a row.
   *
   * @param labels class index of each row, in [0, names.size())
   * @param names names of the fine classes, in index order
   */
  record Classes(int[] labels, List<String> names) implements FineTargets {
    /**
     * Checks that every label has a name.
     *
     * @throws IllegalArgumentException if a label is out of range, with its row
     */
    public Classes {
      names = List.copyOf(names);
      for (int row = 0; row < labels.length; row++) {
        if (labels[row] < 0 || labels[row] >= names.size()) {
          throw new IllegalArgumentException(
              "fine label %d of row %d is outside 0..%d"
                  .formatted(labels[row], row, names.size() - 1));
        }
      }
    }

    @Override
    public int size() {
      return labels.length;
    }

    @Override
    public Classes select(int[] rows) {
      int[] selected = new int[rows.length];
      for (int i = 0; i < rows.length; i++) {
        selected[i] = labels[rows[i]];
      }
      return new Classes(selected, names);
    }
  }

  /**
   * A number a row.
   *
   * @param values finite, in the unit of the source
   * @param name what the number is
   */
  record Scalars(double[] values, String name) implements FineTargets {
    /**
     * Checks that every value is finite.
     *
     * @throws IllegalArgumentException if one is not, with its row
     */
    public Scalars {
      for (int row = 0; row < values.length; row++) {
        if (!Double.isFinite(values[row])) {
          throw new IllegalArgumentException(
              "%s of row %d is %s, not a finite number".formatted(name, row, values[row]));
        }
      }
    }

    @Override
    public int size() {
      return values.length;
    }

    @Override
    public Scalars select(int[] rows) {
      double[] selected = new double[rows.length];
      for (int i = 0; i < rows.length; i++) {
        selected[i] = values[rows[i]];
      }
      return new Scalars(selected, name);
    }
  }

  /**
   * A point of the simplex a row: the shares of a mixture.
   *
   * @param values [rows x components], row by row, each in [0, 1], each row's sum 1 within 1e-3
   * @param names names of the components
   */
  record Shares(float[] values, List<String> names) implements FineTargets {
    private static final double SUM_TOLERANCE = 1e-3;

    /**
     * Checks that every row is a point of the simplex.
     *
     * @throws IllegalArgumentException if one is not, with its row and sum
     */
    public Shares {
      names = List.copyOf(names);
      int components = names.size();
      if (components == 0 || values.length % components != 0) {
        throw new IllegalArgumentException(
            "%d shares do not fill rows of %d components".formatted(values.length, components));
      }
      for (int row = 0; row < values.length / components; row++) {
        double sum = 0;
        for (int c = 0; c < components; c++) {
          float share = values[row * components + c];
          if (!(share >= -SUM_TOLERANCE && share <= 1 + SUM_TOLERANCE)) {
            throw new IllegalArgumentException(
                "share %s of row %d is %s, outside [0, 1]".formatted(names.get(c), row, share));
          }
          sum += share;
        }
        if (Math.abs(sum - 1) > SUM_TOLERANCE) {
          throw new IllegalArgumentException(
              "shares of row %d sum to %s, not 1".formatted(row, sum));
        }
      }
    }

    /** Number of components of the mixture. */
    public int components() {
      return names.size();
    }

    @Override
    public int size() {
      return values.length / names.size();
    }

    @Override
    public Shares select(int[] rows) {
      int components = names.size();
      float[] selected = new float[rows.length * components];
      for (int i = 0; i < rows.length; i++) {
        System.arraycopy(values, rows[i] * components, selected, i * components, components);
      }
      return new Shares(selected, names);
    }

    /**
     * The coarse label that goes with shares: the component with the largest one, first of ties.
     */
    public CoarseLabels largest() {
      int components = names.size();
      int[] labels = new int[size()];
      for (int row = 0; row < labels.length; row++) {
        for (int c = 1; c < components; c++) {
          if (values[row * components + c] > values[row * components + labels[row]]) {
            labels[row] = c;
          }
        }
      }
      return new CoarseLabels(labels, names);
    }
  }
}

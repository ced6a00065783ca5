package org.fierce.labels;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The fine answer of each row, of one of three kinds. Training never sees it. It may be unknown in
 * some rows, which nothing that reads answers may look at ({@link #known}).
 */
public sealed interface FineTargets {
  /** Number of rows. */
  int size();

  /** Whether the answer of a row is known. */
  boolean isKnown(int row);

  /** The rows whose answer is known, in their order. */
  default int[] known() {
    return IntStream.range(0, size()).filter(this::isKnown).toArray();
  }

  /** The targets of the given rows, in their order. */
  FineTargets select(int[] rows);

  /** What is answered: the classes, the components, or the number. */
  List<String> names();

  /**
   * The answers as columns of numbers by name, in order; the only one of a kind has the empty name.
   * Empty where answers are classes. NaN where the answer of a row is not known.
   */
  default Map<String, double[]> numbers() {
    return Map.of();
  }

  /** The answer of a row; null where it is not known. */
  @Nullable FineValue value(int row);

  /** Whether the numbers of a row are shares of a whole. */
  default boolean isMixture() {
    return false;
  }

  /** The coarse labels that follow from these targets alone; null where none do. */
  default @Nullable CoarseLabels coarse() {
    return null;
  }

  /** What the targets are, in a few words, as {@code 10 classes}. */
  String describe();

  /**
   * A fine class a row.
   *
   * @param labels class index of each row, in [0, names.size()), or {@link #UNKNOWN}
   * @param names names of the fine classes, in index order
   */
  record Classes(int[] labels, List<String> names) implements FineTargets {
    /** The label of a row whose class is not known. */
    public static final int UNKNOWN = -1;

    /**
     * Checks that every label has a name.
     *
     * @throws IllegalArgumentException if a label is out of range, with its row
     */
    public Classes {
      names = List.copyOf(names);
      for (int row = 0; row < labels.length; row++) {
        if (labels[row] < UNKNOWN || labels[row] >= names.size()) {
          throw new IllegalArgumentException(
              "fine label %d of row %d is outside 0..%d"
                  .formatted(labels[row], row, names.size() - 1));
        }
      }
    }

    @Override
    public boolean isKnown(int row) {
      return labels[row] != UNKNOWN;
    }

    @Override
    public @Nullable FineValue value(int row) {
      return isKnown(row) ? FineValue.ofClass(names.get(labels[row])) : null;
    }

    @Override
    public String describe() {
      return names.size() + " classes";
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
   * @param values finite, in the unit of the source, or NaN where it is not known
   * @param name what the number is
   */
  record Scalars(double[] values, String name) implements FineTargets {
    /**
     * Checks that no value is infinite.
     *
     * @throws IllegalArgumentException if one is, with its row
     */
    public Scalars {
      for (int row = 0; row < values.length; row++) {
        if (Double.isInfinite(values[row])) {
          throw new IllegalArgumentException(
              "%s of row %d is %s, not a finite number".formatted(name, row, values[row]));
        }
      }
    }

    @Override
    public boolean isKnown(int row) {
      return !Double.isNaN(values[row]);
    }

    @Override
    public List<String> names() {
      return List.of(name);
    }

    @Override
    public Map<String, double[]> numbers() {
      return Map.of("", values);
    }

    @Override
    public @Nullable FineValue value(int row) {
      return isKnown(row) ? FineValue.ofNumber(values[row]) : null;
    }

    @Override
    public String describe() {
      double[] known = select(known()).values();
      return String.format(
          Locale.ROOT,
          "%s, a number from %.4g to %.4g, mean %.4g",
          name,
          Arrays.stream(known).min().orElse(Double.NaN),
          Arrays.stream(known).max().orElse(Double.NaN),
          Arrays.stream(known).average().orElse(Double.NaN));
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
   * @param values [rows x components], row by row, each in [0, 1], each row's sum 1 within 1e-3;
   *     NaN throughout a row whose shares are not known
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
        if (!isKnown(values, components, row)) {
          continue;
        }
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

    private static boolean isKnown(float[] values, int components, int row) {
      for (int c = 0; c < components; c++) {
        if (!Float.isNaN(values[row * components + c])) {
          return true;
        }
      }
      return false;
    }

    @Override
    public boolean isKnown(int row) {
      return isKnown(values, names.size(), row);
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

    @Override
    public Map<String, double[]> numbers() {
      Map<String, double[]> numbers = new LinkedHashMap<>();
      for (int c = 0; c < components(); c++) {
        double[] column = new double[size()];
        for (int row = 0; row < column.length; row++) {
          column[row] = values[row * components() + c];
        }
        numbers.put(names.get(c), column);
      }
      return numbers;
    }

    @Override
    public @Nullable FineValue value(int row) {
      if (!isKnown(row)) {
        return null;
      }
      Map<String, Double> shares = new LinkedHashMap<>();
      for (int c = 0; c < components(); c++) {
        shares.put(names.get(c), (double) values[row * components() + c]);
      }
      return FineValue.ofShares(shares);
    }

    @Override
    public boolean isMixture() {
      return true;
    }

    @Override
    public String describe() {
      return "shares of " + String.join(", ", names);
    }

    /**
     * The component with the largest share, first of ties.
     *
     * @throws IllegalArgumentException if the shares of a row are not known
     */
    @Override
    public CoarseLabels coarse() {
      if (known().length < size()) {
        throw new IllegalArgumentException(
            "the coarse label is the largest share, but %d rows have no shares; fill them in or take the rows out"
                .formatted(size() - known().length));
      }
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

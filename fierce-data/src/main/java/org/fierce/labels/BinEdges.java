package org.fierce.labels;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Where a number is cut into bins: bin b holds the values v with {@code interior[b-1] <= v <
 * interior[b]}, the first and the last bin being open to the outside. Edges are found once, on
 * training rows, and used as they are on all others.
 *
 * @param interior finite, strictly ascending, at least one: one less than there are bins
 */
public record BinEdges(double[] interior) {
  /**
   * Checks the edges.
   *
   * @throws IllegalArgumentException if there is none, or one is not finite or not above the one
   *     before it
   */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public BinEdges {
    interior = interior.clone();
    if (interior.length == 0) {
      throw new IllegalArgumentException("there is no bin edge; one edge makes two bins");
    }
    for (int i = 0; i < interior.length; i++) {
      if (!Double.isFinite(interior[i]) || (i > 0 && interior[i] <= interior[i - 1])) {
        throw new IllegalArgumentException(
            "bin edges %s must be finite and ascend, each once"
                .formatted(Arrays.toString(interior)));
      }
    }
  }

  /** The interior edges, as a copy. */
  @Override
  @JsonValue
  public double[] interior() {
    return interior.clone();
  }

  /** Number of bins. */
  public int bins() {
    return interior.length + 1;
  }

  /**
   * The bin of a value, in [0, {@link #bins}); a value on an edge belongs to the bin above it.
   *
   * @throws IllegalArgumentException if the value is NaN
   */
  public int binOf(double value) {
    if (Double.isNaN(value)) {
      throw new IllegalArgumentException("NaN has no bin");
    }
    int found = Arrays.binarySearch(interior, value == 0 ? 0.0 : value);
    return found >= 0 ? found + 1 : -found - 1;
  }

  /**
   * Names of the bins in order, as {@code < 179,700}, {@code 179,700 – 264,725}, {@code ≥ 264,725}.
   */
  public List<String> names() {
    String[] edges = format();
    List<String> names = new ArrayList<>(bins());
    names.add("< " + edges[0]);
    for (int i = 1; i < edges.length; i++) {
      names.add(edges[i - 1] + " – " + edges[i]);
    }
    names.add("≥ " + edges[edges.length - 1]);
    return List.copyOf(names);
  }

  /** The coarse label of each value: its bin, named as {@link #names} says. */
  public CoarseLabels labels(double[] values) {
    int[] labels = new int[values.length];
    for (int row = 0; row < values.length; row++) {
      labels[row] = binOf(values[row]);
    }
    return new CoarseLabels(labels, CoarseClasses.bins(this));
  }

  /** The edges with six significant digits, or as many more as tell them apart. */
  private String[] format() {
    for (int digits = 6; digits < 17; digits++) {
      String[] edges = new String[interior.length];
      for (int i = 0; i < edges.length; i++) {
        edges[i] = format(interior[i], digits);
      }
      if (Arrays.stream(edges).distinct().count() == edges.length) {
        return edges;
      }
    }
    return Arrays.stream(interior).mapToObj(Double::toString).toArray(String[]::new);
  }

  private static String format(double value, int digits) {
    double size = Math.abs(value);
    if (size != 0 && (size < 1e-4 || size >= 1e12)) {
      return new DecimalFormat("0." + "#".repeat(digits - 1) + "E0", symbols()).format(value);
    }
    // Whole digits are always kept; decimals only as far as the significant digits go.
    int whole =
        size < 1 ? (int) Math.floor(Math.log10(Math.max(size, 1e-4))) + 1 : wholeDigits(size);
    int decimals = Math.max(0, digits - whole);
    String pattern = decimals == 0 ? "#,##0" : "#,##0." + "#".repeat(decimals);
    return new DecimalFormat(pattern, symbols()).format(value == 0 ? 0.0 : value);
  }

  private static int wholeDigits(double size) {
    return (int) Math.floor(Math.log10(size)) + 1;
  }

  private static DecimalFormatSymbols symbols() {
    return DecimalFormatSymbols.getInstance(Locale.ROOT);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BinEdges edges && Arrays.equals(interior, edges.interior);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(interior);
  }

  @Override
  public String toString() {
    return "BinEdges" + Arrays.toString(interior);
  }
}

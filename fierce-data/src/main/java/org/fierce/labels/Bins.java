package org.fierce.labels;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A coarse label made by cutting up a numeric column. Written {@code bins(price, 4)}, {@code
 * bins(price, 4, equal-width)} or, with given edges, {@code bins(price, [100, 250])}.
 *
 * @param column the numeric column
 * @param binning how edges are found; without meaning where they are given
 * @param count number of bins, at least 2
 * @param given the edges, or null to find them
 */
public record Bins(String column, Binning binning, int count, @Nullable BinEdges given) {
  private static final Pattern FORM =
      Pattern.compile(
          "\\s*bins\\s*\\(\\s*(.+?)\\s*,\\s*(\\[[^\\]]*]|[^,\\[\\]]+?)\\s*(?:,\\s*([a-z-]+)\\s*)?\\)\\s*");
  private static final String EXPECTED =
      "; expected bins(column, 4), bins(column, 4, equal-width) or bins(column, [100, 250])";

  /**
   * Checks the column and the number of bins.
   *
   * @throws IllegalArgumentException if the column is blank, there are fewer than two bins, or
   *     their number is not that of the given edges
   */
  public Bins {
    if (column.isBlank()) {
      throw new IllegalArgumentException("bins of a column without a name");
    }
    if (count < 2) {
      throw new IllegalArgumentException(
          "bins(%s, %d): at least 2 bins are needed".formatted(column, count));
    }
    if (given != null && given.bins() != count) {
      throw new IllegalArgumentException(
          "bins(%s): %d bins but edges of %d".formatted(column, count, given.bins()));
    }
  }

  /** Bins of equal frequency. */
  public static Bins of(String column, int count) {
    return new Bins(column, Binning.EQUAL_FREQUENCY, count, null);
  }

  /** Bins with given interior edges. */
  public static Bins at(String column, double... edges) {
    BinEdges given = new BinEdges(edges);
    return new Bins(column, Binning.EQUAL_FREQUENCY, given.bins(), given);
  }

  /** Whether a text means bins rather than a column's name: it starts with {@code bins(}. */
  public static boolean isBins(String text) {
    return text.strip().toLowerCase(Locale.ROOT).matches("(?s)bins\\s*\\(.*");
  }

  /**
   * Reads one of the three forms.
   *
   * @throws IllegalArgumentException if it is none of them, quoting the text
   */
  public static Bins parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("\"" + text + "\" is not a rule for bins" + EXPECTED);
    }
    String column = matcher.group(1);
    String cut = matcher.group(2);
    String how = matcher.group(3);
    try {
      if (cut.startsWith("[")) {
        if (how != null) {
          throw new IllegalArgumentException("given edges need no " + how);
        }
        return at(column, edges(cut.substring(1, cut.length() - 1)));
      }
      return new Bins(column, binning(how), Integer.parseInt(cut), null);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "\"%s\" is not a rule for bins (%s)%s".formatted(text, e.getMessage(), EXPECTED), e);
    }
  }

  private static double[] edges(String list) {
    String[] parts = list.split(",", -1);
    double[] edges = new double[parts.length];
    for (int i = 0; i < parts.length; i++) {
      edges[i] = Double.parseDouble(parts[i].strip());
    }
    return edges;
  }

  private static Binning binning(@Nullable String how) {
    if (how == null || how.equals("equal-frequency")) {
      return Binning.EQUAL_FREQUENCY;
    }
    if (how.equals("equal-width")) {
      return Binning.EQUAL_WIDTH;
    }
    throw new IllegalArgumentException(how + " is neither equal-frequency nor equal-width");
  }

  /**
   * The edges for these training values: the given ones, or found ones.
   *
   * @throws IllegalArgumentException if a bin would be empty of training values, naming the column
   */
  public BinEdges edges(double[] trainingValues) {
    if (given == null) {
      try {
        return binning.edges(trainingValues, count);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("bins of " + column + ": " + e.getMessage(), e);
      }
    }
    int[] sizes = new int[count];
    for (double value : trainingValues) {
      sizes[given.binOf(value)]++;
    }
    for (int bin = 0; bin < count; bin++) {
      if (sizes[bin] == 0) {
        throw new IllegalArgumentException(
            "bins of %s: no training row falls in bin \"%s\"; leave its edge out"
                .formatted(column, given.names().get(bin)));
      }
    }
    return given;
  }
}

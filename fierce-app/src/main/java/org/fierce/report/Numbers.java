package org.fierce.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Collection;
import java.util.Locale;
import org.fierce.report.Results.Estimate;

/** Numbers as text: as many decimals as a column of estimates needs, the same for all of them. */
public final class Numbers {
  private Numbers() {}

  /** Three decimals for fractions, more where most are small, fewer where one is large. */
  public static int decimals(Collection<Estimate> column) {
    double[] sizes =
        column.stream()
            .mapToDouble(estimate -> Math.abs(estimate.value()))
            .filter(size -> size > 0 && Double.isFinite(size))
            .sorted()
            .toArray();
    if (sizes.length == 0) {
      return 3;
    }
    double largest = sizes[sizes.length - 1];
    double typical = sizes[(sizes.length - 1) / 2];
    if (largest >= 10) {
      return largest >= 1000 ? 0 : largest >= 100 ? 1 : 2;
    }
    return typical < 0.01 ? 5 : typical < 0.1 ? 4 : 3;
  }

  /** The value with a true minus sign; a dash where it is not a number. */
  public static String fixed(double value, int decimals) {
    if (!Double.isFinite(value)) {
      return "–";
    }
    String text = String.format(Locale.ROOT, "%." + decimals + "f", value);
    return withTrueMinus(text);
  }

  private static String withTrueMinus(String text) {
    if (!text.startsWith("-")) {
      return text;
    }
    boolean zero = text.chars().noneMatch(c -> c >= '1' && c <= '9');
    return zero ? text.substring(1) : "−" + text.substring(1);
  }

  /** The value with its sign, as a difference is written. */
  public static String signed(double value, int decimals) {
    return value > 0 ? "+" + fixed(value, decimals) : fixed(value, decimals);
  }

  /** {@code [low, high]}, or nothing where there is no interval. */
  public static String interval(Estimate estimate, int decimals) {
    return estimate.hasInterval()
        ? "[" + fixed(estimate.low(), decimals) + ", " + fixed(estimate.high(), decimals) + "]"
        : "";
  }

  /** {@code p = 0.012} or {@code p < 0.001}. */
  public static String probability(double p) {
    return p < 0.001 ? "p < 0.001" : "p = " + fixed(p, 3);
  }

  /** At most four significant digits, without trailing zeros: for axes. */
  static String brief(double value) {
    double size = Math.abs(value);
    if (size != 0 && (size < 1e-3 || size >= 1e5)) {
      return String.format(Locale.ROOT, "%.0e", value).replace("e-0", "e-").replace("e+0", "e");
    }
    String text = String.format(Locale.ROOT, "%.4f", value);
    return withTrueMinus(text.replaceFirst("\\.?0+$", ""));
  }

  /** A value of the data: at most six significant digits, written out up to a billion. */
  static String plain(double value) {
    double size = Math.abs(value);
    if (!Double.isFinite(value) || (size != 0 && (size < 1e-3 || size >= 1e9))) {
      return Double.isFinite(value) ? brief(value) : "–";
    }
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(6)).stripTrailingZeros();
    return withTrueMinus(rounded.toPlainString());
  }
}

package org.fierce.report;

import org.fierce.report.Results.Estimate;

/** Wilson's score interval of a rate at 95 % (Wilson 1927). */
final class Wilson {
  /** The 0.975 quantile of the standard normal distribution. */
  private static final double Z = 1.959963984540054;

  private Wilson() {}

  /**
   * The rate with its interval.
   *
   * @param rate between 0 and 1; a mean over seeds may stand here, then the interval is no narrower
   *     than it should be
   * @param rows number of examples, at least 1
   */
  static Estimate of(double rate, double rows) {
    double squared = Z * Z / rows;
    double middle = (rate + squared / 2) / (1 + squared);
    double half = Z / (1 + squared) * Math.sqrt(rate * (1 - rate) / rows + squared / (4 * rows));
    return new Estimate(rate, Math.max(0, middle - half), Math.min(1, middle + half));
  }
}

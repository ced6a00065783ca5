package org.fierce.report;

import java.util.ArrayList;
import java.util.List;

/**
 * A linear axis with round numbers at its ticks.
 *
 * @param low value at the start, a tick
 * @param high value at the end, a tick
 * @param step distance of the ticks
 */
record Axis(double low, double high, double step) {
  /** The axis with about this many ticks that holds both values. */
  static Axis covering(double low, double high, int ticks) {
    double span = high > low ? high - low : Math.max(Math.abs(low) * 0.2, 1e-9);
    double from = high > low ? low : low - span / 2;
    double rough = span / ticks;
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double digit = rough / power;
    double step = power * (digit <= 1 ? 1 : digit <= 2 ? 2 : digit <= 5 ? 5 : 10);
    double first = Math.floor(from / step + 1e-9) * step;
    return new Axis(first, Math.ceil((from + span) / step - 1e-9) * step, step);
  }

  List<Double> ticks() {
    List<Double> ticks = new ArrayList<>();
    int count = (int) Math.round((high - low) / step);
    for (int i = 0; i <= count; i++) {
      double tick = low + i * step;
      ticks.add(Math.abs(tick) < step * 1e-6 ? 0.0 : tick);
    }
    return ticks;
  }

  /** Where the value lies: 0 at the start, 1 at the end. */
  double place(double value) {
    return (value - low) / (high - low);
  }
}

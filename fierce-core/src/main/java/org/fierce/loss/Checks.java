package org.fierce.loss;

/** Checks the options of losses share. */
final class Checks {
  private Checks() {}

  static void epsilon(double epsilon) {
    if (!(epsilon >= 0 && epsilon < 1)) {
      throw new IllegalArgumentException(
          "epsilon must be at least 0 and below 1, found " + number(epsilon));
    }
  }

  static void weight(String name, double weight) {
    if (!(weight >= 0) || Double.isInfinite(weight)) {
      throw new IllegalArgumentException(name + " must be at least 0, found " + number(weight));
    }
  }

  static void temperature(String name, double temperature) {
    if (!(temperature > 0) || Double.isInfinite(temperature)) {
      throw new IllegalArgumentException(name + " must be above 0, found " + number(temperature));
    }
  }

  static void projection(int width) {
    if (width < 0) {
      throw new IllegalArgumentException(
          "projection must be a width, or 0 for none, found " + width);
    }
  }

  /** As a user would write it: -1, not -1.0. */
  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}

package org.fierce.data.source;

/**
 * Reflectance of the four materials of the simulated scene at a wavelength w in nanometres, between
 * 380 and 1050. Shapes are those of spectral libraries, told by a few terms; with {@code G(c, s) =
 * exp(-((w - c) / s)^2 / 2)} and {@code S(c, s) = 1 / (1 + exp(-(w - c) / s))}.
 */
enum Reflectance {
  /**
   * {@code 0.05 + 0.07 G(550, 35) - 0.02 G(450, 30) - 0.03 G(675, 18) + 0.42 S(715, 13) - 0.04
   * G(975, 25)}: green peak, two chlorophyll dips, red edge, water dip.
   */
  VEGETATION("vegetation") {
    @Override
    double at(double w) {
      return 0.05
          + 0.07 * bell(w, 550, 35)
          - 0.02 * bell(w, 450, 30)
          - 0.03 * bell(w, 675, 18)
          + 0.42 * step(w, 715, 13)
          - 0.04 * bell(w, 975, 25);
    }
  },
  /** {@code 0.07 + 0.30 S(600, 15) - 0.08 G(870, 60)}: red paint over iron oxide. */
  RED_METALLIC_ROOF("red metallic roof") {
    @Override
    double at(double w) {
      return 0.07 + 0.30 * step(w, 600, 15) - 0.08 * bell(w, 870, 60);
    }
  },
  /** {@code 0.14 + 0.18 (1 - exp(-(w - 380) / 200))}: bright, rising ever more slowly. */
  CONCRETE("concrete") {
    @Override
    double at(double w) {
      return 0.14 + 0.18 * (1 - StrictMath.exp(-(w - 380) / 200));
    }
  },
  /** {@code 0.07 + 0.06 (w - 380) / 670}: dark, rising evenly. */
  ASPHALT("asphalt") {
    @Override
    double at(double w) {
      return 0.07 + 0.06 * (w - 380) / 670;
    }
  };

  private final String label;

  Reflectance(String label) {
    this.label = label;
  }

  /** Name of the material. */
  String label() {
    return label;
  }

  /** Reflectance, a fraction of the light, at a wavelength in nanometres. */
  abstract double at(double w);

  private static double bell(double w, double centre, double width) {
    double z = (w - centre) / width;
    return StrictMath.exp(-z * z / 2);
  }

  private static double step(double w, double centre, double width) {
    return 1 / (1 + StrictMath.exp(-(w - centre) / width));
  }
}

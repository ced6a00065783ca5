package org.fierce.entropy;

import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.fierce.engine.Tensors;
import org.fierce.random.Streams;

/**
 * Nearness of the features to a standard Gaussian, the distribution of most entropy for its second
 * moments: less the mean over M random directions u of Epps and Pulley's statistic per row, {@code
 * integral from -5 to 5 of |mean_i exp(i t <u, x_i>) - exp(-t^2/2)|^2 exp(-t^2/2) dt}, by the
 * trapezoid rule on 17 points (SIGReg: Balestriero and LeCun 2025, arXiv 2511.08544). It has no
 * unit; it is counted as nats.
 *
 * <p>Unlike there, x are the features less their mean, since entropy does not change by a shift,
 * and inside a class the mean is what the class is known by; and the statistic is not multiplied by
 * n. At most 0 (Gaussian; about -0.58 / n for n rows drawn from one). Equal rows are worth -0.409,
 * the floor of the range; features spread much too wide fall to about -0.82. The same for any order
 * of the rows and shift. The gradient of a row is at most 25 / n.
 */
public final class SlicedGaussianity implements EntropyTerm {
  private static final int KNOTS = 8;
  private static final double STEP = 5.0 / KNOTS;

  private final Options options;
  private final int featureWidth;
  private final long seed;
  private final FeatureGate gate = new FeatureGate();

  /**
   * The options of the estimate.
   *
   * @param directions number M of directions, drawn anew at every step, at least 1
   */
  public record Options(int directions) implements EntropySpec {
    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException if it is below 1
     */
    public Options {
      FeatureGate.atLeast("directions", directions, 1);
    }

    /** 64 directions. */
    public static Options standard() {
      return new Options(64);
    }

    @Override
    public EntropyTerm build(int featureWidth, long seed) {
      return new SlicedGaussianity(this, featureWidth, seed);
    }
  }

  /** With directions that are a pure function of (seed, step). */
  public SlicedGaussianity(Options options, int featureWidth, long seed) {
    this.options = options;
    this.featureWidth = featureWidth;
    this.seed = seed;
  }

  @Override
  public Tensor reward(Tensor features, Tensor coarse, long step) {
    gate.pass(features, featureWidth);
    Tensor directions = Tensors.onSphere(directions(step)).to(features);
    Tensor places = VarianceCovariance.centred(features).mm(directions.t());
    // The integrand is even in t and 0 at t = 0: eight points to the right, each counted twice.
    Tensor angles = places.unsqueeze(2).mul(row(knot -> knot).to(features));
    Tensor real = mean(angles.cos()).sub(row(SlicedGaussianity::gaussian).to(features));
    Tensor imaginary = mean(angles.sin());
    Tensor squares = real.square().add(imaginary.square());
    Tensor statistics = squares.mul(row(SlicedGaussianity::weight).to(features)).sum(1L);
    return statistics.mean().neg();
  }

  private Tensor directions(long step) {
    float[] values =
        Streams.normal(
            Streams.generator(seed, "directions" + step),
            Math.multiplyExact(options.directions(), featureWidth),
            1);
    return Tensors.of(values, options.directions(), featureWidth);
  }

  private static Tensor mean(Tensor waves) {
    return waves.mean(new long[] {0}, false, new ScalarTypeOptional());
  }

  private interface AtKnot {
    double value(double knot);
  }

  private static Tensor row(AtKnot function) {
    float[] values = new float[KNOTS];
    for (int k = 0; k < KNOTS; k++) {
      values[k] = (float) function.value((k + 1) * STEP);
    }
    return Tensors.of(values, KNOTS);
  }

  private static double gaussian(double knot) {
    return Math.exp(-knot * knot / 2);
  }

  private static double weight(double knot) {
    return (knot > 5 - STEP / 2 ? STEP : 2 * STEP) * gaussian(knot);
  }

  @Override
  public double minimum(int rows) {
    double sum = 0;
    for (int k = 1; k <= KNOTS; k++) {
      double off = 1 - gaussian(k * STEP);
      sum += weight(k * STEP) * off * off;
    }
    return -sum;
  }

  @Override
  public double maximum(int rows) {
    return 0;
  }

  @Override
  public void close() {
    gate.close();
  }
}

package org.fierce.algebra;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;

/**
 * Minimises a smooth function: L-BFGS (Nocedal 1980) with 10 pairs and a line search for the weak
 * Wolfe conditions by bracketing (Lewis and Overton 2013). Close to the optimum, where the value no
 * longer tells two points apart, the slope alone decides, as in Hager and Zhang 2005. Everything is
 * in double; only the function itself may be rounder.
 */
public final class LimitedMemoryBfgs {
  private static final int PAIRS = 10;
  private static final int LINE_STEPS = 30;
  private static final double DECREASE = 1e-4;
  private static final double CURVATURE = 0.9;

  private final Objective objective;
  private final double tolerance;
  private final int maximumIterations;
  private final double[] inverseCurvature;

  /** A function and its gradient. */
  public interface Objective {
    /** The value at a point; writes the gradient there. */
    double evaluate(double[] point, double[] gradient);
  }

  /**
   * Where the search ended.
   *
   * @param gradient largest absolute component of the gradient there
   * @param converged whether that is within the tolerance
   */
  public record Result(
      double[] point, double value, double gradient, int iterations, boolean converged) {}

  private record Pair(double[] step, double[] change, double inverse) {}

  private double[] point;
  private double[] gradient;
  private double value;

  public LimitedMemoryBfgs(
      Objective objective, double[] start, double tolerance, int maximumIterations) {
    this(objective, start, tolerance, maximumIterations, ones(start.length));
  }

  /**
   * With a first guess of the inverse of the second derivative along each coordinate (up to a
   * common factor), from which the pairs go on. It changes the way, not the optimum.
   */
  public LimitedMemoryBfgs(
      Objective objective,
      double[] start,
      double tolerance,
      int maximumIterations,
      double[] inverseCurvature) {
    this.objective = objective;
    this.tolerance = tolerance;
    this.maximumIterations = maximumIterations;
    this.inverseCurvature = inverseCurvature;
    point = start.clone();
    gradient = new double[start.length];
    value = objective.evaluate(point, gradient);
  }

  private static double[] ones(int length) {
    double[] ones = new double[length];
    Arrays.fill(ones, 1);
    return ones;
  }

  /** Goes on until the gradient is small, no step helps, or the iterations are used up. */
  public Result minimise() {
    Deque<Pair> pairs = new ArrayDeque<>();
    int iteration = 0;
    while (largest(gradient) > tolerance && iteration < maximumIterations) {
      double[] direction = direction(pairs);
      double slope = dot(direction, gradient);
      double[] before = point;
      double[] gradientBefore = gradient;
      double first = pairs.isEmpty() ? Math.min(1, 1 / Math.sqrt(dot(direction, direction))) : 1;
      if (!(slope < 0) || !search(direction, slope, first)) {
        if (pairs.isEmpty()) {
          break;
        }
        pairs.clear();
        continue;
      }
      iteration++;
      double[] step = difference(point, before);
      double[] change = difference(gradient, gradientBefore);
      double curvature = dot(step, change);
      if (curvature > 1e-14 * Math.sqrt(dot(step, step) * dot(change, change))) {
        pairs.addLast(new Pair(step, change, 1 / curvature));
        if (pairs.size() > PAIRS) {
          pairs.removeFirst();
        }
      }
    }
    double left = largest(gradient);
    return new Result(point, value, left, iteration, left <= tolerance);
  }

  private double[] direction(Deque<Pair> pairs) {
    double[] direction = new double[gradient.length];
    for (int i = 0; i < direction.length; i++) {
      direction[i] = -gradient[i];
    }
    double[] weights = new double[pairs.size()];
    int at = pairs.size();
    for (Iterator<Pair> i = pairs.descendingIterator(); i.hasNext(); ) {
      Pair pair = i.next();
      at--;
      weights[at] = pair.inverse * dot(pair.step, direction);
      add(direction, pair.change, -weights[at]);
    }
    double scale = 1;
    if (!pairs.isEmpty()) {
      Pair last = pairs.getLast();
      double squares = 0;
      for (int i = 0; i < direction.length; i++) {
        squares += last.change[i] * last.change[i] * inverseCurvature[i];
      }
      scale = 1 / (last.inverse * squares);
    }
    for (int i = 0; i < direction.length; i++) {
      direction[i] *= scale * inverseCurvature[i];
    }
    for (Pair pair : pairs) {
      double back = pair.inverse * dot(pair.change, direction);
      add(direction, pair.step, weights[at] - back);
      at++;
    }
    return direction;
  }

  private boolean search(double[] direction, double slope, double first) {
    double[] start = point;
    double startValue = value;
    double noise = 1e-7 * Math.abs(startValue);
    double low = 0;
    double high = Double.POSITIVE_INFINITY;
    double length = first;
    for (int i = 0; i < LINE_STEPS; i++) {
      double[] trial = start.clone();
      add(trial, direction, length);
      double[] trialGradient = new double[trial.length];
      double trialValue = objective.evaluate(trial, trialGradient);
      double trialSlope = dot(direction, trialGradient);
      boolean decreased = trialValue <= startValue + DECREASE * length * slope;
      boolean flat = trialValue <= startValue + noise && trialSlope <= (2 * DECREASE - 1) * slope;
      if (!(decreased || flat)) {
        high = length;
      } else if (trialSlope < CURVATURE * slope) {
        low = length;
      } else {
        point = trial;
        gradient = trialGradient;
        value = trialValue;
        return true;
      }
      length = high == Double.POSITIVE_INFINITY ? 2 * low : between(low, high);
    }
    return false;
  }

  private static double between(double low, double high) {
    return low == 0 ? 0.3 * high : 0.5 * (low + high);
  }

  private static double[] difference(double[] a, double[] b) {
    double[] result = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      result[i] = a[i] - b[i];
    }
    return result;
  }

  private static void add(double[] target, double[] other, double factor) {
    for (int i = 0; i < target.length; i++) {
      target[i] += factor * other[i];
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static double largest(double[] values) {
    double largest = 0;
    for (double v : values) {
      // NaN must not look like convergence.
      largest = Double.isNaN(v) ? Double.POSITIVE_INFINITY : Math.max(largest, Math.abs(v));
    }
    return largest;
  }
}

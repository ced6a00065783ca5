package org.fierce.train;

import com.fasterxml.jackson.annotation.JsonTypeInfo;

/**
 * How a gradient becomes a step. The formulas are those of PyTorch's optimisers of the same names;
 * weight decay is left out for biases, norms and the scale of a cosine head.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
public sealed interface OptimiserSpec {
  /** The learning rate before the schedule's factor, above 0. */
  double rate();

  /** Nesterov momentum 0.9 and weight decay 5e-4, the usual for images. */
  static OptimiserSpec sgd(double rate) {
    return new Sgd(rate, 0.9, true, 5e-4);
  }

  /** Adam as published, without weight decay. */
  static OptimiserSpec adam(double rate) {
    return new Adam(rate, 0.9, 0.999, 1e-8, 0);
  }

  /** Adam with decoupled weight decay 0.01. */
  static OptimiserSpec adamW(double rate) {
    return new AdamW(rate, 0.9, 0.999, 1e-8, 0.01);
  }

  private static void check(String name, double value, boolean isRight, String expected) {
    if (!isRight) {
      throw new IllegalArgumentException("%s is %s, must be %s".formatted(name, value, expected));
    }
  }

  private static void checkRates(double rate, double weightDecay) {
    check("rate", rate, rate > 0 && Double.isFinite(rate), "above 0");
    check("weightDecay", weightDecay, weightDecay >= 0 && weightDecay < 1, "in [0, 1)");
  }

  private static void checkMoments(double beta1, double beta2, double epsilon) {
    check("beta1", beta1, beta1 >= 0 && beta1 < 1, "in [0, 1)");
    check("beta2", beta2, beta2 >= 0 && beta2 < 1, "in [0, 1)");
    check("epsilon", epsilon, epsilon > 0 && epsilon < 1, "in (0, 1)");
  }

  /**
   * Stochastic gradient descent: {@code g += weightDecay * w; b = momentum * b + g} (the first b is
   * g); {@code w -= rate * (nesterov ? g + momentum * b : b)}.
   *
   * @param rate above 0
   * @param momentum in [0, 1)
   * @param nesterov needs a momentum
   * @param weightDecay in [0, 1)
   */
  record Sgd(double rate, double momentum, boolean nesterov, double weightDecay)
      implements OptimiserSpec {
    /** Checks the options. */
    public Sgd {
      checkRates(rate, weightDecay);
      check("momentum", momentum, momentum >= 0 && momentum < 1, "in [0, 1)");
      check("momentum", momentum, !nesterov || momentum > 0, "above 0 for nesterov");
    }
  }

  /**
   * Adam (Kingma and Ba, 2015, algorithm 1): {@code g += weightDecay * w; m = beta1 * m + (1 -
   * beta1) * g; v = beta2 * v + (1 - beta2) * g * g; w -= rate * m / (1 - beta1^t) / (sqrt(v / (1 -
   * beta2^t)) + epsilon)}.
   *
   * @param rate above 0
   * @param beta1 in [0, 1)
   * @param beta2 in [0, 1)
   * @param epsilon in (0, 1)
   * @param weightDecay in [0, 1), added to the gradient
   */
  record Adam(double rate, double beta1, double beta2, double epsilon, double weightDecay)
      implements OptimiserSpec {
    /** Checks the options. */
    public Adam {
      checkRates(rate, weightDecay);
      checkMoments(beta1, beta2, epsilon);
    }
  }

  /**
   * Adam with decoupled weight decay (Loshchilov and Hutter, 2019): {@code w -= rate * weightDecay
   * * w}, then Adam without decay.
   *
   * @param rate above 0
   * @param beta1 in [0, 1)
   * @param beta2 in [0, 1)
   * @param epsilon in (0, 1)
   * @param weightDecay in [0, 1)
   */
  record AdamW(double rate, double beta1, double beta2, double epsilon, double weightDecay)
      implements OptimiserSpec {
    /** Checks the options. */
    public AdamW {
      checkRates(rate, weightDecay);
      checkMoments(beta1, beta2, epsilon);
    }
  }
}

package org.fierce.evaluate.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.fierce.data.FloatMatrix;
import org.fierce.evaluate.Evaluation;
import org.fierce.evaluate.Evaluator;
import org.fierce.evaluate.EvaluatorContract;
import org.fierce.evaluate.Sample;
import org.fierce.labels.FineTargets;
import org.fierce.stats.Score;
import org.junit.jupiter.api.Test;

class AuthorsProbeTest extends EvaluatorContract {
  @Override
  protected Evaluator evaluator() {
    return new AuthorsProbe();
  }

  @Test
  void firstStepOfAdamGoesTheRateAgainstTheSignOfTheGradient() {
    try (AuthorsLayer layer = new AuthorsLayer(2, 2, 4)) {
      layer.step(new float[] {1, -2}, new float[] {1, 0}, 1, 0.1f);
      // From 0 the shares are (.5, .5): class 0 must rise where the feature is positive.
      assertThat(layer.weights)
          .containsExactly(new float[] {0.1f, -0.1f, -0.1f, 0.1f, 0.1f, -0.1f}, within(1e-5f));
    }
  }

  @Test
  void secondStepByHand() {
    try (AuthorsLayer layer = new AuthorsLayer(1, 2, 1)) {
      layer.step(new float[] {1}, new float[] {1, 0}, 1, 0.1f);
      layer.step(new float[] {1}, new float[] {1, 0}, 1, 0.1f);
      // Loss = mean over 2 components of (p - s)^2 = (1-p)^2, p = sigmoid(z), z = z0 - z1.
      // d/dz0 = -2 (1-p) p (1-p). First step: p = .5, g = -.25. After it z0 = .2, z1 = -.2.
      double p = 1 / (1 + Math.exp(-0.4));
      double g1 = -0.25;
      double g2 = -2 * (1 - p) * (1 - p) * p;
      double mean = (0.9 * 0.1 * g1 + 0.1 * g2) / (1 - 0.81);
      double square = (0.999 * 0.001 * g1 * g1 + 0.001 * g2 * g2) / (1 - 0.999 * 0.999);
      double expected = 0.1 - 0.1 * mean / (Math.sqrt(square) + 1e-8);
      assertThat((double) layer.weights[0]).isCloseTo(expected, within(1e-4));
      assertThat((double) layer.weights[3]).isCloseTo(-expected, within(1e-4));
    }
  }

  @Test
  void initialWeightsAreWithinTheBoundOfTheWidth() {
    try (AuthorsLayer layer = new AuthorsLayer(25, 4, 1)) {
      layer.initialise(new SplittableRandom(1));
      float largest = 0;
      for (float w : layer.weights) {
        largest = Math.max(largest, Math.abs(w));
      }
      assertThat(largest).isBetween(0.15f, 0.2f);
    }
  }

  private static Evaluation shares(double size) {
    FloatMatrix x = Sample.gaussian(250, 3, 2);
    float[] shares = new float[500];
    for (int i = 0; i < 250; i++) {
      shares[2 * i] = (float) (1 / (1 + Math.exp(-x.at(i, 0))));
      shares[2 * i + 1] = 1 - shares[2 * i];
    }
    for (int i = 0; i < x.values().length; i++) {
      x.values()[i] *= (float) size;
    }
    FineTargets.Shares targets = new FineTargets.Shares(shares, Sample.names(2));
    return Sample.same(x, null, targets.coarse(), targets);
  }

  @Test
  void smallFeaturesAreFittedAndTheSameSeedGivesTheSame() {
    List<Score> scores = new AuthorsProbe().evaluate(shares(1)).scores();
    assertThat(Sample.keys(scores)).containsExactly("authorsProbeMeanSquaredError");
    assertThat(scores.get(0).value()).isLessThan(1e-3);
    assertThat(scores).isEqualTo(new AuthorsProbe().evaluate(shares(1)).scores());
  }

  @Test
  void largeFeaturesSaturateItButNotTheConvergedProbe() {
    double authors = new AuthorsProbe().evaluate(shares(1e5)).scores().get(0).value();
    double converged = LinearProbe.standard().evaluate(shares(1e5)).scores().get(0).value();
    assertThat(converged).isLessThan(1e-4);
    assertThat(authors).isGreaterThan(0.05);
  }
}

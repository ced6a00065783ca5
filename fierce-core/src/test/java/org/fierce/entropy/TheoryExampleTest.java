package org.fierce.entropy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.fierce.engine.Tensors;
import org.junit.jupiter.api.Test;

/** The example of docs/theory.md: four clusters, a linear map, a cosine head of scale 2. */
class TheoryExampleTest {
  private static final double HEAD = 2;
  private static final double Q = 4;
  private static final int EACH = 50;

  /** Cluster of each row: bit 0 the coarse class, bit 1 the fine one. */
  private static final int[] CLUSTERS = IntStream.range(0, 4 * EACH).map(i -> i % 4).toArray();

  private static double coarse(int cluster) {
    return (cluster & 1) == 0 ? 1 : -1;
  }

  private static double fine(int cluster) {
    return (cluster & 2) == 0 ? 1 : -1;
  }

  private static Tensor inputs() {
    double[] noise = Probe.normal(1, CLUSTERS.length, 2);
    double[] rows = new double[2 * CLUSTERS.length];
    for (int i = 0; i < CLUSTERS.length; i++) {
      rows[2 * i] = coarse(CLUSTERS[i]) + 0.02 * noise[2 * i];
      rows[2 * i + 1] = fine(CLUSTERS[i]) + 0.02 * noise[2 * i + 1];
    }
    return Probe.tensor(rows, 2);
  }

  /** Trains the map by gradient descent and gives the features on the circle, row by row. */
  private static double[] train(double lambda) {
    try (PointerScope whole = new PointerScope();
        EntropyTerm term = new CodingRate(new CodingRate.Options(Math.sqrt(0.5)), 2)) {
      Tensor inputs = inputs();
      Tensor labels =
          Tensors.labels(IntStream.of(CLUSTERS).map(c -> coarse(c) > 0 ? 0 : 1).toArray());
      Tensor head = Probe.tensor(new double[] {HEAD, 0, -HEAD, 0}, 2);
      Tensor map = Probe.tensor(new double[] {1, 0.3, -0.2, 0.9}, 2).set_requires_grad(true);
      for (int step = 0; step < 2500; step++) {
        try (PointerScope scope = new PointerScope()) {
          Tensor features = torch.mm(inputs, map.t());
          Tensor logits = torch.mm(Tensors.onSphere(features), head.t());
          Tensor loss = torch.cross_entropy_loss(logits, labels);
          if (lambda > 0) {
            loss = loss.sub(term.reward(features, labels, step), new Scalar(lambda));
          }
          loss.backward();
          try (NoGradGuard guard = new NoGradGuard()) {
            map.sub_(map.grad(), new Scalar(0.5));
            map.grad().zero_();
          }
        }
      }
      return Tensors.doubles(Tensors.onSphere(torch.mm(inputs, map.t())).to(ScalarType.Double));
    }
  }

  /** Half the angle between the two fine clusters of a coarse class, in degrees. */
  private static double angle(double[] features) {
    double[] first = mean(features, 0);
    double[] second = mean(features, 2);
    double cosine =
        (first[0] * second[0] + first[1] * second[1])
            / (Math.hypot(first[0], first[1]) * Math.hypot(second[0], second[1]));
    return Math.toDegrees(Math.acos(Math.min(1, cosine))) / 2;
  }

  private static double[] mean(double[] features, int cluster) {
    double[] mean = new double[2];
    for (int i = 0; i < CLUSTERS.length; i++) {
      if (CLUSTERS[i] == cluster) {
        mean[0] += features[2 * i] / EACH;
        mean[1] += features[2 * i + 1] / EACH;
      }
    }
    return mean;
  }

  /** How often the nearer fine mean is the own one when features are read with Gaussian noise. */
  private static double fineAccuracy(double[] features) {
    SplittableRandom random = new SplittableRandom(3);
    double[][] means = {mean(features, 0), mean(features, 1), mean(features, 2), mean(features, 3)};
    int draws = 40_000;
    double right = 0;
    for (int draw = 0; draw < draws; draw++) {
      int row = draw % CLUSTERS.length;
      double x = features[2 * row] + 0.3 * random.nextGaussian();
      double y = features[2 * row + 1] + 0.3 * random.nextGaussian();
      double[] own = means[CLUSTERS[row]];
      double[] other = means[CLUSTERS[row] ^ 2];
      double nearer = Math.hypot(x - other[0], y - other[1]) - Math.hypot(x - own[0], y - own[1]);
      // Means that have become one leave the choice to a coin.
      right += nearer == 0 ? 0.5 : nearer > 0 ? 1 : 0;
    }
    return right / draws;
  }

  /** Slope of CE - lambda R in the angle, from the formulas of the document. */
  private static double slope(double angle, double lambda) {
    double sine = Math.sin(angle);
    double cosine = Math.cos(angle);
    double crossEntropy = 2 * HEAD * sine / (1 + Math.exp(2 * HEAD * cosine));
    double reward = Q * sine * cosine * (1 / (1 + Q * sine * sine) - 1 / (1 + Q * cosine * cosine));
    return crossEntropy - lambda * reward;
  }

  private static double minimum(double lambda) {
    double low = 1e-6;
    double high = Math.PI / 4;
    while (high - low > 1e-12) {
      double middle = (low + high) / 2;
      if (slope(middle, lambda) < 0) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return Math.toDegrees(low);
  }

  @Test
  void theFiguresOfTheDocumentFollowFromItsFormulas() {
    double threshold = 2 * HEAD / (1 + Math.exp(2 * HEAD)) * (1 + Q) / (Q * Q);
    assertThat(threshold).isCloseTo(0.0225, within(5e-5));
    assertThat(slope(1e-3, 0.99 * threshold)).isPositive();
    assertThat(slope(1e-3, 1.01 * threshold)).isNegative();
    assertThat(minimum(0.1)).isCloseTo(27.0, within(0.05));
    assertThat(minimum(1)).isCloseTo(41.0, within(0.05));
    NormalDistribution normal = NormalDistribution.of(0, 1);
    double kept = Math.toRadians(minimum(0.1));
    assertThat(normal.cumulativeProbability(Math.sin(kept) / 0.3)).isCloseTo(0.93, within(5e-3));
    assertThat(normal.cumulativeProbability(1 / 0.3)).isCloseTo(0.9996, within(5e-5));
    assertThat(normal.cumulativeProbability(Math.cos(kept) / 0.3)).isCloseTo(0.9985, within(5e-5));
  }

  @Test
  void crossEntropyLosesTheFineDirection() {
    double[] features = train(0);
    assertThat(angle(features)).isLessThan(1);
    assertThat(fineAccuracy(features)).isCloseTo(0.5, within(0.03));
  }

  @Test
  void theRewardKeepsItWhereTheFormulasSay() {
    for (double lambda : new double[] {0.1, 1}) {
      double[] features = train(lambda);
      assertThat(angle(features)).isCloseTo(minimum(lambda), within(0.5));
    }
    assertThat(fineAccuracy(train(0.1))).isCloseTo(0.93, within(0.01));
  }

  @Test
  void aRewardBelowTheThresholdDoesNot() {
    assertThat(angle(train(0.01))).isLessThan(4);
  }

  @Test
  void flatHardCodesFillTheRangeWithNoise() {
    BinomialDistribution count = BinomialDistribution.of(64, 0.01);
    double mean =
        IntStream.rangeClosed(1, 64)
            .mapToDouble(c -> count.probability(c) * c * Math.log(c) / Math.log(2))
            .sum();
    double expected = 6 - 100.0 / 64 * mean;
    assertThat(expected).isCloseTo(5.44, within(0.005));
    double[] equal = new double[64 * 8];
    java.util.Arrays.fill(equal, 1e-3);
    CodebookEntropy.Options flat =
        new CodebookEntropy.Options(Similarity.DOT, 100, 1, Assignment.HARD, false);
    double sum = 0;
    try (EntropyTerm term = new CodebookEntropy(flat, 8, 5)) {
      for (int step = 0; step < 400; step++) {
        sum += Probe.value(term, equal, 8, step);
      }
    }
    // A draw deviates by about 0.1 bits, the mean of 400 by 0.005.
    assertThat(sum / 400).isCloseTo(expected, within(0.03));
  }
}

package org.fierce.evaluate.fewshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.fierce.data.FloatMatrix;
import org.fierce.embed.Embeddings;
import org.fierce.engine.Engine;
import org.fierce.evaluate.Evaluation;
import org.fierce.evaluate.Sample;
import org.fierce.evaluate.fewshot.FewShot.Sampling;
import org.fierce.labels.CoarseLabels;
import org.fierce.labels.FineTargets;
import org.fierce.stats.Score;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What the 95 % intervals cover over 1,000 draws of a data set: four classes of 60 rows on a line,
 * unit normal about 0, 1, 2.5 and 4.5; two ways, one shot, five queries.
 */
class FewShotCoverageTest {
  private static final double[] CENTRES = {0, 1, 2.5, 4.5};
  private static final int ROWS_PER_CLASS = 60;
  private static final int SETS = 1000;
  private static final FewShot OPTIONS = new FewShot(List.of(2), List.of(1), 5, 400, false, false);

  private static Engine.Lease threads;

  // Many threads for small matrices wait for one another most of the time.
  @BeforeAll
  static void oneThread() {
    threads = Engine.threads(1);
  }

  @AfterAll
  static void asBefore() {
    threads.close();
  }

  /** Phi. */
  private static double normal(double x) {
    return NormalDistribution.of(0, 1).cumulativeProbability(x);
  }

  /**
   * Accuracy over fresh rows of a random pair. Of classes at distance D with supports a (right) and
   * b, the asked row q is right if (q - (a + b) / 2)(a - b) > 0. With unit variances the factors
   * are normal and uncorrelated: means D / 2 and D in size and of one sign, variances 1 + 1 / 2 and
   * 2.
   */
  private static double truth() {
    double sum = 0;
    for (int i = 0; i < CENTRES.length; i++) {
      for (int j = 0; j < i; j++) {
        double d = CENTRES[i] - CENTRES[j];
        double u = normal(d / 2 / Math.sqrt(1.5));
        double v = normal(d / Math.sqrt(2));
        sum += u * v + (1 - u) * (1 - v);
      }
    }
    return sum / 6;
  }

  private static Evaluation draw(long seed) {
    int rows = CENTRES.length * ROWS_PER_CLASS;
    SplittableRandom random = new SplittableRandom(seed);
    int[] fine = IntStream.range(0, rows).map(row -> row % CENTRES.length).toArray();
    float[] values = new float[rows];
    for (int row = 0; row < rows; row++) {
      values[row] = (float) (CENTRES[fine[row]] + Sample.gaussian(random));
    }
    FloatMatrix features = new FloatMatrix(rows, 1, values);
    Embeddings embeddings = new Embeddings(features, null);
    CoarseLabels coarse = Sample.coarse(CENTRES.length, fine);
    FineTargets names = Sample.fine(CENTRES.length, fine);
    return new Evaluation(embeddings, coarse, names, embeddings, coarse, names, seed);
  }

  private record Coverage(double covered, double mean, double episodes) {}

  private static Coverage cover(Sampling sampling) {
    double truth = truth();
    int covered = 0;
    double sum = 0;
    double episodes = 0;
    for (int set = 0; set < SETS; set++) {
      Score score = OPTIONS.withSampling(sampling).evaluate(draw(set)).scores().get(0);
      covered += score.low() <= truth && truth <= score.high() ? 1 : 0;
      sum += score.value();
      episodes += score.n();
    }
    return new Coverage((double) covered / SETS, sum / SETS, episodes / SETS);
  }

  @Test
  void withoutReplacementTheIntervalCoversTheTrueAccuracy() {
    Coverage coverage = cover(Sampling.WITHOUT_REPLACEMENT);
    // Measured 0.952, with a standard error of 0.007.
    assertThat(coverage.covered()).isBetween(0.93, 0.97);
    // The mean over data sets has a standard error of about 0.001.
    assertThat(coverage.mean()).isCloseTo(truth(), within(0.004));
    // 10 shares of 6 rows a class, two of them an episode.
    assertThat(coverage.episodes()).isBetween(18.0, 20.0);
  }

  @Test
  void withReplacementTheUsualIntervalIsTooNarrow() {
    Coverage coverage = cover(Sampling.WITH_REPLACEMENT);
    // Measured 0.774, as FewShot.Sampling tells; more episodes would make it less.
    assertThat(coverage.covered()).isBetween(0.7, 0.85);
    assertThat(coverage.mean()).isCloseTo(truth(), within(0.004));
  }
}

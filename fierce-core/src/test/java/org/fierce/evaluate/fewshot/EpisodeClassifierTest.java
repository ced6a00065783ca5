package org.fierce.evaluate.fewshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.fierce.algebra.Matrices;
import org.fierce.data.FloatMatrix;
import org.fierce.engine.Engine;
import org.fierce.evaluate.Sample;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two episodes at a time against hand-worked cases and naive versions. */
class EpisodeClassifierTest {
  private static final int WAYS = 3;
  private static final int SHOTS = 4;
  private static final int ASKED = 60;
  private static final int WIDTH = 5;

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

  private static int[] decide(
      EpisodeClassifier classifier,
      FloatMatrix supports,
      FloatMatrix asks,
      int episodes,
      int ways,
      int shots,
      float @Nullable [] isSeen) {
    try (PointerScope scope = new PointerScope()) {
      int width = supports.columns();
      int asked = asks.rows() / episodes;
      Tensor seen =
          isSeen == null
              ? null
              : Matrices.floats(isSeen, 0, isSeen.length, 1).view(episodes, asked, 1);
      return classifier.decide(
          new EpisodeBatch(
              Matrices.floats(supports).view(episodes, ways, shots, width),
              Matrices.floats(asks).view(episodes, asked, width),
              seen,
              shots));
    }
  }

  private static int[] line(EpisodeClassifier classifier, float[] supports, float... asks) {
    return decide(classifier, Sample.matrix(1, supports), Sample.matrix(1, asks), 1, 2, 1, null);
  }

  /** Rows that lean to the class they stand under. */
  private static FloatMatrix leaning(int rowsOfClass, long seed) {
    FloatMatrix rows = Sample.gaussian(2 * WAYS * rowsOfClass, WIDTH, seed);
    for (int row = 0; row < rows.rows(); row++) {
      rows.values()[row * WIDTH + row / rowsOfClass % WAYS] += 1.2f;
    }
    return rows;
  }

  private static FloatMatrix asks(long seed) {
    return Sample.gaussian(2 * ASKED, WIDTH, seed);
  }

  private static double[][] means(FloatMatrix supports, int episode) {
    double[][] means = new double[WAYS][WIDTH];
    for (int row = 0; row < WAYS * SHOTS; row++) {
      for (int c = 0; c < WIDTH; c++) {
        means[row / SHOTS][c] += supports.at(episode * WAYS * SHOTS + row, c) / SHOTS;
      }
    }
    return means;
  }

  private static int nearest(double[][] means, FloatMatrix asks, int row) {
    int best = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int k = 0; k < means.length; k++) {
      double distance = 0;
      for (int c = 0; c < WIDTH; c++) {
        distance += (asks.at(row, c) - means[k][c]) * (asks.at(row, c) - means[k][c]);
      }
      if (distance < least) {
        least = distance;
        best = k;
      }
    }
    return best;
  }

  @Test
  void theNearestMeanIsFoundInEachEpisodeOfABatch() {
    FloatMatrix supports = leaning(SHOTS, 1);
    FloatMatrix asks = asks(2);
    int[] expected = new int[2 * ASKED];
    Arrays.setAll(expected, row -> nearest(means(supports, row / ASKED), asks, row));
    assertThat(decide(new EpisodeClassifier.NearestMean(), supports, asks, 2, WAYS, SHOTS, null))
        .isEqualTo(expected)
        .contains(0, 1, 2);
  }

  @Test
  void theLargestCosineIsFoundWhateverTheLengths() {
    FloatMatrix supports = leaning(SHOTS, 3);
    FloatMatrix asks = asks(4);
    int[] expected = new int[2 * ASKED];
    for (int row = 0; row < expected.length; row++) {
      double[][] means = means(supports, row / ASKED);
      double largest = Double.NEGATIVE_INFINITY;
      for (int k = 0; k < WAYS; k++) {
        double product = 0;
        double square = 0;
        for (int c = 0; c < WIDTH; c++) {
          product += asks.at(row, c) * means[k][c];
          square += means[k][c] * means[k][c];
        }
        if (product / Math.sqrt(square) > largest) {
          largest = product / Math.sqrt(square);
          expected[row] = k;
        }
      }
    }
    assertThat(decide(new EpisodeClassifier.Cosine(), supports, asks, 2, WAYS, SHOTS, null))
        .isEqualTo(expected)
        .contains(0, 1, 2);
    // (3, 4) is at 2.2 from (5, 5), whose cosine is 0.990, and at 4.5 from (.3, .4), of cosine 1.
    FloatMatrix two = Sample.matrix(2, 5, 5, 0.3f, 0.4f);
    FloatMatrix one = Sample.matrix(2, 3, 4);
    assertThat(decide(new EpisodeClassifier.Cosine(), two, one, 1, 2, 1, null)).containsExactly(1);
    assertThat(decide(new EpisodeClassifier.NearestMean(), two, one, 1, 2, 1, null))
        .containsExactly(0);
  }

  @Test
  void aMeanOfZerosHasNoDirection() {
    assertThat(line(new EpisodeClassifier.Cosine(), new float[] {0, 1}, 2, -2))
        .containsExactly(1, 0);
  }

  @Test
  void refinedMeansFollowTheAskedRows() {
    // Means 0 and 10 part at 5. Asked: 4, 4.5, 5.5, 12, 13. First: 0 0 1 1 1. Means become
    // 8.5 / 3 and 40.5 / 4, which part at 6.48: 5.5 changes over. Means 14 / 4 and 35 / 3 part at
    // 7.6: settled.
    float[] supports = {0, 10};
    float[] asks = {4, 4.5f, 5.5f, 12, 13};
    assertThat(line(new EpisodeClassifier.NearestMean(), supports, asks))
        .containsExactly(0, 0, 1, 1, 1);
    assertThat(line(new EpisodeClassifier.Refined(1), supports, asks))
        .containsExactly(0, 0, 0, 1, 1);
    assertThat(line(EpisodeClassifier.Refined.standard(), supports, asks))
        .containsExactly(0, 0, 0, 1, 1);
  }

  @Test
  void refinedMeansDoNotFollowRowsThatAreNotThere() {
    // Without 12 and 13: means 8.5 / 3 and 15.5 / 2 part at 5.29: 5.5 stays.
    assertThat(
            decide(
                EpisodeClassifier.Refined.standard(),
                Sample.matrix(1, 0, 10),
                Sample.matrix(1, 4, 4.5f, 5.5f, 12, 13),
                1,
                2,
                1,
                new float[] {1, 1, 1, 0, 0}))
        .containsExactly(0, 0, 1, 1, 1);
  }

  @Test
  void refiningIsConstrainedKMeans() {
    FloatMatrix supports = leaning(SHOTS, 5);
    FloatMatrix asks = asks(6);
    int[] expected = new int[2 * ASKED];
    for (int episode = 0; episode < 2; episode++) {
      double[][] start = means(supports, episode);
      double[][] means = start;
      for (int move = 0; move <= 10; move++) {
        double[][] sums = new double[WAYS][WIDTH];
        double[] sizes = new double[WAYS];
        for (int k = 0; k < WAYS; k++) {
          sizes[k] = SHOTS;
          for (int c = 0; c < WIDTH; c++) {
            sums[k][c] = SHOTS * start[k][c];
          }
        }
        for (int row = episode * ASKED; row < (episode + 1) * ASKED; row++) {
          int k = nearest(means, asks, row);
          expected[row] = k;
          sizes[k]++;
          for (int c = 0; c < WIDTH; c++) {
            sums[k][c] += asks.at(row, c);
          }
        }
        means = new double[WAYS][WIDTH];
        for (int k = 0; k < WAYS; k++) {
          for (int c = 0; c < WIDTH; c++) {
            means[k][c] = sums[k][c] / sizes[k];
          }
        }
      }
    }
    int[] refined =
        decide(EpisodeClassifier.Refined.standard(), supports, asks, 2, WAYS, SHOTS, null);
    assertThat(refined).isEqualTo(expected);
    assertThat(refined)
        .isNotEqualTo(
            decide(new EpisodeClassifier.NearestMean(), supports, asks, 2, WAYS, SHOTS, null));
  }

  @Test
  void logisticRegressionPartsTwoPointsInTheMiddle() {
    // By symmetry the border lies at 2; equal ones go to the first.
    assertThat(
            line(
                EpisodeClassifier.LogisticRegression.standard(),
                new float[] {1, 3},
                -5,
                1.99f,
                2.01f,
                5))
        .containsExactly(0, 0, 1, 1);
  }

  @Test
  void aFitThatNeedsMoreIterationsIsCounted() {
    try (PointerScope scope = new PointerScope()) {
      EpisodeBatch batch =
          new EpisodeBatch(
              Matrices.floats(leaning(SHOTS, 7)).view(2, WAYS, SHOTS, WIDTH),
              Matrices.floats(asks(8)).view(2, ASKED, WIDTH),
              null,
              SHOTS);
      EpisodeClassifier.LogisticRegression.standard().decide(batch);
      assertThat(batch.unconverged()).isZero();
      new EpisodeClassifier.LogisticRegression(1, 1).decide(batch);
      assertThat(batch.unconverged()).isEqualTo(2);
    }
  }

  @Test
  void optionsOutOfRangeAreRefusedByValue() {
    assertThatThrownBy(() -> new EpisodeClassifier.LogisticRegression(0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("penalty is 0.0");
    assertThatThrownBy(() -> new EpisodeClassifier.LogisticRegression(1, 0))
        .hasMessageContaining("iterations is 0");
    assertThatThrownBy(() -> new EpisodeClassifier.Refined(0))
        .hasMessageContaining("iterations is 0");
  }
}

package org.fierce.evaluate.fewshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.fierce.evaluate.Oracle.FIGURES;
import static org.fierce.evaluate.Oracle.figure;
import static org.fierce.evaluate.Oracle.labels;
import static org.fierce.evaluate.Oracle.matrix;
import static org.fierce.evaluate.Oracle.rows;

import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.fierce.algebra.Matrices;
import org.fierce.data.FloatMatrix;
import org.fierce.evaluate.Softmax;
import org.junit.jupiter.api.Test;

/** The fit of an episode against that of scikit-learn. */
class EpisodeOracleTest {
  @Test
  void logisticRegressionOfAnEpisode() {
    EpisodeClassifier.LogisticRegression logistic =
        new EpisodeClassifier.LogisticRegression(figure("episodePenalty"), 1000);
    // Rows 0 to 17 are of classes 0 1 2 3 4 5 0 1 2 ...; an episode has them class by class.
    float[] labelled = new float[18 * 6];
    int[] classes = new int[18];
    for (int i = 0; i < 18; i++) {
      int row = i % 3 * 6 + i / 3;
      classes[i] = labels(1, row, row + 1)[0];
      System.arraycopy(matrix(4, 6, row, row + 1).values(), 0, labelled, i * 6, 6);
    }
    assertThat(classes).containsExactly(0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 5, 5, 5);
    FloatMatrix asked = matrix(4, 6, 18, rows());
    try (PointerScope scope = new PointerScope()) {
      EpisodeClassifier.LogisticRegression.Fit fit =
          logistic.fit(Matrices.floats(labelled, 0, 18, 6), classes, 6);
      assertThat(fit.converged()).isTrue();
      double[] scores = new double[asked.rows() * 6];
      Matrices.read(
          fit.logits(Matrices.floats(asked)).to(ScalarType.Double), scores, 0, scores.length);
      for (int row = 0; row < asked.rows(); row++) {
        Softmax.inPlace(scores, row * 6, 6);
      }
      for (int i = 0; i < scores.length; i++) {
        // The fit ends at a gradient of 1e-5 in 32 bits.
        assertThat(scores[i])
            .isCloseTo(FIGURES.path("episodeProbabilities").get(i).asDouble(), within(5e-4));
      }
      EpisodeBatch batch =
          new EpisodeBatch(
              Matrices.floats(labelled, 0, 18, 6).view(1, 6, 3, 6),
              Matrices.floats(asked).view(1, asked.rows(), 6),
              null,
              3);
      int[] expected =
          IntStream.range(0, asked.rows())
              .map(row -> FIGURES.path("episodeDecisions").get(row).asInt())
              .toArray();
      assertThat(logistic.decide(batch)).isEqualTo(expected);
    }
  }
}

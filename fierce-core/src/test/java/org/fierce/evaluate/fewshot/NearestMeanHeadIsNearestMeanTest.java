package org.fierce.evaluate.fewshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.bytedeco.javacpp.PointerScope;
import org.fierce.algebra.Covariance;
import org.fierce.algebra.Matrices;
import org.fierce.data.FloatMatrix;
import org.fierce.evaluate.Sample;
import org.fierce.evaluate.neighbour.NeighbourSearch;
import org.fierce.model.ClassExamples;
import org.fierce.model.FeatureCentres;
import org.fierce.model.NearestMeanHead;
import org.junit.jupiter.api.Test;

/** A head of nearest means decides as the few-shot evaluator's classifier does. */
class NearestMeanHeadIsNearestMeanTest {
  private static final int WIDTH = 16;
  private static final int WAYS = 7;
  private static final int SHOTS = 5;
  private static final int ASKED = 700;

  @Test
  void everyDecisionIsTheSame() {
    double[] mean = Covariance.means(Sample.gaussian(500, WIDTH, 1));
    float[] centre = new float[WIDTH];
    for (int i = 0; i < WIDTH; i++) {
      mean[i] += 0.3 * i;
      centre[i] = (float) mean[i];
    }
    FloatMatrix supports = Sample.gaussian(WAYS * SHOTS, WIDTH, 2);
    FloatMatrix asks = Sample.gaussian(ASKED, WIDTH, 3);
    for (int i = 0; i < WAYS * SHOTS; i++) {
      supports.values()[i * WIDTH + i / SHOTS] += 1;
    }
    int[] expected;
    try (PointerScope scope = new PointerScope()) {
      expected =
          new EpisodeClassifier.NearestMean()
              .decide(
                  new EpisodeBatch(
                      Matrices.floats(units(supports, mean)).view(1, WAYS, SHOTS, WIDTH),
                      Matrices.floats(units(asks, mean)).view(1, ASKED, WIDTH),
                      null,
                      SHOTS));
    }
    List<ClassExamples> classes = new ArrayList<>();
    for (int c = 0; c < WAYS; c++) {
      float[] rows =
          Arrays.copyOfRange(supports.values(), c * SHOTS * WIDTH, (c + 1) * SHOTS * WIDTH);
      classes.add(new ClassExamples(Integer.toString(c), 0, new FloatMatrix(SHOTS, WIDTH, rows)));
    }
    NearestMeanHead head = NearestMeanHead.empty(new FeatureCentres(centre)).with(classes);
    int[] decided = new int[ASKED];
    for (int row = 0; row < ASKED; row++) {
      float[] features = new float[WIDTH];
      asks.read(row, features, 0);
      decided[row] =
          Integer.parseInt(Objects.requireNonNull(head.answer(features, 0).fine()).name());
    }
    assertThat(decided).isEqualTo(expected);
    assertThat(Arrays.stream(decided).distinct().count()).isEqualTo(WAYS);
  }

  private static FloatMatrix units(FloatMatrix rows, double[] mean) {
    FloatMatrix centred = FloatMatrix.zeros(rows.rows(), WIDTH);
    for (int i = 0; i < centred.values().length; i++) {
      centred.values()[i] = (float) (rows.values()[i] - mean[i % WIDTH]);
    }
    FloatMatrix units = FloatMatrix.zeros(rows.rows(), WIDTH);
    for (int row = 0; row < rows.rows(); row++) {
      NeighbourSearch.unit(centred, row, units.values(), row * WIDTH);
    }
    return units;
  }
}

package org.fierce.algebra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.fierce.data.FloatMatrix;
import org.fierce.evaluate.FeatureGeometry;
import org.fierce.evaluate.Sample;
import org.fierce.stats.Score;
import org.junit.jupiter.api.Test;

class PcaTest {
  @Test
  void twoColumnsByHand() {
    // Points (2,1), (0,-1), (1,1), (1,-1) about (1,0): covariance [[.5, .5], [.5, 1]], eigenvalues
    // .75 +- sqrt(.3125).
    FloatMatrix points = Sample.matrix(2, 2, 1, 0, -1, 1, 1, 1, -1);
    Pca pca = Pca.fit(points, 2);
    assertThat(pca.variances())
        .containsExactly(
            new double[] {.75 + Math.sqrt(.3125), .75 - Math.sqrt(.3125)}, within(1e-6));
    FloatMatrix projected = pca.project(points);
    double squares = 0;
    for (int row = 0; row < 4; row++) {
      squares += projected.at(row, 0) * projected.at(row, 0) / 4;
    }
    assertThat(squares).isCloseTo(pca.variances()[0], within(1e-6));
    // Largest component positive: the point (2, 1) lies on the positive side.
    assertThat(projected.at(0, 0)).isPositive();
  }

  @Test
  void allDirectionsKeepAllDistances() {
    FloatMatrix points = Sample.gaussian(50, 600, 2);
    FloatMatrix projected = Pca.fit(points, 600).project(points);
    assertThat(squaredDistance(projected, 3, 17))
        .isCloseTo(squaredDistance(points, 3, 17), within(0.05));
  }

  private static double squaredDistance(FloatMatrix m, int a, int b) {
    return IntStream.range(0, m.columns())
        .mapToDouble(c -> Math.pow(m.at(a, c) - m.at(b, c), 2))
        .sum();
  }

  @Test
  void fewestDirectionsThatHoldTheShareAreKept() {
    FloatMatrix points = new FloatMatrix(100, 10, new float[1000]);
    FloatMatrix noise = Sample.gaussian(100, 2, 2);
    for (int i = 0; i < 100; i++) {
      points.values()[i * 10 + 4] = 3 * noise.at(i, 0);
      points.values()[i * 10 + 7] = noise.at(i, 1);
    }
    assertThat(Pca.fit(points, 10, 1 - 1e-6).components()).isEqualTo(2);
    assertThat(Pca.fit(points, 10, 0.5).components()).isEqualTo(1);
    assertThat(Pca.fit(points, 1, 1).explained()).isBetween(0.8, 0.98);
    assertThat(Pca.fit(points, 20).components()).isEqualTo(10);
  }

  @Test
  void zerosProjectToZeros() {
    Pca pca = Pca.fit(new FloatMatrix(3, 4, new float[12]), 2);
    assertThat(pca.explained()).isEqualTo(1);
    assertThat(pca.project(new FloatMatrix(1, 4, new float[4])).values()).containsOnly(0f);
  }

  @Test
  void wrongSizesAreRefused() {
    assertThatThrownBy(() -> Pca.fit(Sample.matrix(1, 1, 2), 0)).hasMessageContaining("0 comp");
    assertThatThrownBy(() -> Pca.fit(Sample.matrix(1, 1, 2), 1).project(Sample.matrix(2, 1, 2)))
        .hasMessageContaining("2 columns");
  }

  private static Score geometry(FloatMatrix features, int[] coarse, String key) {
    return Sample.score(
        new FeatureGeometry()
            .evaluate(
                Sample.same(
                    features,
                    null,
                    Sample.coarse(3, coarse),
                    Sample.fine(1, new int[coarse.length])))
            .scores(),
        key);
  }

  @Test
  void effectiveRankByHand() {
    // Singular values 3, 3 and 1 (a diagonal matrix): shares 3/7, 3/7, 1/7.
    FloatMatrix diagonal = Sample.matrix(3, 3, 0, 0, 0, 3, 0, 0, 0, -1);
    double entropy = -2 * 3 / 7.0 * Math.log(3 / 7.0) + Math.log(7) / 7;
    assertThat(geometry(diagonal, new int[] {0, 1, 2}, "effectiveRank").value())
        .isCloseTo(Math.exp(entropy), within(1e-6));
  }

  @Test
  void neuralCollapseByHand() {
    // Class means (0, 0) and (4, 0): B = [[4, 0], [0, 0]]. Within: +-1 in both columns, W = I.
    // trace(W pinv(B)) / 2 = (1 / 4) / 2.
    FloatMatrix features = Sample.matrix(2, 1, 1, -1, -1, 5, -1, 3, 1);
    assertThat(geometry(features, new int[] {0, 0, 1, 1}, "neuralCollapse1").value())
        .isCloseTo(0.125, within(1e-9));
  }

  @Test
  void collapsedClassesGiveZeroAndASingleClassNothing() {
    FloatMatrix features = Sample.matrix(2, 1, 2, 1, 2, 5, 0, 5, 0);
    assertThat(geometry(features, new int[] {0, 0, 1, 1}, "neuralCollapse1").value()).isZero();
    List<Score> one =
        new FeatureGeometry()
            .evaluate(
                Sample.same(
                    features, null, Sample.coarse(1, 0, 0, 0, 0), Sample.fine(1, 0, 0, 0, 0)))
            .scores();
    assertThat(Sample.keys(one)).containsExactly("effectiveRank", "neuralCollapse1");
    assertThat(one.get(1).isDefined()).isFalse();
    assertThat(
            new FeatureGeometry()
                .evaluate(
                    Sample.same(
                        new FloatMatrix(2, 2, new float[4]),
                        null,
                        Sample.coarse(1, 0, 0),
                        Sample.fine(1, 0, 0)))
                .scores())
        .noneMatch(Score::isDefined);
  }
}

package org.fierce.entropy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.fierce.engine.Tensors;
import org.fierce.entropy.CodebookEntropy.Options;
import org.fierce.random.Streams;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class CodebookEntropyTest {
  @Nested
  final class HardDot extends EntropyTermContract {
    @Override
    protected EntropySpec spec() {
      return new CodebookEntropy.Options(Similarity.DOT, 40, 1, Assignment.HARD);
    }

    /** The codes of any rows are spread evenly by the mean over the batch. */
    @Override
    protected boolean tellsOneRow(boolean isConditional) {
      return isConditional;
    }

    @Override
    protected boolean isNoisy() {
      return true;
    }

    /** Hard codes of rows about zero are drawn by the noise alone. */
    @Override
    protected boolean isFullOfNoise() {
      return true;
    }
  }

  @Nested
  final class SoftCosine extends EntropyTermContract {
    @Override
    protected EntropySpec spec() {
      return new CodebookEntropy.Options(Similarity.COSINE, 40, 0.1, Assignment.SOFT);
    }

    /** The codes of any rows are spread evenly by the mean over the batch. */
    @Override
    protected boolean tellsOneRow(boolean isConditional) {
      return isConditional;
    }
  }

  @Nested
  final class HardCosine extends EntropyTermContract {
    @Override
    protected EntropySpec spec() {
      return new CodebookEntropy.Options(Similarity.COSINE, 40, 0.1, Assignment.HARD, true);
    }

    /** The codes of any rows are spread evenly by the mean over the batch. */
    @Override
    protected boolean tellsOneRow(boolean isConditional) {
      return isConditional;
    }

    @Override
    protected boolean isNoisy() {
      return true;
    }
  }

  private static final double LN_2 = Math.log(2);

  // Two rows, two anchors, similarities <f, a>: row 0 has (1, 0), row 1 has (0, 2).
  private static final float[] UNIT_ANCHORS = {1, 0, 0, 1};
  private static final double[] TWO_ROWS = {1, 0, 0, 2};

  @Test
  void softValueIsTheHandWorkedOne() {
    // Row 0: softmax(1, 0) = (0.731059, 0.268941); row 1: softmax(0, 2) = (0.119203, 0.880797).
    // p = (0.425131, 0.574869); H = 0.425131 * 1.234021 + 0.574869 * 0.798695 = 0.983766 bits.
    assertThat(value(unit(Assignment.SOFT, 1), TWO_ROWS, 2)).isCloseTo(0.983766, within(2e-6));
  }

  @Test
  void softGradientIsTheHandWorkedOne() {
    // dH/dp_k = -(log2 p_k + 1/ln 2); with a_k the shares of a row and two anchors,
    // dH/df_0 = (1/n) a_0 a_1 (dH/dp_0 - dH/dp_1) = (1/2) a_0 a_1 log2(p_1 / p_0), dH/df_1 its
    // negative. log2(0.574869 / 0.425131) = 0.435326.
    // Row 0: 0.5 * 0.731059 * 0.268941 * 0.435326 = 0.042795.
    // Row 1: 0.5 * 0.119203 * 0.880797 * 0.435326 = 0.022853.
    double[] gradient = gradient(unit(Assignment.SOFT, 1), TWO_ROWS, 2);

    assertThat(gradient[0]).isCloseTo(0.042795, within(2e-6));
    assertThat(gradient[1]).isCloseTo(-0.042795, within(2e-6));
    assertThat(gradient[2]).isCloseTo(0.022853, within(2e-6));
    assertThat(gradient[3]).isCloseTo(-0.022853, within(2e-6));
  }

  @Test
  void hardValueCountsTheChosenAnchors() {
    // Three rows choose anchors 0, 1, 1: p = (1/3, 2/3), H = log2 3 - 2/3.
    double[] rows = {1, 0, 0, 2, 0, 1};

    assertThat(value(unit(Assignment.HARD, 1), rows, 2))
        .isCloseTo(Math.log(3) / LN_2 - 2.0 / 3, within(1e-12));
  }

  @Test
  void hardGradientIsTheSoftMeansWithTheCountsSlopes() {
    // As above, p = (1/3, 2/3): dH/df_0 of a row = (1/3) a_0 a_1 log2(p_1 / p_0)
    // = (1/3) a_0 a_1, since log2 2 = 1; a = softmax of the row.
    double[] rows = {1, 0, 0, 2, 0, 1};
    double[] products = {0.731059 * 0.268941, 0.119203 * 0.880797, 0.268941 * 0.731059};
    double[] gradient = gradient(unit(Assignment.HARD, 1), rows, 2);

    for (int row = 0; row < 3; row++) {
      assertThat(gradient[2 * row]).isCloseTo(products[row] / 3, within(1e-6));
      assertThat(gradient[2 * row + 1]).isCloseTo(-products[row] / 3, within(1e-6));
    }
  }

  @Test
  void anAnchorNoRowChoseHasTheSlopeOfTheChord() {
    // Both rows choose anchor 0: p = (1, 0), H = 0. Slopes: 0 at p = 1 (without the constant), and
    // log2(1 / (2 e)) at p = 0, so dH/df_1 = (1/2) a_0 a_1 (log2 2 + log2 e).
    double[] rows = {1, 0, 2, 0};
    double slope = 1 + 1 / LN_2;
    double[] gradient = gradient(unit(Assignment.HARD, 1), rows, 2);

    assertThat(value(unit(Assignment.HARD, 1), rows, 2)).isZero();
    assertThat(gradient[1]).isCloseTo(0.5 * 0.731059 * 0.268941 * slope, within(1e-6));
    assertThat(gradient[3]).isCloseTo(0.5 * 0.880797 * 0.119203 * slope, within(1e-6));
  }

  @Test
  void temperatureDividesTheSimilarities() {
    double[] halved = {0.5, 0, 0, 1};

    assertThat(value(unit(Assignment.SOFT, 0.5), halved, 2)).isCloseTo(0.983766, within(2e-6));
  }

  @Test
  void cosineForgetsLengths() {
    Options options = new Options(Similarity.COSINE, 2, 1, Assignment.SOFT);
    float[] anchors = {3, 0, 0, 0.25f};
    // Similarities (1, 0) and (0.6, 0.8): shares (0.731059, 0.268941) and (0.450166, 0.549834);
    // p = (0.590612, 0.409388); H = 0.590612 * 0.759717 + 0.409388 * 1.288460 = 0.976178.
    double[] rows = {5, 0, 0.3, 0.4};

    try (CodebookEntropy term = new CodebookEntropy(options, 2, anchors, GumbelNoise.none())) {
      assertThat(valueOf(term, rows, 2)).isCloseTo(0.976178, within(2e-6));
    }
  }

  @Test
  void distanceIsTheNegativeSquareToTheNumbersFromOne() {
    // f = 1.5 is as near to 1 as to 2; f = 2 has -(1, 0): softmax(-1, 0) = (0.268941, 0.731059).
    // p = (0.384471, 0.615529); H = 0.384471 * 1.379053 + 0.615529 * 0.700101 = 0.961138.
    Options options = new Options(Similarity.DISTANCE, 2, 1, Assignment.SOFT);

    try (CodebookEntropy term =
        new CodebookEntropy(options, 1, new float[] {1, 2}, GumbelNoise.none())) {
      assertThat(valueOf(term, new double[] {1.5, 2}, 1)).isCloseTo(0.961138, within(2e-6));
    }
    try (CodebookEntropy term = new CodebookEntropy(options, 1, 0)) {
      assertThat(Tensors.floats(term.state().get(0).tensor())).containsExactly(1, 2);
    }
  }

  @ParameterizedTest
  @EnumSource(Similarity.class)
  void softGradientAgreesWithCentralDifferences(Similarity similarity) {
    int width = similarity == Similarity.DISTANCE ? 1 : 3;
    Options options = new Options(similarity, 5, 0.7, Assignment.SOFT);
    double[] rows = new double[4 * width];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = 1.3 + Math.sin(3.0 * i + 1);
    }
    try (CodebookEntropy term = new CodebookEntropy(options, width, 11)) {
      assertThat(gradientOf(term, rows, width))
          .usingComparatorWithPrecision(1e-8)
          .containsExactly(centralDifferences(rows, at -> valueOf(term, at, width)));
    }
  }

  @ParameterizedTest
  @EnumSource(Similarity.class)
  void hardGradientIsThatOfTheMeanSharesUnderFixedSlopes(Similarity similarity) {
    int width = similarity == Similarity.DISTANCE ? 1 : 2;
    int count = 4;
    Options hard = new Options(similarity, count, 0.7, Assignment.HARD);
    double[] rows = new double[5 * width];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = 1.5 + 1.2 * Math.sin(3.0 * i + 1);
    }
    try (CodebookEntropy term = new CodebookEntropy(hard, width, 5)) {
      double[][] noise = noise(5, 9, rows.length / width, count);
      double[] anchors = Tensors.doubles(term.state().get(0).tensor());
      double[][] at = scores(similarity, rows, width, anchors, count, 0.7, noise);
      int n = at.length;
      double[] p = new double[count];
      for (double[] row : at) {
        int best = 0;
        for (int k = 1; k < count; k++) {
          best = row[k] > row[best] ? k : best;
        }
        p[best] += 1.0 / n;
      }
      double entropy = 0;
      double[] slopes = new double[count];
      for (int k = 0; k < count; k++) {
        entropy -= p[k] == 0 ? 0 : p[k] * Math.log(p[k]) / LN_2;
        slopes[k] = p[k] == 0 ? Math.log(n) / LN_2 : -(Math.log(p[k]) + 1) / LN_2;
      }
      double[] expected =
          centralDifferences(
              rows,
              x -> {
                double sum = 0;
                for (double[] row : scores(similarity, x, width, anchors, count, 0.7, noise)) {
                  double[] shares = softmax(row);
                  for (int k = 0; k < count; k++) {
                    sum += slopes[k] * shares[k] / n;
                  }
                }
                return sum;
              });

      assertThat(valueOf(term, rows, width, 9)).isCloseTo(entropy, within(1e-12));
      assertThat(gradientOf(term, rows, width, 9))
          .usingComparatorWithPrecision(1e-7)
          .containsExactly(expected);
    }
  }

  @Test
  void equallyUsedAnchorsReachLogK() {
    int count = 8;
    float[] anchors = new float[count * count];
    double[] rows = new double[2 * count * count];
    for (int k = 0; k < count; k++) {
      anchors[k * count + k] = 1;
      rows[k * count + k] = 40;
      rows[(count + k) * count + k] = 40;
    }
    for (Assignment assignment : Assignment.values()) {
      Options options = new Options(Similarity.DOT, count, 1, assignment);
      try (CodebookEntropy term =
          new CodebookEntropy(options, count, anchors, GumbelNoise.none())) {
        assertThat(valueOf(term, rows, count)).isCloseTo(3, within(1e-9));
        assertThat(term.maximum(2 * count)).isCloseTo(3, within(1e-12));
      }
    }
  }

  @Test
  void hardEntropyIsBoundedByTheRowsToo() {
    try (CodebookEntropy hard =
            new CodebookEntropy(new Options(Similarity.DOT, 100, 1, Assignment.HARD), 3, 0);
        CodebookEntropy soft =
            new CodebookEntropy(new Options(Similarity.DOT, 100, 1, Assignment.SOFT), 3, 0)) {
      assertThat(hard.maximum(64)).isCloseTo(6, within(1e-12));
      assertThat(soft.maximum(64)).isCloseTo(Math.log(100) / LN_2, within(1e-12));
      assertThat(hard.minimum(64)).isZero();
      assertThat(hard.bitsPerUnit()).isEqualTo(1);
    }
  }

  @Test
  void farFeaturesLeaveValueAndGradientFinite() {
    for (Assignment assignment : Assignment.values()) {
      Options options = new Options(Similarity.DOT, 2, 1, assignment);
      try (CodebookEntropy term =
          new CodebookEntropy(options, 2, UNIT_ANCHORS, GumbelNoise.none())) {
        double[] rows = {1e6, 0, 1e6, 0};
        assertThat(valueOf(term, rows, 2)).isZero();
        assertThat(gradientOf(term, rows, 2)).containsOnly(0);
      }
    }
  }

  @Test
  void sharesTooSmallToCountChangeNeitherValueNorGradient() {
    // Cold and large: most shares lie below exp(-60), many below the smallest normal float.
    int count = 20;
    Options options = new Options(Similarity.DOT, count, 0.05, Assignment.SOFT);
    double[] rows = Probe.normal(7, 30, 6);
    for (int i = 0; i < rows.length; i++) {
      rows[i] *= 3;
    }
    try (CodebookEntropy term = new CodebookEntropy(options, 6, 2)) {
      double[] anchors = Tensors.doubles(term.state().get(0).tensor());
      double[][] none = new double[30][count];
      ToDoubleFunction<double[]> naive =
          at -> {
            double[] mean = new double[count];
            for (double[] row : scores(Similarity.DOT, at, 6, anchors, count, 0.05, none)) {
              double[] shares = softmax(row);
              for (int k = 0; k < count; k++) {
                mean[k] += shares[k] / 30;
              }
            }
            return Arrays.stream(mean).map(p -> p == 0 ? 0 : -p * Math.log(p) / LN_2).sum();
          };

      assertThat(valueOf(term, rows, 6)).isCloseTo(naive.applyAsDouble(rows), within(1e-12));
      assertThat(gradientOf(term, rows, 6))
          .usingComparatorWithPrecision(1e-7)
          .containsExactly(centralDifferences(rows, naive));
    }
  }

  @Test
  void noShareIsTooSmallForANormalNumber() {
    Options options = new Options(Similarity.DOT, 100, 0.1, Assignment.SOFT);
    try (PointerScope scope = new PointerScope();
        CodebookEntropy term = new CodebookEntropy(options, 64, 1)) {
      float[] rows = Streams.normal(Streams.generator(2, "rows"), 128 * 64, 1);
      float[] shares = Tensors.floats(term.shares(Tensors.of(rows, 128, 64)));

      for (float share : shares) {
        assertThat(share == 0 || share > 1e-30f).isTrue();
      }
    }
  }

  @Test
  void aFeatureFarFromEveryPlaceIsFinite() {
    for (Assignment assignment : Assignment.values()) {
      Options options = new Options(Similarity.DISTANCE, 10, 0.01, assignment);
      try (PointerScope scope = new PointerScope();
          CodebookEntropy term = new CodebookEntropy(options, 1, 0)) {
        Tensor far = Tensors.of(new float[] {1e30f, -1e20f, 3, 0}, 4, 1).set_requires_grad(true);
        Tensor reward = term.reward(far, Tensors.labels(new int[4]), 0);
        reward.backward();

        assertThat(reward.item_double()).isBetween(0.0, term.maximum(4) + 1e-6);
        assertThat(Arrays.stream(Tensors.doubles(far.grad()))).allMatch(Double::isFinite);
      }
    }
  }

  @Test
  void learnedAnchorsTrainAlongAndFixedOnesDoNot() {
    for (Similarity similarity : Similarity.values()) {
      int width = similarity == Similarity.DISTANCE ? 1 : 2;
      Options options = new Options(similarity, 5, 0.5, Assignment.SOFT, true);
      try (PointerScope scope = new PointerScope();
          CodebookEntropy term = new CodebookEntropy(options, width, 1)) {
        Tensor anchors = term.parameters().get(0).tensor();
        Tensor rows = Tensors.of(new float[] {1, 2, 3, 1.5f}, 4L / width, width);
        Tensor labels = Tensors.labels(new int[4 / width]);
        Tensor before = term.reward(rows, labels, 0);
        before.backward();
        double[] gradient = Tensors.doubles(anchors.grad());
        // A small step along the gradient of the anchors raises the entropy by its square.
        double square = Arrays.stream(gradient).map(g -> g * g).sum();
        double step = 1e-3;
        Tensor moved = anchors.grad().mul(new Scalar(step));
        anchors.set_data(anchors.detach().add(moved));
        double rise = term.reward(rows, labels, 0).item_double() - before.item_double();

        assertThat(square).isGreaterThan(1e-3);
        assertThat(rise).isCloseTo(step * square, within(0.1 * step * square));
        assertThat(term.state()).isEmpty();
      }
      try (CodebookEntropy fixed =
          new CodebookEntropy(new Options(similarity, 5, 0.5, Assignment.SOFT), width, 1)) {
        assertThat(fixed.parameters()).isEmpty();
        assertThat(fixed.state()).hasSize(1);
      }
    }
  }

  @Test
  void cosineAtTemperatureOneIsSaturatedAndAtATenthIsNot() {
    double one = saturation(1, Assignment.HARD);

    // Equal rows: 64 nearly uniform draws among 100 anchors give about 5.45 bits of at most 6, and
    // nearly equal shares about 6.64 of at most 6.644.
    assertThat(one).isBetween(0.88, 0.94);
    assertThat(saturation(1, Assignment.SOFT)).isGreaterThan(0.99);
    assertThat(saturation(0.02, Assignment.HARD)).isLessThan(0.4);
  }

  private static double saturation(double temperature, Assignment assignment) {
    Options options = new Options(Similarity.COSINE, 100, temperature, assignment);
    try (PointerScope scope = new PointerScope();
        CodebookEntropy term = new CodebookEntropy(options, 32, 1)) {
      float[] rows = Streams.normal(Streams.generator(2, "rows"), 64 * 32, 1);
      return term.saturation(Tensors.of(rows, 64, 32), Tensors.labels(new int[64]), 0);
    }
  }

  @Test
  void noiseIsAPureFunctionOfSeedAndStep() {
    Options options = new Options(Similarity.DOT, 20, 1, Assignment.HARD);
    double[] rows = new double[90];
    try (CodebookEntropy one = new CodebookEntropy(options, 3, 4);
        CodebookEntropy same = new CodebookEntropy(options, 3, 4);
        CodebookEntropy other = new CodebookEntropy(options, 3, 5)) {
      double third = valueOf(one, rows, 3, 3);
      valueOf(one, rows, 3, 4);

      assertThat(valueOf(one, rows, 3, 3)).isEqualTo(third);
      assertThat(valueOf(same, rows, 3, 3)).isEqualTo(third);
      assertThat(valueOf(same, rows, 3, 4)).isNotEqualTo(third);
      assertThat(valueOf(other, rows, 3, 3)).isNotEqualTo(third);
    }
  }

  @Test
  void anchorsFillTheirIntervals() {
    assertThat(Arrays.stream(anchorsOf(Similarity.DOT)))
        .allMatch(a -> a >= 0 && a <= 1)
        .anyMatch(a -> a < 0.05)
        .anyMatch(a -> a > 0.95);
    assertThat(Arrays.stream(anchorsOf(Similarity.COSINE)))
        .allMatch(a -> a >= -1 && a <= 1)
        .anyMatch(a -> a < -0.9)
        .anyMatch(a -> a > 0.9);
  }

  private static double[] anchorsOf(Similarity similarity) {
    try (CodebookEntropy term =
        new CodebookEntropy(new Options(similarity, 100, 1, Assignment.HARD), 3, 0)) {
      return Tensors.doubles(term.state().get(0).tensor());
    }
  }

  @Test
  void wrongOptionsAreNamed() {
    assertThatThrownBy(() -> new Options(Similarity.DOT, 1, 1, Assignment.HARD))
        .hasMessage("anchors must be at least 2, found 1");
    assertThatThrownBy(() -> new Options(Similarity.DOT, 5, 0, Assignment.HARD))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("temperature must be above 0, found 0.0");
    assertThatThrownBy(() -> new Options(Similarity.DOT, 5, Double.NaN, Assignment.HARD))
        .hasMessageContaining("NaN");
    Options distance = new Options(Similarity.DISTANCE, 5, 1, Assignment.HARD);
    assertThatThrownBy(() -> new CodebookEntropy(distance, 2, 0))
        .hasMessageContaining("needs one feature, found 2");
    Options dot = new Options(Similarity.DOT, 5, 1, Assignment.HARD);
    try (CodebookEntropy term = new CodebookEntropy(dot, 2, 0)) {
      assertThatThrownBy(() -> valueOf(term, new double[6], 3))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("[n, 2]");
    }
  }

  @Test
  void closingFreesTheAnchors() {
    Options options = new Options(Similarity.DOT, 5, 1, Assignment.HARD);
    long before = Pointer.totalCount();
    CodebookEntropy term;
    try (PointerScope scope = new PointerScope()) {
      term = new CodebookEntropy(options, 2, 0);
    }
    assertThat(Pointer.totalCount()).isEqualTo(before + 1);
    term.close();
    term.close();

    assertThat(Pointer.totalCount()).isEqualTo(before);
    assertThatThrownBy(() -> valueOf(term, new double[4], 2))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(term::state).isInstanceOf(IllegalStateException.class);
  }

  private static CodebookEntropy unit(Assignment assignment, double temperature) {
    return new CodebookEntropy(
        new Options(Similarity.DOT, 2, temperature, assignment),
        2,
        UNIT_ANCHORS,
        GumbelNoise.none());
  }

  private static double value(CodebookEntropy term, double[] rows, int width) {
    try (term) {
      return valueOf(term, rows, width);
    }
  }

  private static double[] gradient(CodebookEntropy term, double[] rows, int width) {
    try (term) {
      return gradientOf(term, rows, width);
    }
  }

  private static double valueOf(EntropyTerm term, double[] rows, int width) {
    return valueOf(term, rows, width, 0);
  }

  private static double valueOf(EntropyTerm term, double[] rows, int width, long step) {
    return Probe.value(term, rows, width, step);
  }

  private static double[] gradientOf(EntropyTerm term, double[] rows, int width) {
    return gradientOf(term, rows, width, 0);
  }

  private static double[] gradientOf(EntropyTerm term, double[] rows, int width, long step) {
    return Probe.gradient(term, rows, width, step);
  }

  private static double[] centralDifferences(double[] at, ToDoubleFunction<double[]> function) {
    return Probe.centralDifferences(at, function);
  }

  private static double[][] noise(long seed, long step, int rows, int columns) {
    try (PointerScope scope = new PointerScope()) {
      double[] flat =
          Tensors.doubles(GumbelNoise.seeded(seed).draw(step, rows, columns).to(ScalarType.Double));
      double[][] noise = new double[rows][columns];
      for (int i = 0; i < flat.length; i++) {
        noise[i / columns][i % columns] = flat[i];
      }
      return noise;
    }
  }

  private static double[][] scores(
      Similarity similarity,
      double[] rows,
      int width,
      double[] anchors,
      int count,
      double temperature,
      double[][] noise) {
    double[][] scores = new double[rows.length / width][count];
    for (int i = 0; i < scores.length; i++) {
      for (int k = 0; k < count; k++) {
        double dot = 0;
        double f = 0;
        double a = 0;
        for (int j = 0; j < width; j++) {
          double x = rows[i * width + j];
          double y = anchors[k * width + j];
          dot += x * y;
          f += x * x;
          a += y * y;
        }
        double s =
            switch (similarity) {
              case DOT -> dot;
              case COSINE -> dot / Math.sqrt(f * a);
              case DISTANCE -> -(f - 2 * dot + a);
            };
        scores[i][k] = s / temperature + noise[i][k];
      }
    }
    return scores;
  }

  private static double[] softmax(double[] scores) {
    double sum = 0;
    double[] shares = new double[scores.length];
    for (int k = 0; k < scores.length; k++) {
      shares[k] = Math.exp(scores[k]);
      sum += shares[k];
    }
    for (int k = 0; k < scores.length; k++) {
      shares[k] /= sum;
    }
    return shares;
  }
}

package org.fierce.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.fierce.backbone.Backbone;
import org.fierce.engine.Tensors;
import org.fierce.loss.CrossEntropyInfoNceSpec.Negatives;
import org.fierce.random.Streams;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Against sums written out over all pairs in doubles, on features without a projection. */
final class ContrastiveLossTest {
  @Nested
  final class SupervisedContrastive extends LossContract {
    @Override
    protected LossSpec spec() {
      return new SupervisedContrastiveSpec(0.1, 3);
    }
  }

  @Nested
  final class InfoNce extends LossContract {
    @Override
    protected LossSpec spec() {
      return new InfoNceSpec(0.1, 0);
    }
  }

  @Nested
  final class CrossEntropyInfoNce extends LossContract {
    @Override
    protected LossSpec spec() {
      return new CrossEntropyInfoNceSpec(0.5, 0.1, CrossEntropyInfoNceSpec.Negatives.SAME_CLASS, 3);
    }
  }

  @Nested
  final class MaskCon extends LossContract {
    @Override
    protected LossSpec spec() {
      return new MaskConSpec(0.1, 0.05, 0.5, 3);
    }

    @Override
    protected boolean stopsGradients() {
      return true;
    }
  }

  private static final int WIDTH = 4;
  // Five examples; class 2 has one only. Rows 0-4 are the first view, rows 5-9 the second.
  private static final int[] COARSE = {0, 1, 0, 2, 0, 0, 1, 0, 2, 0};
  private static final double[][] FEATURES = random(10, 7);

  private static double[][] random(int rows, long seed) {
    float[] values = Streams.normal(Streams.generator(seed, "features"), rows * WIDTH, 1);
    double[][] features = new double[rows][WIDTH];
    for (int i = 0; i < rows * WIDTH; i++) {
      features[i / WIDTH][i % WIDTH] = values[i];
    }
    return features;
  }

  // The naive versions.

  private static double cosine(double[] a, double[] b) {
    double product = 0;
    double one = 0;
    double other = 0;
    for (int i = 0; i < a.length; i++) {
      product += a[i] * b[i];
      one += a[i] * a[i];
      other += b[i] * b[i];
    }
    return product / Math.sqrt(one * other);
  }

  /** -log of the share of the pair (i, p) among the pairs (i, a), a != i, of the class or all. */
  private static double missed(
      double[][] f, int i, int p, double temperature, boolean isWithinClass) {
    double sum = 0;
    for (int a = 0; a < f.length; a++) {
      if (a != i && (!isWithinClass || COARSE[a] == COARSE[i])) {
        sum += Math.exp(cosine(f[i], f[a]) / temperature);
      }
    }
    return Math.log(sum) - cosine(f[i], f[p]) / temperature;
  }

  private static double supervised(double[][] f) {
    double total = 0;
    for (int i = 0; i < f.length; i++) {
      double sum = 0;
      int positives = 0;
      for (int p = 0; p < f.length; p++) {
        if (p != i && COARSE[p] == COARSE[i]) {
          sum += missed(f, i, p, 0.3, false);
          positives++;
        }
      }
      total += sum / positives;
    }
    return total / f.length;
  }

  private static double infoNce(double[][] f, boolean isWithinClass) {
    double total = 0;
    for (int i = 0; i < f.length; i++) {
      total += missed(f, i, (i + f.length / 2) % f.length, 0.3, isWithinClass);
    }
    return total / f.length;
  }

  /** Soft labels from the given features, held fixed while {@code f} moves. */
  private static double maskCon(double[][] f, double[][] fixed) {
    int n = f.length / 2;
    double total = 0;
    for (int view = 0; view < 2; view++) {
      int queries = view * n;
      int keys = n - queries;
      for (int i = 0; i < n; i++) {
        double[] label = new double[n];
        double nearest = -1;
        for (int j = 0; j < n; j++) {
          if (j != i && COARSE[j] == COARSE[i]) {
            nearest = Math.max(nearest, cosine(fixed[keys + i], fixed[keys + j]));
          }
        }
        double sum = 0;
        for (int j = 0; j < n; j++) {
          boolean isNear = j != i && COARSE[j] == COARSE[i];
          double near = Math.exp((cosine(fixed[keys + i], fixed[keys + j]) - nearest) / 0.2);
          label[j] = j == i ? 1 : isNear ? near : 0;
          sum += label[j];
        }
        double all = 0;
        for (int j = 0; j < n; j++) {
          all += Math.exp(cosine(f[queries + i], f[keys + j]) / 0.3);
        }
        for (int j = 0; j < n; j++) {
          double weight = 0.7 * label[j] / sum + (j == i ? 0.3 : 0);
          double log = cosine(f[queries + i], f[keys + j]) / 0.3 - Math.log(all);
          total -= weight * log / (2 * n);
        }
      }
    }
    return total;
  }

  private record Case(LossSpec spec, double weight, ToDoubleFunction<double[][]> naive) {}

  static List<Case> cases() {
    return List.of(
        new Case(new SupervisedContrastiveSpec(0.3, 0), 1, ContrastiveLossTest::supervised),
        new Case(new InfoNceSpec(0.3, 0), 1, f -> infoNce(f, false)),
        new Case(
            new CrossEntropyInfoNceSpec(0.5, 0.3, Negatives.BATCH, 0), 0.5, f -> infoNce(f, false)),
        new Case(
            new CrossEntropyInfoNceSpec(2, 0.3, Negatives.SAME_CLASS, 0), 2, f -> infoNce(f, true)),
        new Case(new MaskConSpec(0.3, 0.2, 0.7, 0), 1, f -> maskCon(f, FEATURES)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theValueIsThatOfTheSumsWrittenOut(Case c) {
    Result result = compute(c.spec, FEATURES, COARSE);

    assertThat(result.total - result.crossEntropy)
        .isCloseTo(c.weight * c.naive.applyAsDouble(FEATURES), within(1e-9));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theGradientIsThatOfCentralDifferences(Case c) {
    Result result = compute(c.spec, FEATURES, COARSE);
    double step = 1e-5;
    for (int i = 0; i < FEATURES.length; i++) {
      for (int k = 0; k < WIDTH; k++) {
        double up = c.weight * c.naive.applyAsDouble(moved(i, k, step));
        double down = c.weight * c.naive.applyAsDouble(moved(i, k, -step));

        assertThat(result.gradient[i * WIDTH + k])
            .isCloseTo((up - down) / (2 * step), within(1e-7));
      }
    }
  }

  private static double[][] moved(int row, int column, double by) {
    double[][] moved = Arrays.stream(FEATURES).map(double[]::clone).toArray(double[][]::new);
    moved[row][column] += by;
    return moved;
  }

  @Test
  void closedFormsHold() {
    // All points equal: every pair is as likely, ln(2n - 1) of ten rows.
    double[][] equal = new double[10][WIDTH];
    Arrays.stream(equal).forEach(row -> Arrays.fill(row, 2));
    assertThat(contrast(new InfoNceSpec(0.1, 0), equal, COARSE))
        .isCloseTo(Math.log(9), within(1e-9));
    assertThat(contrast(new SupervisedContrastiveSpec(0.1, 0), equal, COARSE))
        .isCloseTo(Math.log(9), within(1e-9));
    // Within classes of 3, 1 and 1 examples: 6 rows choose among 5, the others have no choice.
    assertThat(
            contrast(new CrossEntropyInfoNceSpec(1, 0.1, Negatives.SAME_CLASS, 0), equal, COARSE))
        .isCloseTo(0.6 * Math.log(5), within(1e-9));
    assertThat(contrast(new MaskConSpec(0.1, 0.1, 0.5, 0), equal, COARSE))
        .isCloseTo(Math.log(5), within(1e-9));
  }

  @Test
  void maskConWithoutSoftLabelsIgnoresTheClasses() {
    LossSpec spec = new MaskConSpec(0.3, 0.2, 0, 0);

    assertThat(contrast(spec, FEATURES, new int[10]))
        .isCloseTo(contrast(spec, FEATURES, COARSE), within(1e-9));
  }

  @Test
  void theHeadIsDetachedWhereTheContrastStandsAlone() {
    for (Case c : cases()) {
      try (Loss loss = c.spec.build(WIDTH, 3, 0)) {
        assertThat(loss.isHeadDetached()).isEqualTo(!(c.spec instanceof CrossEntropyInfoNceSpec));
        assertThat(loss.views()).isEqualTo(2).isEqualTo(c.spec.views());
        assertThat(loss.parameters()).isEmpty();
      }
    }
  }

  static List<LossSpec> harsh() {
    return List.of(
        new SupervisedContrastiveSpec(0.001, 0),
        new InfoNceSpec(0.001, 0),
        new CrossEntropyInfoNceSpec(1, 0.001, Negatives.BATCH, 0),
        new CrossEntropyInfoNceSpec(1, 0.001, Negatives.SAME_CLASS, 0),
        new MaskConSpec(0.001, 0.001, 1, 0),
        new OrdinalEntropySpec(1, 1),
        new ConfidencePenaltySpec(1));
  }

  @ParameterizedTest
  @MethodSource("harsh")
  void badBatchesLeaveValueAndGradientFinite(LossSpec spec) {
    double[][] zero = new double[10][WIDTH];
    double[][] twins = new double[10][];
    Arrays.setAll(twins, i -> FEATURES[i % 5 % 2]);
    double[][] huge = new double[10][WIDTH];
    for (int i = 0; i < 10; i++) {
      for (int k = 0; k < WIDTH; k++) {
        huge[i][k] = 1e15 * FEATURES[i][k];
      }
    }
    int[] one = new int[10];
    int[] own = {0, 1, 2, 3, 4, 0, 1, 2, 3, 4};

    for (double[][] features : new double[][][] {FEATURES, zero, twins, huge}) {
      for (int[] coarse : new int[][] {COARSE, one, own}) {
        assertFinite(computeFloat(spec, features, coarse));
      }
    }
    // An example alone in its batch: two rows.
    assertFinite(computeFloat(spec, new double[][] {FEATURES[0], FEATURES[1]}, new int[2]));
    assertFinite(computeFloat(spec, new double[2][WIDTH], new int[2]));
  }

  private static void assertFinite(Result result) {
    assertThat(result.total).isFinite();
    for (double g : result.gradient) {
      assertThat(g).isFinite();
    }
  }

  @Test
  void theProjectionIsAPerceptronThatTrains() {
    InfoNceSpec projected = new InfoNceSpec(0.3, 3);
    try (PointerScope scope = new PointerScope();
        Loss loss = projected.build(WIDTH, 3, 5);
        Loss same = projected.build(WIDTH, 3, 5);
        Loss other = projected.build(WIDTH, 3, 6)) {
      assertThat(loss.parameters())
          .extracting(Backbone.Parameter::name)
          .containsExactly(
              "projection.hidden.weight",
              "projection.hidden.bias",
              "projection.out.weight",
              "projection.out.bias");
      double[][] values =
          loss.parameters().stream().map(p -> Tensors.doubles(p.tensor())).toArray(double[][]::new);
      double[][] points = new double[10][3];
      for (int i = 0; i < 10; i++) {
        double[] hidden = linear(FEATURES[i], values[0], values[1]);
        Arrays.setAll(hidden, k -> Math.max(0, hidden[k]));
        points[i] = linear(hidden, values[2], values[3]);
      }
      Tensor features = tensor(FEATURES).to(ScalarType.Float).set_requires_grad(true);
      LossValue value = loss.compute(output(features), Tensors.labels(COARSE), 0);
      value.total().backward();

      assertThat(value.total().item_double() - value.crossEntropy().item_double())
          .isCloseTo(infoNce(points, false), within(1e-5));
      for (Backbone.Parameter p : loss.parameters()) {
        assertThat(Arrays.stream(Tensors.doubles(p.tensor().grad())).map(Math::abs).sum())
            .isPositive();
      }
      assertThat(Tensors.doubles(same.parameters().get(0).tensor())).isEqualTo(values[0]);
      assertThat(Tensors.doubles(other.parameters().get(0).tensor())).isNotEqualTo(values[0]);
    }
  }

  private static double[] linear(double[] in, double[] weight, double[] bias) {
    double[] out = bias.clone();
    for (int o = 0; o < out.length; o++) {
      for (int k = 0; k < in.length; k++) {
        out[o] += weight[o * in.length + k] * in[k];
      }
    }
    return out;
  }

  @Test
  void wrongNumbersAndUsesAreNamed() {
    assertThatThrownBy(() -> new InfoNceSpec(0, 0))
        .hasMessage("temperature must be above 0, found 0");
    assertThatThrownBy(() -> new SupervisedContrastiveSpec(0.1, -1))
        .hasMessage("projection must be a width, or 0 for none, found -1");
    assertThatThrownBy(() -> new MaskConSpec(0.1, -2, 0.5, 0))
        .hasMessage("softTemperature must be above 0, found -2");
    assertThatThrownBy(() -> new MaskConSpec(0.1, 0.1, 1.5, 0))
        .hasMessage("weight must be from 0 to 1, found 1.5");
    assertThatThrownBy(() -> new CrossEntropyInfoNceSpec(-1, 0.1, Negatives.BATCH, 0))
        .hasMessage("weight must be at least 0, found -1");
    assertThatThrownBy(() -> new InfoNceSpec(0.1, 0).build(1, 2, 0))
        .hasMessageContaining("features of 1 number");
    assertThatThrownBy(() -> compute(new InfoNceSpec(0.1, 0), random(3, 1), new int[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3 rows are not two views");
    Loss closed = new InfoNceSpec(0.1, 8).build(WIDTH, 3, 0);
    closed.close();
    closed.close();
    assertThatThrownBy(() -> run(closed, tensor(FEATURES), COARSE))
        .isInstanceOf(IllegalStateException.class);
  }

  private record Result(double total, double crossEntropy, double[] gradient) {}

  private static double contrast(LossSpec spec, double[][] features, int[] coarse) {
    Result result = compute(spec, features, coarse);
    return result.total - result.crossEntropy;
  }

  private static Result compute(LossSpec spec, double[][] features, int[] coarse) {
    try (PointerScope scope = new PointerScope();
        Loss loss = spec.build(WIDTH, 5, 0)) {
      return run(loss, tensor(features), coarse);
    }
  }

  private static Result computeFloat(LossSpec spec, double[][] features, int[] coarse) {
    try (PointerScope scope = new PointerScope();
        Loss loss = spec.build(WIDTH, 5, 0)) {
      return run(loss, tensor(features).to(ScalarType.Float), coarse);
    }
  }

  private static Result run(Loss loss, Tensor features, int[] coarse) {
    features.set_requires_grad(true);
    LossValue value = loss.compute(output(features), Tensors.labels(coarse), 0);
    // Adds a zero that every feature takes part in, so that there always is a gradient.
    value.total().add(features.sub(features.detach()).sum()).backward();
    double[] gradient = Tensors.doubles(features.grad());
    Arrays.setAll(gradient, i -> gradient[i] - 1);
    return new Result(value.total().item_double(), value.crossEntropy().item_double(), gradient);
  }

  /** The features with logits that have nothing to do with them. */
  private static Backbone.Output output(Tensor features) {
    float[] logits = Streams.normal(Streams.generator(1, "logits"), (int) features.size(0) * 5, 1);
    return new Backbone.Output(
        features, Tensors.of(logits, features.size(0), 5).to(features.scalar_type()));
  }

  private static Tensor tensor(double[][] rows) {
    float[] values = new float[rows.length * WIDTH];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) rows[i / WIDTH][i % WIDTH];
    }
    return Tensors.of(values, rows.length, WIDTH).to(ScalarType.Double);
  }
}

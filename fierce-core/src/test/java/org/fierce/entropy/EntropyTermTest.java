package org.fierce.entropy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.fierce.engine.Tensors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every term promises, as H(F) and inside the classes. */
final class EntropyTermTest {
  private static final int WIDTH = 4;
  private static final int ROWS = 12;

  private static final List<EntropySpec> SPECS =
      List.of(
          new CodebookEntropy.Options(Similarity.DOT, 40, 1, Assignment.HARD),
          new CodebookEntropy.Options(Similarity.COSINE, 40, 0.1, Assignment.SOFT),
          new CodebookEntropy.Options(Similarity.COSINE, 40, 0.1, Assignment.HARD, true),
          new CodebookInformation.Options(Similarity.COSINE, 40, 0.1, false),
          new KoLeo.Options(),
          Uniformity.Options.standard(),
          CodingRate.Options.standard(),
          MatrixRenyi.Options.standard(),
          new MatrixRenyi.Options(1, false),
          VarianceCovariance.Options.standard(),
          SlicedGaussianity.Options.standard());

  /** A term, of the batch or inside its classes. */
  record Case(EntropySpec spec, boolean conditional) {
    EntropyTerm build() {
      return conditional ? spec.buildConditional(WIDTH, 3) : spec.build(WIDTH, 3);
    }

    /** Whether noise goes by the place of a row. */
    boolean isNoisy() {
      return spec instanceof CodebookEntropy.Options codebook
          && codebook.assignment() == Assignment.HARD;
    }
  }

  static List<Case> cases() {
    return SPECS.stream()
        .flatMap(spec -> Stream.of(new Case(spec, false), new Case(spec, true)))
        .toList();
  }

  static List<Case> exact() {
    return cases().stream().filter(c -> !c.isNoisy()).toList();
  }

  /** Labels of two views of six rows, or of twelve rows: 5, 4 and 1 of a class. */
  private static int[] labels() {
    return new int[] {7, 2, 7, 2, 7, 0, 7, 2, 7, 2, 7, 0};
  }

  @ParameterizedTest
  @MethodSource("exact")
  void gradientAgreesWithCentralDifferences(Case at) {
    double[] rows = Probe.normal(1, ROWS, WIDTH);
    try (EntropyTerm term = at.build()) {
      assertThat(Probe.gradient(term, rows, WIDTH, labels()))
          .usingComparatorWithPrecision(1e-7)
          .containsExactly(
              Probe.centralDifferences(rows, x -> Probe.value(term, x, WIDTH, labels())));
    }
  }

  @ParameterizedTest
  @MethodSource("exact")
  void theOrderOfRowsDoesNotMatter(Case at) {
    double[] rows = Probe.normal(2, ROWS, WIDTH);
    // The same turn in both halves keeps the two views of a row together.
    int[] order = {3, 5, 0, 1, 4, 2, 9, 11, 6, 7, 10, 8};
    double[] turned = new double[rows.length];
    int[] turnedLabels = new int[ROWS];
    for (int i = 0; i < ROWS; i++) {
      System.arraycopy(rows, order[i] * WIDTH, turned, i * WIDTH, WIDTH);
      turnedLabels[i] = labels()[order[i]];
    }
    try (EntropyTerm term = at.build()) {
      assertThat(Probe.value(term, turned, WIDTH, turnedLabels))
          .isCloseTo(Probe.value(term, rows, WIDTH, labels()), within(1e-10));
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void badBatchesLeaveValueAndGradientFinite(Case at) {
    double[] ordinary = Probe.normal(3, ROWS, WIDTH);
    double[] duplicates = new double[ordinary.length];
    for (int i = 0; i < duplicates.length; i++) {
      duplicates[i] = ordinary[i % (2 * WIDTH)];
    }
    double[] someZero = ordinary.clone();
    Arrays.fill(someZero, 0, 3 * WIDTH, 0);
    for (double[] rows :
        List.of(
            duplicates,
            new double[ordinary.length],
            someZero,
            scaled(ordinary, 1e-20),
            scaled(ordinary, 1e10),
            scaled(ordinary, 1e18),
            scaled(ordinary, 1e30))) {
      for (int[] labels : List.of(labels(), new int[ROWS], distinct())) {
        assertFinite(at, rows, labels);
      }
    }
    assertFinite(
        at, Arrays.copyOf(ordinary, at.spec().views() * WIDTH), new int[at.spec().views()]);
  }

  /** In 32-bit floats, as training has them. */
  private static void assertFinite(Case at, double[] rows, int[] labels) {
    try (PointerScope scope = new PointerScope();
        EntropyTerm term = at.build()) {
      float[] floats = new float[rows.length];
      for (int i = 0; i < rows.length; i++) {
        floats[i] = (float) rows[i];
      }
      Tensor features = Tensors.of(floats, labels.length, WIDTH).set_requires_grad(true);
      Tensor reward = term.reward(features, Tensors.labels(labels), 1);
      reward.backward();
      assertThat(reward.item_double()).as("value at %s", Arrays.toString(rows)).isFinite();
      assertThat(Arrays.stream(Tensors.doubles(features.grad())))
          .as("gradient at %s", Arrays.toString(rows))
          .allMatch(Double::isFinite);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void oneExampleIsWorthTheFloorAndHasNoGradient(Case at) {
    int rows = at.spec().views();
    double[] one = new double[rows * WIDTH];
    Arrays.fill(one, 0.5);
    try (EntropyTerm term = at.build()) {
      boolean isFullWhateverTheRows =
          at.spec() instanceof CodebookEntropy.Options && !at.conditional();
      if (!isFullWhateverTheRows && !(at.spec() instanceof CodingRate.Options)) {
        assertThat(Probe.value(term, one, WIDTH, new int[rows]))
            .isCloseTo(term.minimum(rows), within(1e-7));
        assertThat(Arrays.stream(Probe.gradient(term, one, WIDTH, new int[rows])))
            .allMatch(g -> Math.abs(g) < 1e-9);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void valuesLieInTheRange(Case at) {
    double[] rows = Probe.normal(4, ROWS, WIDTH);
    try (PointerScope scope = new PointerScope();
        EntropyTerm term = at.build()) {
      double value = Probe.value(term, rows, WIDTH, labels());
      double share = term.share(value, Tensors.labels(labels()));

      assertThat(value).isLessThanOrEqualTo(term.maximum(ROWS) + 1e-9);
      assertThat(share).isLessThanOrEqualTo(1 + 1e-9);
      assertThat(share).isGreaterThan(-0.5);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void onlyTheTermThatNoiseFillsIsSaturated(Case at) {
    int n = 96;
    double[] rows = Probe.normal(5, n, WIDTH);
    int[] labels = new int[n];
    for (int i = 0; i < n; i++) {
      labels[i] = i / 2 % 3;
    }
    // Hard dot codes of rows about zero are drawn by the noise alone.
    boolean isFullOfNoise =
        at.isNoisy() && ((CodebookEntropy.Options) at.spec()).similarity() == Similarity.DOT;
    try (EntropyTerm term = at.build()) {
      double saturation = Probe.saturation(term, rows, WIDTH, labels);
      if (isFullOfNoise) {
        assertThat(saturation).isBetween(0.8, 1.0);
      } else {
        assertThat(saturation).isBetween(0.0, 0.75);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("exact")
  void inOneClassItIsTheTermItself(Case at) {
    // Directions of the sliced term are drawn anew for each class.
    if (at.spec() instanceof SlicedGaussianity.Options) {
      return;
    }
    double[] rows = Probe.normal(6, ROWS, WIDTH);
    try (EntropyTerm plain = at.spec().build(WIDTH, 3);
        EntropyTerm inside = at.spec().buildConditional(WIDTH, 3)) {
      assertThat(Probe.value(inside, rows, WIDTH, new int[ROWS]))
          .isCloseTo(Probe.value(plain, rows, WIDTH, new int[ROWS]), within(1e-12));
      assertThat(inside.bitsPerUnit()).isEqualTo(plain.bitsPerUnit());
      assertThat(inside.maximum(ROWS)).isEqualTo(plain.maximum(ROWS));
      assertThat(inside.minimum(ROWS)).isEqualTo(plain.minimum(ROWS));
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void useAfterCloseAndWrongShapesAreRefused(Case at) {
    EntropyTerm term = at.build();
    assertThatThrownBy(() -> Probe.value(term, new double[0], WIDTH, new int[0]))
        .isInstanceOf(IllegalArgumentException.class);
    term.close();
    term.close();

    double[] two = {1, 2, 3, 4, 5, 6, 7, 8};
    assertThatThrownBy(() -> Probe.value(term, two, WIDTH, new int[2]))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void onTheSphereOfOneFeatureThereIsNothingToSpreadOver() {
    for (EntropySpec spec :
        List.of(
            Uniformity.Options.standard(),
            CodingRate.Options.standard(),
            MatrixRenyi.Options.standard())) {
      assertThatThrownBy(() -> spec.build(1, 0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("at least 2 features, found 1");
    }
  }

  private static int[] distinct() {
    int[] labels = new int[ROWS];
    Arrays.setAll(labels, i -> i);
    return labels;
  }

  private static double[] scaled(double[] rows, double factor) {
    return Arrays.stream(rows).map(x -> x * factor).toArray();
  }
}

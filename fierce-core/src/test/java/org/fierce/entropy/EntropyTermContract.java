package org.fierce.entropy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.fierce.backbone.Backbone;
import org.fierce.engine.Tensors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every entropy term promises, as H(F) and inside the classes. The test of a term extends this
 * class and says which term it is; further tests say what it computes.
 */
public abstract class EntropyTermContract {
  private static final int WIDTH = 4;
  private static final int ROWS = 12;

  /** The term, with options of its own. */
  protected abstract EntropySpec spec();

  /** Whether noise goes by the place of a row, so that order matters and gradients are rough. */
  protected boolean isNoisy() {
    return false;
  }

  /** Whether one row alone is told from spread rows: worth the floor of the range. */
  protected boolean tellsOneRow(boolean isConditional) {
    return true;
  }

  /** Whether noise alone fills the range of rows about zero. */
  protected boolean isFullOfNoise() {
    return false;
  }

  /** Whether inside a single class the term is the term itself, to the last digits. */
  protected boolean isItselfInOneClass() {
    return true;
  }

  private EntropyTerm build(boolean isConditional) {
    return isConditional ? spec().buildConditional(WIDTH, 3) : spec().build(WIDTH, 3);
  }

  /** Labels of two views of six rows, or of twelve rows: 5, 4 and 1 of a class. */
  private static int[] labels() {
    return new int[] {7, 2, 7, 2, 7, 0, 7, 2, 7, 2, 7, 0};
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void gradientAgreesWithCentralDifferences(boolean isConditional) {
    assumeFalse(isNoisy());
    double[] rows = Probe.normal(1, ROWS, WIDTH);
    try (EntropyTerm term = build(isConditional)) {
      assertThat(Probe.gradient(term, rows, WIDTH, labels()))
          .usingComparatorWithPrecision(1e-7)
          .containsExactly(
              Probe.centralDifferences(rows, x -> Probe.value(term, x, WIDTH, labels())));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theOrderOfRowsDoesNotMatter(boolean isConditional) {
    assumeFalse(isNoisy());
    double[] rows = Probe.normal(2, ROWS, WIDTH);
    // The same turn in both halves keeps the two views of a row together.
    int[] order = {3, 5, 0, 1, 4, 2, 9, 11, 6, 7, 10, 8};
    double[] turned = new double[rows.length];
    int[] turnedLabels = new int[ROWS];
    for (int i = 0; i < ROWS; i++) {
      System.arraycopy(rows, order[i] * WIDTH, turned, i * WIDTH, WIDTH);
      turnedLabels[i] = labels()[order[i]];
    }
    try (EntropyTerm term = build(isConditional)) {
      assertThat(Probe.value(term, turned, WIDTH, turnedLabels))
          .isCloseTo(Probe.value(term, rows, WIDTH, labels()), within(1e-10));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void badBatchesLeaveValueAndGradientFinite(boolean isConditional) {
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
        assertFinite(isConditional, rows, labels);
      }
    }
    assertFinite(
        isConditional, Arrays.copyOf(ordinary, spec().views() * WIDTH), new int[spec().views()]);
  }

  /** In 32-bit floats, as training has them. */
  private void assertFinite(boolean isConditional, double[] rows, int[] labels) {
    try (PointerScope scope = new PointerScope();
        EntropyTerm term = build(isConditional)) {
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
  @ValueSource(booleans = {false, true})
  void oneExampleIsWorthTheFloorAndHasNoGradient(boolean isConditional) {
    int rows = spec().views();
    double[] one = new double[rows * WIDTH];
    Arrays.fill(one, 0.5);
    try (EntropyTerm term = build(isConditional)) {
      if (tellsOneRow(isConditional)) {
        assertThat(Probe.value(term, one, WIDTH, new int[rows]))
            .isCloseTo(term.minimum(rows), within(1e-7));
        assertThat(Arrays.stream(Probe.gradient(term, one, WIDTH, new int[rows])))
            .allMatch(g -> Math.abs(g) < 1e-9);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void valuesLieInTheRange(boolean isConditional) {
    double[] rows = Probe.normal(4, ROWS, WIDTH);
    try (PointerScope scope = new PointerScope();
        EntropyTerm term = build(isConditional)) {
      double value = Probe.value(term, rows, WIDTH, labels());
      double share = term.share(value, Tensors.labels(labels()));

      assertThat(value).isLessThanOrEqualTo(term.maximum(ROWS) + 1e-9);
      assertThat(share).isLessThanOrEqualTo(1 + 1e-9);
      assertThat(share).isGreaterThan(-0.5);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void onlyTheTermThatNoiseFillsIsSaturated(boolean isConditional) {
    int n = 96;
    double[] rows = Probe.normal(5, n, WIDTH);
    int[] labels = new int[n];
    for (int i = 0; i < n; i++) {
      labels[i] = i / 2 % 3;
    }
    try (EntropyTerm term = build(isConditional)) {
      double saturation = Probe.saturation(term, rows, WIDTH, labels);
      if (isFullOfNoise()) {
        assertThat(saturation).isBetween(0.8, 1.0);
      } else {
        assertThat(saturation).isBetween(0.0, 0.75);
      }
    }
  }

  @Test
  void inOneClassItIsTheTermItself() {
    assumeFalse(isNoisy());
    assumeTrue(isItselfInOneClass());
    double[] rows = Probe.normal(6, ROWS, WIDTH);
    try (EntropyTerm plain = spec().build(WIDTH, 3);
        EntropyTerm inside = spec().buildConditional(WIDTH, 3)) {
      assertThat(Probe.value(inside, rows, WIDTH, new int[ROWS]))
          .isCloseTo(Probe.value(plain, rows, WIDTH, new int[ROWS]), within(1e-12));
      assertThat(inside.bitsPerUnit()).isEqualTo(plain.bitsPerUnit());
      assertThat(inside.maximum(ROWS)).isEqualTo(plain.maximum(ROWS));
      assertThat(inside.minimum(ROWS)).isEqualTo(plain.minimum(ROWS));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void useAfterCloseAndWrongShapesAreRefused(boolean isConditional) {
    EntropyTerm term = build(isConditional);
    assertThatThrownBy(() -> Probe.value(term, new double[0], WIDTH, new int[0]))
        .isInstanceOf(IllegalArgumentException.class);
    term.close();
    term.close();

    double[] two = {1, 2, 3, 4, 5, 6, 7, 8};
    assertThatThrownBy(() -> Probe.value(term, two, WIDTH, new int[2]))
        .isInstanceOf(IllegalStateException.class);
  }

  private static int[] distinct() {
    int[] labels = new int[ROWS];
    Arrays.setAll(labels, i -> i);
    return labels;
  }

  private static double[] scaled(double[] rows, double factor) {
    return Arrays.stream(rows).map(x -> x * factor).toArray();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void stateThatIsSavedAndPutBackGivesTheSameReward(boolean isConditional) {
    double[] rows = Probe.normal(7, ROWS, WIDTH);
    try (PointerScope scope = new PointerScope();
        EntropyTerm saved = build(isConditional);
        EntropyTerm restored = build(isConditional)) {
      List<Backbone.Parameter> from = all(saved);
      List<Backbone.Parameter> to = all(restored);
      assertThat(from.stream().map(Backbone.Parameter::name)).doesNotHaveDuplicates();
      assertThat(to.stream().map(Backbone.Parameter::name))
          .containsExactlyElementsOf(from.stream().map(Backbone.Parameter::name).toList());
      try (NoGradGuard guard = new NoGradGuard()) {
        for (int i = 0; i < from.size(); i++) {
          to.get(i).tensor().zero_();
          to.get(i).tensor().copy_(from.get(i).tensor());
        }
      }

      assertThat(Probe.value(restored, rows, WIDTH, labels()))
          .isEqualTo(Probe.value(saved, rows, WIDTH, labels()));
    }
  }

  private static List<Backbone.Parameter> all(EntropyTerm term) {
    return Stream.concat(term.state().stream(), term.parameters().stream()).toList();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theRewardIsAPureFunctionOfRowsLabelsAndStep(boolean isConditional) {
    double[] rows = Probe.normal(8, ROWS, WIDTH);
    try (EntropyTerm term = build(isConditional);
        EntropyTerm again = build(isConditional)) {
      double first = Probe.value(term, rows, WIDTH, labels());
      Probe.value(term, Probe.normal(9, ROWS, WIDTH), WIDTH, labels());

      assertThat(Probe.value(term, rows, WIDTH, labels())).isEqualTo(first);
      assertThat(Probe.value(again, rows, WIDTH, labels())).isEqualTo(first);
    }
  }
}

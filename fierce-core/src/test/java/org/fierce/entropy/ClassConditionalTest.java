package org.fierce.entropy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.fierce.engine.Tensors;
import org.junit.jupiter.api.Test;

final class ClassConditionalTest {
  private static final Uniformity.Options UNIFORMITY = Uniformity.Options.standard();

  @Test
  void classesAreWeightedByTheirRows() {
    // Class 4: two opposite rows, 4 t = 8. Class 9: three equal rows, 0. (2 * 8 + 3 * 0) / 5.
    double[] rows = {1, 0, 0, 1, -2, 0, 0, 1, 0, 1};

    assertThat(value(UNIFORMITY, rows, 4, 9, 4, 9, 9)).isCloseTo(3.2, within(1e-12));
  }

  @Test
  void classesOfOneRowAreLeftOut() {
    double[] rows = {1, 0, 0, 1, -2, 0, 5, 5, 0, 1};

    // Classes 4 and 9 of two rows count alike; the one row of class 0 not at all.
    assertThat(value(UNIFORMITY, rows, 4, 9, 4, 0, 9)).isCloseTo(4, within(1e-12));
    assertThat(gradient(UNIFORMITY, rows, 4, 9, 4, 0, 9)[6]).isZero();
    assertThat(value(UNIFORMITY, rows, 0, 1, 2, 3, 4)).isZero();
    assertThat(gradient(UNIFORMITY, rows, 0, 1, 2, 3, 4)).containsOnly(0);
    assertThat(value(new KoLeo.Options(), rows, 0, 1, 2, 3, 4)).isEqualTo(Math.log(1e-4));
  }

  @Test
  void codesThatTellTheClassesOnlyAreWorthNothingInside() {
    // Each class wholly on a code of its own: H(F) = 1 bit = I(F;Y), H(F|Y) = 0.
    double[] rows = {40, 0, 40, 0, 0, 40, 0, 40};
    CodebookEntropy.Options options =
        new CodebookEntropy.Options(Similarity.DOT, 2, 1, Assignment.SOFT);
    try (EntropyTerm whole = codebook(options);
        EntropyTerm inside = new ClassConditional(codebook(options))) {
      assertThat(Probe.value(whole, rows, 2, new int[4])).isCloseTo(1, within(1e-9));
      assertThat(Probe.value(inside, rows, 2, new int[] {0, 0, 1, 1})).isCloseTo(0, within(1e-9));
      // H(F) = I(F;Y) + H(F|Y), with classes across the codes: I = 0, H(F|Y) = 1.
      assertThat(Probe.value(inside, rows, 2, new int[] {0, 1, 0, 1})).isCloseTo(1, within(1e-9));
    }
  }

  private static CodebookEntropy codebook(CodebookEntropy.Options options) {
    return new CodebookEntropy(options, 2, new float[] {1, 0, 0, 1}, GumbelNoise.none());
  }

  @Test
  void eachClassHasNoiseOfItsOwn() {
    CodebookEntropy.Options hard =
        new CodebookEntropy.Options(Similarity.COSINE, 30, 1, Assignment.HARD);
    double[] same = new double[256];
    Arrays.fill(same, 1);
    int[] oneThenOther = new int[128];
    Arrays.fill(oneThenOther, 64, 128, 1);
    try (EntropyTerm inside = hard.buildConditional(2, 0);
        EntropyTerm plain = hard.build(2, 0)) {
      // With one noise for both, all three would be the same.
      double both = Probe.value(inside, same, 2, oneThenOther);
      double first = Probe.value(inside, Arrays.copyOf(same, 128), 2, new int[64]);

      assertThat(both).isNotEqualTo(first);
      assertThat(first).isNotEqualTo(Probe.value(plain, Arrays.copyOf(same, 128), 2, new int[64]));
    }
  }

  @Test
  void collapsedRowsAreTheMeansOfTheirClasses() {
    try (PointerScope scope = new PointerScope();
        EntropyTerm term = UNIFORMITY.buildConditional(2, 0)) {
      Tensor features = Tensors.of(new float[] {1, 0, 5, 5, 3, 2, 7, 1, 0, 0}, 5, 2);
      Tensor collapsed = term.collapsed(features, Tensors.labels(new int[] {6, 1, 6, 3, 3}));

      assertThat(Tensors.floats(collapsed))
          .containsExactly(2, 1, 5, 5, 2, 1, 3.5f, 0.5f, 3.5f, 0.5f);
    }
  }

  @Test
  void theRangeIsThatOfTheClassesAsTheyAre() {
    MatrixRenyi.Options renyi = new MatrixRenyi.Options(1, false);
    try (PointerScope scope = new PointerScope();
        EntropyTerm term = renyi.buildConditional(1, 0)) {
      // Largest: (4 ln 4 + 2 ln 2) / 6; the class of one row does not count.
      double largest = (4 * Math.log(4) + 2 * Math.log(2)) / 6;
      Tensor labels = Tensors.labels(new int[] {0, 0, 0, 0, 1, 1, 2});

      assertThat(term.share(largest, labels)).isCloseTo(1, within(1e-12));
      assertThat(term.share(0, labels)).isZero();
      assertThat(term.share(0, Tensors.labels(new int[] {0, 1}))).isZero();
    }
  }

  @Test
  void rowsAndLabelsMustAgreeInNumber() {
    assertThatThrownBy(() -> value(UNIFORMITY, new double[4], 0, 1, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("every row needs a label, found 2 rows and 3 labels");
  }

  private static double value(EntropySpec spec, double[] rows, int... labels) {
    try (EntropyTerm term = spec.buildConditional(2, 0)) {
      return Probe.value(term, rows, 2, labels);
    }
  }

  private static double[] gradient(EntropySpec spec, double[] rows, int... labels) {
    try (EntropyTerm term = spec.buildConditional(2, 0)) {
      return Probe.gradient(term, rows, 2, labels);
    }
  }
}

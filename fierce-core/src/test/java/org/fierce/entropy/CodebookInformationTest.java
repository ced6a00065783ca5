package org.fierce.entropy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class CodebookInformationTest extends EntropyTermContract {
  @Override
  protected EntropySpec spec() {
    return new CodebookInformation.Options(Similarity.COSINE, 40, 0.1, false);
  }

  private static final float[] AXES = {1, 0, 0, 0, 1, 0, 0, 0, 1};

  @Test
  void codesThatBothViewsShareAreInformation() {
    // Two examples, each on one code in both views, codes differ: H(F) = 1, H(F|X) = 0.
    assertThat(value(40, 0, 0, 0, 40, 0, 40, 0, 0, 0, 40, 0)).isCloseTo(1, within(1e-9));
  }

  @Test
  void codesThatViewsDoNotShareAreNoise() {
    // Each example on code 0 in one view and on 1 in the other: H(F) = 1 bit, H(F|X) = 1 bit.
    assertThat(value(40, 0, 0, 0, 40, 0, 0, 40, 0, 40, 0, 0)).isCloseTo(0, within(1e-9));
    // So are assignments spread over all codes.
    assertThat(value(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1)).isCloseTo(0, within(1e-12));
  }

  @Test
  void agreesWithTheNaiveEntropies() {
    double[] rows = Probe.normal(1, 8, 3);
    double[][] shares = new double[8][];
    for (int i = 0; i < 8; i++) {
      shares[i] = softmax(rows, 3 * i);
    }
    double[] mean = new double[3];
    double inside = 0;
    for (int i = 0; i < 4; i++) {
      double[] both = new double[3];
      for (int k = 0; k < 3; k++) {
        both[k] = (shares[i][k] + shares[i + 4][k]) / 2;
        mean[k] += both[k] / 4;
      }
      inside += entropy(both) / 4;
    }

    assertThat(value(rows)).isCloseTo(entropy(mean) - inside, within(1e-12));
  }

  @Test
  void insideTheClassesItLeavesOutWhatTellsTheClass() {
    // Four examples, classes 0 0 1 1, each class on a code of its own: I(F;X) = 1, I(F;X|Y) = 0.
    double[] told = {40, 0, 0, 40, 0, 0, 0, 40, 0, 0, 40, 0};
    // Codes 0, 1, 1, 2: within either class two codes, 1 bit; over all 1.5 bits.
    double[] fine = {40, 0, 0, 0, 40, 0, 0, 40, 0, 0, 0, 40};
    int[] labels = {0, 0, 1, 1, 0, 0, 1, 1};
    try (EntropyTerm inside = new ClassConditional(information())) {
      assertThat(Probe.value(inside, twice(told), 3, labels)).isCloseTo(0, within(1e-9));
      assertThat(Probe.value(inside, twice(fine), 3, labels)).isCloseTo(1, within(1e-9));
      assertThat(value(twice(told))).isCloseTo(1, within(1e-9));
      assertThat(value(twice(fine))).isCloseTo(1.5, within(1e-9));
      assertThat(inside.views()).isEqualTo(2);
    }
  }

  @Test
  void theLargestIsTheLogOfCodesOrExamples() {
    try (EntropyTerm term = information()) {
      assertThat(term.maximum(4)).isCloseTo(1, within(1e-12));
      assertThat(term.maximum(400)).isCloseTo(Math.log(3) / Math.log(2), within(1e-12));
      assertThat(term.minimum(4)).isZero();
    }
  }

  @Test
  void oddNumbersOfRowsAndHardCodesAreRefused() {
    assertThatThrownBy(() -> value(1, 2, 3)).hasMessageContaining("odd number of rows, 1");
    try (CodebookEntropy hard =
        new CodebookEntropy(
            new CodebookEntropy.Options(Similarity.DOT, 3, 1, Assignment.HARD), 3, 0)) {
      assertThatThrownBy(() -> new CodebookInformation(hard))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("soft");
    }
  }

  private static double[] twice(double[] rows) {
    double[] both = Arrays.copyOf(rows, 2 * rows.length);
    System.arraycopy(rows, 0, both, rows.length, rows.length);
    return both;
  }

  private static CodebookInformation information() {
    return new CodebookInformation(
        new CodebookEntropy(
            new CodebookEntropy.Options(Similarity.DOT, 3, 1, Assignment.SOFT),
            3,
            AXES,
            GumbelNoise.none()));
  }

  private static double value(double... rows) {
    try (EntropyTerm term = information()) {
      return Probe.value(term, rows, 3, 0);
    }
  }

  private static double[] softmax(double[] rows, int from) {
    double[] shares = new double[3];
    double sum = 0;
    for (int k = 0; k < 3; k++) {
      shares[k] = Math.exp(rows[from + k]);
      sum += shares[k];
    }
    for (int k = 0; k < 3; k++) {
      shares[k] /= sum;
    }
    return shares;
  }

  private static double entropy(double[] shares) {
    double sum = 0;
    for (double p : shares) {
      sum -= p * Math.log(p) / Math.log(2);
    }
    return sum;
  }
}

package org.fierce.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.fierce.report.Results.Estimate;
import org.fierce.stats.Measure;
import org.junit.jupiter.api.Test;

class NumbersTest {
  private static Estimate bare(double value) {
    return new Estimate(value, Double.NaN, Double.NaN);
  }

  @Test
  void decimalsFollowTheSizeOfTheColumn() {
    assertThat(Numbers.decimals(List.of(bare(0.52), bare(0.98)))).isEqualTo(3);
    assertThat(Numbers.decimals(List.of(bare(0.0045), bare(0.5)))).isEqualTo(5);
    assertThat(Numbers.decimals(List.of(bare(47_312)))).isZero();
  }

  @Test
  void minusIsATrueMinusAndZeroHasNone() {
    assertThat(Numbers.fixed(-0.5, 2)).isEqualTo("−0.50");
    assertThat(Numbers.fixed(-0.001, 2)).isEqualTo("0.00");
    assertThat(Numbers.signed(0.25, 2)).isEqualTo("+0.25");
    assertThat(Numbers.fixed(Double.NaN, 2)).isEqualTo("–");
  }

  @Test
  void anIntervalNeedsBothEnds() {
    assertThat(Numbers.interval(new Estimate(0.5, 0.4, 0.6), 2)).isEqualTo("[0.40, 0.60]");
    assertThat(Numbers.interval(bare(0.5), 2)).isEmpty();
  }

  @Test
  void axesHaveRoundTicksAroundTheValues() {
    assertThat(Axis.covering(0.07, 0.38, 4).ticks())
        .usingElementComparator((a, b) -> Math.abs(a - b) < 1e-12 ? 0 : 1)
        .containsExactly(0.0, 0.1, 0.2, 0.3, 0.4);
    assertThat(Axis.covering(3, 3, 4).place(3)).isBetween(0.0, 1.0);
    assertThat(Axis.covering(0, 0, 4).place(0)).isBetween(0.0, 1.0);
  }

  @Test
  void scoresKnowTheirNamesAndDirections() {
    assertThat(Measure.of("recallAtWithinTrue-5").words())
        .isEqualTo("recall at 5 inside the true coarse class");
    assertThat(Measure.of("nmiWithinPredicted").words())
        .isEqualTo("normalised mutual information inside the predicted coarse class");
    assertThat(Measure.of("fewShotAccuracy-all-5").words()).isEqualTo("all-way 5-shot accuracy");
    assertThat(Measure.of("fewShotAccuracyWithinTrue-1").words())
        .isEqualTo("1-shot accuracy inside the true coarse class");
    assertThat(Measure.of("fewShotLogisticAccuracy-5-1-copies5").words())
        .isEqualTo("5-way 1-shot accuracy by logistic regression, 5 augmented copies");
    assertThat(Measure.of("fewShotRefinedDisjointAccuracyWithinPredicted-5").words())
        .isEqualTo(
            "5-shot accuracy by refined means, no row twice, inside the predicted coarse class");
    assertThat(Measure.of("fewShotCosineAccuracyWithinTrue-1").words())
        .isEqualTo("1-shot accuracy by cosine inside the true coarse class");
    assertThat(Measure.of("recallAt-4").words()).isEqualTo("recall at 4");
    assertThat(Measure.of("knnRecallAtWithinTrue-4").words())
        .isEqualTo("recall at 4 among the training rows inside the true coarse class");
    assertThat(Measure.of("unheardOf").words()).isEqualTo("unheardOf");
    assertThat(Measure.of("transferMeanSquaredError").isLargerBetter()).isFalse();
    assertThat(Measure.of("probeR2").isLargerBetter()).isTrue();
  }

  @Test
  void valuesOfTheDataAreWrittenOut() {
    assertThat(Numbers.plain(200_000)).isEqualTo("200000");
    assertThat(Numbers.plain(0.1f)).isEqualTo("0.1");
    assertThat(Numbers.plain(-12.5)).isEqualTo("−12.5");
    assertThat(Numbers.plain(0)).isEqualTo("0");
    assertThat(Numbers.plain(2e-7)).isEqualTo("2e-7");
    assertThat(Numbers.plain(Double.NaN)).isEqualTo("–");
  }
}

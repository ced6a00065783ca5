package org.fierce.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.UnaryOperator;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.fierce.engine.Tensors;
import org.fierce.entropy.EntropyTerm;
import org.fierce.loss.TermHealth.Fault;
import org.junit.jupiter.api.Test;

class TermHealthTest {
  /** The sum of all features, at most 10: its gradient is 1 everywhere. */
  private static final class Sum implements EntropyTerm {
    @Override
    public Tensor reward(Tensor features, Tensor coarse, long step) {
      return features.sum();
    }

    @Override
    public double minimum(int rows) {
      return 0;
    }

    @Override
    public double maximum(int rows) {
      return 10;
    }

    @Override
    public void close() {}
  }

  private static TermHealth health(
      float[] features, UnaryOperator<Tensor> head, double factor, double weight) {
    try (PointerScope scope = new PointerScope();
        Loss loss =
            new EntropyRegularised(new SmoothedCrossEntropy(0), new Sum(), factor, weight, 0)) {
      return loss.health(Tensors.of(features, 2, 2), head, Tensors.labels(new int[] {0, 1}), 0);
    }
  }

  @Test
  void theRatioIsThatOfTheGradientsAtTheFeatures() {
    // Logits are the features. Row 0: softmax (1/2, 1/2) less (1, 0); row 1: (3/4, 1/4) less (0,
    // 1);
    // over 2 rows: (-1/4, 1/4), (3/8, -3/8), norm sqrt(2/16 + 18/64) = sqrt(26)/8. The term's: 2.
    float[] features = {0, 0, (float) Math.log(3), 0};
    double crossEntropy = Math.sqrt(26) / 8;
    TermHealth health = health(features, logits -> logits, 1, 0.5);
    assertThat(health.gradientRatio()).isCloseTo(0.5 * 2 / crossEntropy, within(1e-6));
    assertThat(health.entropyShare()).isCloseTo(Math.log(3) / 10, within(1e-7));
    // Collapsed on their mean the features have the same sum.
    assertThat(health.saturation()).isCloseTo(Math.log(3) / 10, within(1e-7));
    assertThat(health(features, logits -> logits, 0.25, 0.5).gradientRatio())
        .isCloseTo(4 * 0.5 * 2 / crossEntropy, within(1e-5));
  }

  @Test
  void whereTheRestHasNoGradientThereIsNoRatio() {
    float[] certain = {1000, 0, 0, 1000};
    assertThat(health(certain, logits -> logits, 1, 1).gradientRatio()).isNaN();
    assertThat(health(new float[4], logits -> logits.detach(), 1, 1).gradientRatio()).isNaN();
    assertThat(health(new float[4], logits -> logits, 1, 0).gradientRatio()).isZero();
  }

  @Test
  void weightsOfTheHeadGatherNoGradient() {
    try (PointerScope scope = new PointerScope()) {
      Tensor weights = Tensors.of(new float[] {1, 2, 3, 4}, 2, 2).requires_grad_(true);
      TermHealth health = health(new float[] {1, 0, 0, 1}, features -> features.mm(weights), 1, 1);
      assertThat(health.gradientRatio()).isPositive();
      assertThat(weights.grad().defined()).isFalse();
    }
  }

  @Test
  void faultsFollowTheirThresholds() {
    assertThat(new TermHealth(1, 1, 0.86).fault(0.5)).isEqualTo(Fault.SATURATED);
    assertThat(new TermHealth(1, 1, 0.84).fault(0.5)).isNull();
    assertThat(new TermHealth(0.5, 0.0009, 0).fault(0.5)).isEqualTo(Fault.DEAD);
    assertThat(new TermHealth(0.5, 11, 0).fault(0.5)).isEqualTo(Fault.OVERWHELMING);
    assertThat(new TermHealth(0.5, 11, 0).fault(0.95)).isNull();
    assertThat(new TermHealth(0.5, 11, 0).fault(Double.NaN)).isNull();
    assertThat(TermHealth.NONE.fault(0.5)).isNull();
  }

  @Test
  void fineLabelsPassTheHealthOnAndPlainLossesHaveNone() {
    try (PointerScope scope = new PointerScope();
        Loss fine = new FineLabels(new KoLeoSpec(0.1, 0).build(2, 2, 0));
        Loss plain = new CrossEntropySpec().build(2, 2, 0)) {
      Tensor features = Tensors.of(new float[] {1, 0, 0, 1}, 2, 2);
      Tensor labels = Tensors.labels(new int[] {0, 1});
      assertThat(fine.health(features, logits -> logits, labels, 0).gradientRatio()).isPositive();
      assertThat(plain.health(features, logits -> logits, labels, 0)).isEqualTo(TermHealth.NONE);
    }
  }
}

package org.fierce.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.fierce.backbone.Backbone;
import org.fierce.engine.Tensors;
import org.fierce.entropy.Assignment;
import org.fierce.entropy.CodebookEntropy;
import org.fierce.entropy.CodebookInformation;
import org.fierce.entropy.CodingRate;
import org.fierce.entropy.KoLeo;
import org.fierce.entropy.Similarity;
import org.fierce.entropy.Uniformity;
import org.fierce.kinds.Kinds;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class LossSpecTest {
  @Nested
  final class PlainCrossEntropy extends LossContract {
    @Override
    protected LossSpec spec() {
      return new CrossEntropySpec();
    }
  }

  @Nested
  final class LabelSmoothing extends LossContract {
    @Override
    protected LossSpec spec() {
      return new LabelSmoothingSpec(0.1);
    }
  }

  @Nested
  final class ConfidencePenaltyOfHalf extends LossContract {
    @Override
    protected LossSpec spec() {
      return new ConfidencePenaltySpec(0.5);
    }
  }

  @Nested
  final class KoLeoReward extends LossContract {
    @Override
    protected LossSpec spec() {
      return new KoLeoSpec(0.5, 0);
    }
  }

  @Nested
  final class Fierce extends LossContract {
    @Override
    protected LossSpec spec() {
      return new FierceSpec(Similarity.COSINE, 20, 0.1, Assignment.HARD, 1.0, null);
    }

    @Override
    protected boolean isNoisy() {
      return true;
    }
  }

  @Nested
  final class SoftFierce extends LossContract {
    @Override
    protected LossSpec spec() {
      return new FierceSpec(Similarity.COSINE, 20, 0.1, Assignment.SOFT, 1.0, null);
    }
  }

  @Nested
  final class RewardOfTwoViews extends LossContract {
    @Override
    protected LossSpec spec() {
      return EntropyRewardSpec.conditional(CodebookInformation.Options.standard(), 0.1);
    }
  }

  @Nested
  final class EntropyReward extends LossContract {
    @Override
    protected LossSpec spec() {
      return new EntropyRewardSpec(Uniformity.Options.standard(), true, 1, 0.1);
    }
  }

  // Two rows of logits over two classes; labels 0 and 0.
  // Row 0: softmax(ln 3, 0) = (3/4, 1/4); row 1: softmax(0, 0) = (1/2, 1/2).
  private static final float[] LOGITS = {(float) Math.log(3), 0, 0, 0};
  private static final double CROSS_ENTROPY = (Math.log(4.0 / 3) + Math.log(2)) / 2;

  // Two opposite features: KoLeo is ln 2.
  private static final float[] OPPOSITE = {1, 0, -1, 0};

  @Test
  void crossEntropyIsTheMeanNegativeLogProbability() {
    Values values = values(new CrossEntropySpec(), 0);

    assertThat(values.total).isCloseTo(CROSS_ENTROPY, within(1e-6));
    assertThat(values.crossEntropy).isCloseTo(CROSS_ENTROPY, within(1e-6));
    assertThat(values.bits).isNaN();
  }

  @Test
  void smoothingSpreadsItsShareOverAllClasses() {
    // Targets (0.8, 0.2) at epsilon 0.4: mean of 0.8 ln(4/3) + 0.2 ln 4 and ln 2.
    double expected = (0.8 * Math.log(4.0 / 3) + 0.2 * Math.log(4) + Math.log(2)) / 2;
    Values values = values(new LabelSmoothingSpec(0.4), 0);

    assertThat(values.total).isCloseTo(expected, within(1e-6));
    assertThat(values.crossEntropy).isCloseTo(CROSS_ENTROPY, within(1e-6));
  }

  @Test
  void koLeoIsTakenOffInNatsAndReportedInBits() {
    Values values = values(new KoLeoSpec(0.5, 0), 0);

    assertThat(values.total).isCloseTo(CROSS_ENTROPY - 0.5 * Math.log(2), within(1e-6));
    assertThat(values.bits).isCloseTo(1, within(1e-6));
  }

  @Test
  void theConfidencePenaltyTakesThePredictionsEntropyOff() {
    // H(3/4, 1/4) and H(1/2, 1/2).
    double first = 0.75 * Math.log(4.0 / 3) + 0.25 * Math.log(4);
    double expected = CROSS_ENTROPY - 0.3 * (first + Math.log(2)) / 2;
    Values values = values(new ConfidencePenaltySpec(0.3), 0);

    assertThat(values.total).isCloseTo(expected, within(1e-6));
    assertThat(values.crossEntropy).isCloseTo(CROSS_ENTROPY, within(1e-6));
    assertThatThrownBy(() -> new ConfidencePenaltySpec(-1))
        .hasMessage("weight must be at least 0, found -1");
  }

  @Test
  void theGradientOfTheConfidencePenaltyIsThatOfCentralDifferences() {
    double[] logits = {1.5, -0.5, 0.2, 0.3, -2, 1};
    double[] gradient;
    try (PointerScope scope = new PointerScope();
        Loss loss = new ConfidencePenaltySpec(0.7).build(2, 3, 0)) {
      Tensor tensor =
          Tensors.of(new float[] {1.5f, -0.5f, 0.2f, 0.3f, -2, 1}, 2, 3).set_requires_grad(true);
      loss.compute(
              new Backbone.Output(Tensors.of(OPPOSITE, 2, 2), tensor),
              Tensors.labels(new int[] {0, 2}),
              0)
          .total()
          .backward();
      gradient = Tensors.doubles(tensor.grad());
    }
    for (int i = 0; i < logits.length; i++) {
      double[] up = logits.clone();
      double[] down = logits.clone();
      up[i] += 1e-5;
      down[i] -= 1e-5;
      assertThat(gradient[i]).isCloseTo((penalised(up) - penalised(down)) / 2e-5, within(1e-6));
    }
  }

  /** Mean over two rows of three logits, labels 0 and 2, of -log p_y + 0.7 sum p log p. */
  private static double penalised(double[] logits) {
    double total = 0;
    for (int row = 0; row < 2; row++) {
      double sum = 0;
      for (int k = 0; k < 3; k++) {
        sum += Math.exp(logits[3 * row + k]);
      }
      for (int k = 0; k < 3; k++) {
        double log = logits[3 * row + k] - Math.log(sum);
        total += 0.7 * Math.exp(log) * log - (k == 2 * row ? log : 0);
      }
    }
    return total / 2;
  }

  @Test
  void fierceTakesWeightTimesBitsOff() {
    FierceSpec spec = new FierceSpec(Similarity.DOT, 16, 1, Assignment.SOFT, 1.5, null);
    Values values = values(spec, 3);

    assertThat(values.bits).isBetween(0.1, 4.0);
    assertThat(values.total).isCloseTo(CROSS_ENTROPY - 1.5 * values.bits, within(1e-5));
    assertThat(values.crossEntropy).isCloseTo(CROSS_ENTROPY, within(1e-6));
  }

  @Test
  void alphaNormalisesTheTwoParts() {
    FierceSpec spec = new FierceSpec(Similarity.COSINE, 16, 0.1, Assignment.HARD, null, 0.25);
    Values values = values(spec, 3);

    // CE / 1.25 + 0.25 / 1.25 (4 - H).
    assertThat(values.total).isCloseTo(0.8 * CROSS_ENTROPY + 0.2 * (4 - values.bits), within(1e-5));
  }

  @Test
  void theTotalCarriesGradientsToLogitsAndFeatures() {
    try (PointerScope scope = new PointerScope();
        Loss loss = FierceSpec.vectors(1).build(2, 2, 0)) {
      Tensor features = Tensors.of(OPPOSITE, 2, 2).set_requires_grad(true);
      Tensor logits = Tensors.of(LOGITS, 2, 2).set_requires_grad(true);
      loss.compute(new Backbone.Output(features, logits), Tensors.labels(new int[2]), 0)
          .total()
          .backward();

      // d CE / d logits = (softmax - onehot) / 2.
      assertThat(Tensors.floats(logits.grad())[0]).isCloseTo(-0.125f, within(1e-6f));
      assertThat(Tensors.floats(logits.grad())[3]).isCloseTo(0.25f, within(1e-6f));
      assertThat(Tensors.floats(features.grad())).doesNotContain(0f);
    }
  }

  @Test
  void anchorsAreStateAndComeFromTheSeed() {
    LossSpec spec = FierceSpec.images(0.1, 1);
    try (Loss one = spec.build(5, 2, 1);
        Loss same = spec.build(5, 2, 1);
        Loss other = spec.build(5, 2, 2);
        Loss plain = new LabelSmoothingSpec(0.1).build(5, 2, 1)) {
      float[] anchors = Tensors.floats(one.state().get(0).tensor());

      assertThat(one.state().get(0).name()).isEqualTo("anchors");
      assertThat(anchors).hasSize(500);
      assertThat(Tensors.floats(same.state().get(0).tensor())).containsExactly(anchors);
      assertThat(Tensors.floats(other.state().get(0).tensor())).isNotEqualTo(anchors);
      assertThat(one.term()).isNotNull();
      assertThat(plain.state()).isEmpty();
      assertThat(plain.term()).isNull();
    }
  }

  @Test
  void wrongNumbersAreNamed() {
    assertThatThrownBy(() -> FierceSpec.vectors(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("weight must be at least 0, found -1");
    assertThatThrownBy(() -> new KoLeoSpec(-0.5, 0))
        .hasMessage("weight must be at least 0, found -0.5");
    assertThatThrownBy(() -> new KoLeoSpec(Double.NaN, 0)).hasMessageContaining("found NaN");
    assertThatThrownBy(() -> new LabelSmoothingSpec(1))
        .hasMessage("epsilon must be at least 0 and below 1, found 1");
    assertThatThrownBy(() -> new LabelSmoothingSpec(-0.1)).hasMessageContaining("found -0.1");
    assertThatThrownBy(() -> FierceSpec.images(0, 1)).hasMessageContaining("temperature");
    assertThatThrownBy(() -> fierce(1.0, 0.2)).hasMessageContaining("weight 1.0 and alpha 0.2");
    assertThatThrownBy(() -> fierce(null, null)).hasMessageContaining("found neither");
    assertThatThrownBy(() -> fierce(null, -2.0)).hasMessage("alpha must be at least 0, found -2");
    assertThatThrownBy(() -> FierceSpec.age().build(7, 2, 0))
        .hasMessageContaining("needs one feature, found 7");
  }

  private static FierceSpec fierce(@Nullable Double weight, @Nullable Double alpha) {
    return new FierceSpec(Similarity.DOT, 4, 1, Assignment.HARD, weight, alpha);
  }

  @Test
  void theEntropyLossTakesAnyTermOffAndNamesItsViewsAndWeights() {
    // Two opposite features: uniformity is 4 t = 8 nats, whether one class or none is looked into.
    for (boolean conditional : new boolean[] {false, true}) {
      Values values =
          values(new EntropyRewardSpec(Uniformity.Options.standard(), conditional, 0.25, 0), 0);
      assertThat(values.total).isCloseTo(CROSS_ENTROPY - 2, within(1e-5));
      assertThat(values.bits).isCloseTo(8 / Math.log(2), within(1e-5));
    }
    LossSpec twoViews = EntropyRewardSpec.conditional(CodebookInformation.Options.standard(), 1);
    CodebookEntropy.Options learned =
        new CodebookEntropy.Options(Similarity.COSINE, 10, 0.1, Assignment.SOFT, true);
    try (Loss loss = twoViews.build(3, 2, 0);
        Loss learning = EntropyRewardSpec.conditional(learned, 1).build(3, 2, 0)) {
      assertThat(twoViews.views()).isEqualTo(2);
      assertThat(loss.views()).isEqualTo(2);
      assertThat(loss.state()).hasSize(1);
      assertThat(loss.parameters()).isEmpty();
      assertThat(learning.views()).isEqualTo(1);
      assertThat(learning.state()).isEmpty();
      assertThat(learning.parameters().get(0).name()).isEqualTo("anchors");
      assertThat(learning.parameters().get(0).tensor().requires_grad()).isTrue();
    }
  }

  @Test
  void theShorthandsAreTheEntropyLossOfTheirTerms() {
    assertThat(values(EntropyRewardSpec.of(new KoLeo.Options(), 0.5), 0))
        .isEqualTo(values(new KoLeoSpec(0.5, 0), 0));
    assertThat(
            values(
                EntropyRewardSpec.of(
                    new CodebookEntropy.Options(Similarity.DOT, 100, 1, Assignment.HARD), 4),
                3))
        .isEqualTo(values(FierceSpec.vectors(4), 3));
  }

  @Test
  void configurationsBindByName() throws Exception {
    ObjectMapper mapper = Kinds.all().register(new ObjectMapper());
    String json =
        "{\"name\":\"fierce\",\"similarity\":\"distance\",\"anchors\":100,\"temperature\":1.0,"
            + "\"assignment\":\"hard\",\"alpha\":0.2}";

    assertThat(mapper.readValue(json, LossSpec.class)).isEqualTo(FierceSpec.age());
    for (LossSpec spec :
        new LossSpec[] {
          new CrossEntropySpec(),
          new LabelSmoothingSpec(0.1),
          FierceSpec.vectors(4),
          new KoLeoSpec(0.1, 0.05),
          new ConfidencePenaltySpec(0.1),
          new SupervisedContrastiveSpec(0.1, 128),
          new InfoNceSpec(0.5, 0),
          new CrossEntropyInfoNceSpec(1, 0.5, CrossEntropyInfoNceSpec.Negatives.BATCH, 64),
          new MaskConSpec(0.1, 0.05, 0.5, 128),
          new OrdinalEntropySpec(0.1, 0.1),
          EntropyRewardSpec.conditional(CodingRate.Options.standard(), 0.1),
          EntropyRewardSpec.of(CodebookInformation.Options.standard(), 0.1)
        }) {
      assertThat(mapper.readValue(mapper.writeValueAsString(spec), LossSpec.class)).isEqualTo(spec);
    }
  }

  private record Values(double total, double crossEntropy, double bits) {}

  private static Values values(LossSpec spec, long seed) {
    try (Loss loss = spec.build(2, 2, seed)) {
      return compute(loss);
    }
  }

  private static Values compute(Loss loss) {
    try (PointerScope scope = new PointerScope()) {
      Backbone.Output output =
          new Backbone.Output(Tensors.of(OPPOSITE, 2, 2), Tensors.of(LOGITS, 2, 2));
      LossValue value = loss.compute(output, Tensors.labels(new int[2]), 0);
      return new Values(
          value.total().item_double(), value.crossEntropy().item_double(), value.rewardBits());
    }
  }
}

package org.fierce.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.fierce.data.InputShape;
import org.fierce.data.Inputs;
import org.fierce.data.Normalisation;
import org.fierce.embed.Readout;
import org.fierce.embed.ReadoutSpec;
import org.fierce.embed.WrittenNetwork;
import org.fierce.engine.Tensors;
import org.fierce.random.Streams;
import org.junit.jupiter.api.Test;

/**
 * What every network promises. The test of a network extends this class and says which one it is;
 * further tests say what it computes.
 */
public abstract class BackboneContract {
  private static final int ROWS = 6;
  private static final int CLASSES = 3;

  /** The network, small. */
  protected abstract BackboneSpec spec();

  /** Shape of the rows it is tried on. */
  protected abstract InputShape shape();

  private Backbone build(long seed) {
    return spec().build(shape(), CLASSES, seed);
  }

  private Tensor inputs() {
    InputShape shape = shape();
    float[] values = Streams.normal(Streams.generator(1, "inputs"), ROWS * shape.values(), 1);
    return shape.isVector()
        ? Tensors.of(values, ROWS, shape.values())
        : Tensors.of(values, ROWS, shape.channels(), shape.height(), shape.width());
  }

  @Test
  void featuresAndLogitsHaveTheSizesItTells() {
    try (PointerScope scope = new PointerScope();
        Backbone backbone = build(2)) {
      Backbone.Output output = backbone.forward(inputs());

      assertThat(backbone.classes()).isEqualTo(CLASSES);
      assertThat(backbone.shape()).isEqualTo(shape());
      assertThat(backbone.isTraining()).isTrue();
      assertThat(output.features().size(0)).isEqualTo(ROWS);
      assertThat(output.features().size(1)).isEqualTo(backbone.featureWidth());
      assertThat(output.logits().size(1)).isEqualTo(CLASSES);
      assertThat(Arrays.stream(Tensors.doubles(output.logits()))).allMatch(Double::isFinite);
      assertThat(backbone.parameterCount())
          .isEqualTo(backbone.parameters().stream().mapToLong(p -> p.tensor().numel()).sum());
      assertThat(backbone.forwardFlops()).isPositive();
    }
  }

  @Test
  void theSameSeedGivesTheSameWeightsAndAnotherSeedOthers() {
    try (PointerScope scope = new PointerScope();
        Backbone first = build(2);
        Backbone same = build(2);
        Backbone other = build(3)) {
      assertThat(features(same)).isEqualTo(features(first)).isNotEqualTo(features(other));
    }
  }

  @Test
  void anotherHeadLeavesTheBodyAsItIs() {
    try (PointerScope scope = new PointerScope();
        Backbone first = build(2)) {
      for (Head head : Head.values()) {
        try (Backbone other = spec().withHead(head).build(shape(), CLASSES, 2)) {
          assertThat(spec().withHead(head).head()).isEqualTo(head);
          assertThat(features(other)).isEqualTo(features(first));
        }
      }
    }
  }

  @Test
  void anEvaluatedRowDoesNotDependOnTheOthers() {
    try (PointerScope scope = new PointerScope();
        Backbone backbone = build(2)) {
      backbone.train(false);
      double[] all = features(backbone);
      for (int row = 0; row < ROWS; row++) {
        double[] alone = Tensors.doubles(backbone.forward(inputs().narrow(0, row, 1)).features());
        for (int i = 0; i < alone.length; i++) {
          assertThat(alone[i]).isCloseTo(all[row * alone.length + i], within(1e-4));
        }
      }
    }
  }

  @Test
  void everyWeightIsTaught() {
    try (PointerScope scope = new PointerScope();
        Backbone backbone = build(2)) {
      Backbone.Output output = backbone.forward(inputs());
      torch.log_softmax(output.logits(), 1).square().sum().backward();

      assertThat(backbone.parameters().stream().map(Backbone.Parameter::name))
          .doesNotHaveDuplicates();
      assertThat(backbone.parameters())
          .allSatisfy(
              parameter -> {
                assertThat(parameter.tensor().requires_grad()).as(parameter.name()).isTrue();
                assertThat(parameter.tensor().grad().defined()).as(parameter.name()).isTrue();
                assertThat(Arrays.stream(Tensors.doubles(parameter.tensor().grad())))
                    .as(parameter.name())
                    .allMatch(Double::isFinite);
              });
    }
  }

  @Test
  void aDetachedHeadTeachesTheFeaturesNothing() {
    try (PointerScope scope = new PointerScope();
        Backbone backbone = build(2)) {
      Backbone.Output output = backbone.forward(inputs(), true);
      output.features().retain_grad();
      output.logits().square().sum().backward();

      assertThat(output.features().grad().defined()).isFalse();
    }
  }

  @Test
  void weightsThatAreSavedAndPutBackGiveTheSameNetwork() {
    try (PointerScope scope = new PointerScope();
        Backbone saved = build(2);
        Backbone restored = build(3)) {
      saved.forward(inputs());
      try (NoGradGuard guard = new NoGradGuard()) {
        List<Backbone.Parameter> from = all(saved);
        List<Backbone.Parameter> to = all(restored);
        for (int i = 0; i < from.size(); i++) {
          assertThat(to.get(i).name()).isEqualTo(from.get(i).name());
          to.get(i).tensor().copy_(from.get(i).tensor());
        }
      }
      saved.train(false);
      restored.train(false);

      assertThat(features(restored)).isEqualTo(features(saved));
    }
  }

  @Test
  void everyLayerIsShownBeforeTheFeatures() {
    try (PointerScope scope = new PointerScope();
        Backbone backbone = build(2)) {
      backbone.train(false);
      Backbone.Layers layers = backbone.forwardLayers(inputs());

      assertThat(layers.earlier()).hasSize(backbone.earlierLayers());
      assertThat(layers.earlier()).allMatch(layer -> layer.size(0) == ROWS);
      assertThat(Tensors.doubles(layers.output().features())).isEqualTo(features(backbone));
    }
  }

  @Test
  void rowsOfAnotherShapeAreRefused() {
    try (PointerScope scope = new PointerScope();
        Backbone backbone = build(2)) {
      assertThatThrownBy(() -> backbone.forward(torch.zeros(2, shape().values() + 1)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("do not fit a network for rows of " + shape());
    }
  }

  @Test
  void useAfterCloseIsRefusedAndClosingTwiceDoesNothing() {
    Backbone backbone = build(2);
    backbone.close();
    backbone.close();

    try (PointerScope scope = new PointerScope()) {
      assertThatThrownBy(() -> backbone.forward(inputs()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("the backbone is closed");
    }
  }

  @Test
  void onnxRuntimeGivesWhatTheEngineGives() throws Exception {
    Inputs rows = WrittenNetwork.noise(shape(), 40);
    Normalisation normalisation = Normalisation.fit(rows);
    for (Head head : Head.values()) {
      try (Backbone backbone = spec().withHead(head).build(shape(), CLASSES, 2)) {
        WrittenNetwork.settleNorms(backbone, rows, normalisation);
        Readout layers = ReadoutSpec.AllLayers.standard().fit(backbone, rows, normalisation, 40);

        WrittenNetwork.assertEqual(backbone, rows, normalisation, Readout.LAST_LAYER);
        WrittenNetwork.assertEqual(backbone, rows, normalisation, layers);
      }
    }
  }

  private double[] features(Backbone backbone) {
    return Tensors.doubles(backbone.forward(inputs()).features());
  }

  private static List<Backbone.Parameter> all(Backbone backbone) {
    return Stream.concat(backbone.parameters().stream(), backbone.buffers().stream()).toList();
  }
}

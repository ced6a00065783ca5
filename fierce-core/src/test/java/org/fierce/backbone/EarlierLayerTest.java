package org.fierce.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.fierce.data.InputShape;
import org.fierce.engine.Tensors;
import org.fierce.random.Streams;
import org.junit.jupiter.api.Test;

final class EarlierLayerTest {
  @Test
  void ofAPerceptronItIsTheLastHiddenLayerButOne() {
    try (Backbone backbone =
            new MlpSpec(List.of(5, 4, 3), Head.LINEAR, false).build(InputShape.vector(6), 2, 1);
        PointerScope scope = new PointerScope()) {
      float[] row = {1, -2, 0.5f, 3, -1, 0.25f};
      double[] layer = {1, -2, 0.5, 3, -1, 0.25};
      for (int i = 0; i < 2; i++) {
        double[] weight = Tensors.doubles(backbone.parameters().get(2 * i).tensor());
        double[] next = Tensors.doubles(backbone.parameters().get(2 * i + 1).tensor());
        for (int o = 0; o < next.length; o++) {
          for (int k = 0; k < layer.length; k++) {
            next[o] += weight[o * layer.length + k] * layer[k];
          }
          next[o] = Math.max(0, next[o]);
        }
        layer = next;
      }

      Backbone.Layers layers = backbone.forwardLayers(Tensors.of(row, 1, 6));
      assertThat(backbone.earlierLayers()).isEqualTo(2);
      assertThat(layers.earlier().get(0).size(1)).isEqualTo(5);
      assertThat(Tensors.doubles(layers.earlier().get(1))).containsExactly(layer, within(1e-6));
      assertThat(Tensors.doubles(layers.output().logits()))
          .containsExactly(
              Tensors.doubles(backbone.forward(Tensors.of(row, 1, 6)).logits()), within(0.0));
    }
  }

  @Test
  void aPerceptronOfOneLayerHasNone() {
    try (Backbone backbone =
            new MlpSpec(List.of(5), Head.LINEAR, false).build(InputShape.vector(6), 2, 1);
        PointerScope scope = new PointerScope()) {
      assertThat(backbone.earlierLayers()).isZero();
      Tensor row = Tensors.of(new float[6], 1, 6);
      assertThat(backbone.forwardLayers(row).earlier()).isEmpty();
    }
  }

  @Test
  void ofConvolutionalNetworksItIsTheMapsBeforeTheLastStage() {
    check(new SmallCnnSpec(2, 0, Head.LINEAR, false), 2, 4, "block1", "block2");
    check(new ResNetSpec(20, 2, 0, Head.LINEAR, false), 2, 4, "stage1", "stage2");
    check(new ResNetSpec(14, 2, 0, Head.LINEAR, false), 2, 4, "stage1", "stage2");
    check(new ResNetSpec(18, 2, 7, Head.COSINE, false), 3, 8, "stage2", "stage3");
    check(new ResNetSpec(12, 2, 0, Head.LINEAR, false), 3, 10, "stage2", "stage3");
  }

  /** Gradients of the earlier features reach one stage, not the next. */
  private static void check(BackboneSpec spec, int count, int width, String before, String after) {
    try (Backbone backbone = spec.build(new InputShape(16, 16, 1), 2, 1);
        PointerScope scope = new PointerScope()) {
      float[] images = Streams.normal(Streams.generator(1, "images"), 3 * 256, 1);
      Backbone.Layers layers = backbone.forwardLayers(Tensors.of(images, 3, 1, 16, 16));
      Tensor maps = layers.earlier().get(count - 1);
      maps.sum().backward();

      assertThat(layers.earlier()).hasSize(count);
      assertThat(backbone.earlierLayers()).isEqualTo(count);
      assertThat(maps.size(0)).isEqualTo(3);
      assertThat(maps.size(1)).isEqualTo(width);
      assertThat(maps.dim()).isEqualTo(4);
      for (Backbone.Parameter parameter : backbone.parameters()) {
        if (parameter.name().startsWith(before)) {
          assertThat(parameter.tensor().grad().defined()).as(parameter.name()).isTrue();
        } else if (parameter.name().startsWith(after) || parameter.name().startsWith("head")) {
          assertThat(parameter.tensor().grad().defined()).as(parameter.name()).isFalse();
        }
      }
    }
  }
}

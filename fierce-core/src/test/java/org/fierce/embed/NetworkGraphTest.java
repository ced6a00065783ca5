package org.fierce.embed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.fierce.backbone.Backbone;
import org.fierce.backbone.BackboneSpec;
import org.fierce.backbone.Head;
import org.fierce.backbone.MlpSpec;
import org.fierce.backbone.ResNetSpec;
import org.fierce.backbone.SmallCnnSpec;
import org.fierce.data.ByteImages;
import org.fierce.data.FloatMatrix;
import org.fierce.data.InputShape;
import org.fierce.data.Inputs;
import org.fierce.data.Normalisation;
import org.fierce.engine.Tensors;
import org.fierce.model.Network;
import org.fierce.random.Streams;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class NetworkGraphTest {
  private static final int ROWS = 40;

  static Stream<Arguments> networks() {
    InputShape picture = new InputShape(32, 32, 3);
    InputShape odd = new InputShape(29, 19, 1);
    InputShape vector = InputShape.vector(23);
    return Stream.of(Head.values())
        .flatMap(
            head ->
                Stream.of(
                    Arguments.of(new MlpSpec(List.of(30, 20), head, false), vector),
                    Arguments.of(new MlpSpec(List.of(30, 20), head, false), odd),
                    Arguments.of(new SmallCnnSpec(6, 0, head, false), odd),
                    Arguments.of(new SmallCnnSpec(6, 10, head, false), new InputShape(48, 48, 3)),
                    Arguments.of(new ResNetSpec(20, 4, 0, head, false), picture),
                    Arguments.of(new ResNetSpec(14, 4, 9, head, false), odd),
                    Arguments.of(new ResNetSpec(18, 4, 0, head, false), picture),
                    Arguments.of(new ResNetSpec(12, 4, 0, head, false), picture)));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void onnxRuntimeGivesWhatTheEngineGives(BackboneSpec spec, InputShape shape) throws Exception {
    Inputs rows = rows(shape);
    Normalisation normalisation = Normalisation.fit(rows);
    try (Backbone backbone = spec.build(shape, 5, 3)) {
      settleNorms(backbone, rows, normalisation);
      for (ReadoutSpec readoutSpec :
          List.of(new ReadoutSpec.LastLayer(), ReadoutSpec.AllLayers.standard())) {
        Readout readout = readoutSpec.fit(backbone, rows, normalisation, 16);
        Embeddings expected = readout.embed(backbone, rows, normalisation, 16);
        byte[] graph = NetworkGraph.of(backbone, normalisation, readout, Map.of());
        float[] inputs = FloatMatrix.copyOf(rows).values();
        try (Network network = Network.open("graph", graph, shape, 1)) {
          Network.Output output = network.run(inputs, ROWS);
          assertThat(difference(output.features(), expected.featureMatrix()))
              .as("features of %s", readoutSpec)
              .isLessThan(1e-4);
          assertThat(difference(output.logits(), Objects.requireNonNull(expected.logits())))
              .as("logits of %s", readoutSpec)
              .isLessThan(1e-4);
        }
      }
    }
  }

  private static Inputs rows(InputShape shape) {
    int values = ROWS * shape.values();
    if (shape.isVector()) {
      return new FloatMatrix(
          ROWS, shape.values(), Streams.normal(Streams.generator(1, "rows"), values, 3));
    }
    byte[] bytes = new byte[values];
    Streams.generator(1, "rows").nextBytes(bytes);
    return ByteImages.interleaved(shape, bytes);
  }

  /** Running statistics that are not 0 and 1. */
  private static void settleNorms(Backbone backbone, Inputs rows, Normalisation normalisation) {
    if (backbone.hasBatchNorm()) {
      InputShape shape = rows.shape();
      float[] values = FloatMatrix.copyOf(rows).values();
      normalisation.apply(values, 0, ROWS);
      try (PointerScope scope = new PointerScope()) {
        Tensor batch =
            Tensors.of(values, ROWS, shape.height(), shape.width(), shape.channels())
                .permute(0, 3, 1, 2);
        for (int step = 0; step < 10; step++) {
          backbone.forward(batch);
        }
      }
    }
    backbone.train(false);
  }

  private static double difference(float[] found, FloatMatrix expected) {
    assertThat(found).hasSameSizeAs(expected.values());
    double largest = 0;
    double worst = 0;
    for (int i = 0; i < found.length; i++) {
      largest = Math.max(largest, Math.abs(expected.values()[i]));
      worst = Math.max(worst, Math.abs(found[i] - expected.values()[i]));
    }
    assertThat(largest).isPositive();
    return worst / largest;
  }
}

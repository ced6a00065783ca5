package org.fierce.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.fierce.backbone.Backbone;
import org.fierce.backbone.Head;
import org.fierce.backbone.ResNetSpec;
import org.fierce.data.InputShape;
import org.fierce.data.Inputs;
import org.fierce.data.Normalisation;
import org.fierce.embed.NetworkGraph;
import org.fierce.embed.ReadoutSpec;
import org.fierce.embed.WrittenNetwork;
import org.junit.jupiter.api.Test;

/** What is written is read by classes that protoc made of onnx.proto3, which Tribuo publishes. */
final class OnnxGraphTest {
  private static OnnxMl.ModelProto parsed(OnnxGraph graph) throws Exception {
    return OnnxMl.ModelProto.parseFrom(graph.toBytes("fierce", "0.1", Map.of("key", "täxt")));
  }

  @Test
  void theFieldsAreThoseOfTheFormat() throws Exception {
    OnnxGraph graph = new OnnxGraph();
    OnnxGraph.Value input = graph.input("input", 2);
    float[] weight = {1, 2, 3, 4, 5, 6};
    OnnxGraph.Value hidden = graph.linear(input, weight, new float[] {7, 8, 9});
    graph.output("features", graph.leakyRelu(hidden, 0.1f));

    OnnxMl.ModelProto model = parsed(graph);
    assertThat(model.getIrVersion()).isEqualTo(8);
    assertThat(model.getProducerName()).isEqualTo("fierce");
    assertThat(model.getProducerVersion()).isEqualTo("0.1");
    assertThat(model.getOpsetImportList())
        .singleElement()
        .satisfies(
            set -> {
              assertThat(set.getDomain()).isEmpty();
              assertThat(set.getVersion()).isEqualTo(13);
            });
    assertThat(model.getMetadataPropsList())
        .singleElement()
        .satisfies(
            text -> {
              assertThat(text.getKey()).isEqualTo("key");
              assertThat(text.getValue()).isEqualTo("täxt");
            });
    assertThat(model.getGraph().getNodeList())
        .extracting(OnnxMl.NodeProto::getOpType)
        .containsExactly("Gemm", "LeakyRelu", "Identity");
    OnnxMl.NodeProto gemm = model.getGraph().getNode(0);
    assertThat(gemm.getInputList()).hasSize(3).startsWith("input");
    assertThat(gemm.getAttribute(0).getName()).isEqualTo("transB");
    assertThat(gemm.getAttribute(0).getType()).isEqualTo(OnnxMl.AttributeProto.AttributeType.INT);
    assertThat(gemm.getAttribute(0).getI()).isEqualTo(1);
    assertThat(model.getGraph().getNode(1).getAttribute(0).getF()).isEqualTo(0.1f);
    OnnxMl.TensorProto stored = model.getGraph().getInitializer(0);
    assertThat(stored.getName()).isEqualTo(gemm.getInput(1));
    assertThat(stored.getDimsList()).containsExactly(3L, 2L);
    assertThat(stored.getDataType()).isEqualTo(OnnxMl.TensorProto.DataType.FLOAT_VALUE);
    float[] values = new float[weight.length];
    ByteBuffer.wrap(stored.getRawData().toByteArray())
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .get(values);
    assertThat(values).containsExactly(weight);
    OnnxMl.ValueInfoProto features = model.getGraph().getOutput(0);
    assertThat(features.getName()).isEqualTo("features");
    assertThat(features.getType().getTensorType().getElemType())
        .isEqualTo(OnnxMl.TensorProto.DataType.FLOAT_VALUE);
    assertThat(features.getType().getTensorType().getShape().getDim(0).getDimParam())
        .isEqualTo("rows");
    assertThat(features.getType().getTensorType().getShape().getDim(1).getDimValue()).isEqualTo(3);
  }

  @Test
  void aWholeNetworkHasNoFieldThatTheFormatDoesNotKnow() throws Exception {
    Inputs rows = WrittenNetwork.noise(new InputShape(16, 16, 3), 20);
    Normalisation normalisation = Normalisation.fit(rows);
    try (Backbone backbone =
        new ResNetSpec(12, 2, 5, Head.COSINE, false).build(rows.shape(), 4, 1)) {
      OnnxGraph graph =
          NetworkGraph.of(
              backbone,
              normalisation,
              ReadoutSpec.AllLayers.standard().fit(backbone, rows, normalisation, 20));
      OnnxMl.ModelProto model = parsed(graph);

      assertThat(unknownFields(model)).isEmpty();
      List<String> known = new ArrayList<>(List.of("input"));
      model.getGraph().getInitializerList().forEach(weight -> known.add(weight.getName()));
      for (OnnxMl.NodeProto node : model.getGraph().getNodeList()) {
        assertThat(known).containsAll(node.getInputList());
        assertThat(known).doesNotContainAnyElementsOf(node.getOutputList());
        known.addAll(node.getOutputList());
      }
      assertThat(known).contains("features", "logits");
      assertThat(model.toByteArray())
          .hasSameSizeAs(graph.toBytes("fierce", "0.1", Map.of("key", "täxt")));
    }
  }

  private static List<UnknownFieldSet> unknownFields(Message message) {
    List<UnknownFieldSet> found = new ArrayList<>();
    if (!message.getUnknownFields().asMap().isEmpty()) {
      found.add(message.getUnknownFields());
    }
    for (Object value : message.getAllFields().values()) {
      for (Object each : value instanceof Collection<?> many ? many : List.of(value)) {
        if (each instanceof Message inner) {
          found.addAll(unknownFields(inner));
        }
      }
    }
    return found;
  }

  @Test
  void weightsThatAreNotFiniteAreRefused() {
    OnnxGraph graph = new OnnxGraph();
    OnnxGraph.Value input = graph.input("input", 1);
    assertThatThrownBy(() -> graph.linear(input, new float[] {1, Float.NaN}, new float[] {0, 0}))
        .isInstanceOf(UnwritableNetworkException.class)
        .hasMessage(
            "weight 1 of 2 of an operation is NaN; a network that is written as ONNX needs finite weights. Train again, with a lower rate.");
    assertThatThrownBy(() -> graph.plus(input, Float.NEGATIVE_INFINITY))
        .isInstanceOf(UnwritableNetworkException.class)
        .hasMessageStartingWith("weight 0 of 1 of an operation is -Infinity; ");
  }

  @Test
  void moreWeightsThanAFileHoldsAreRefused() {
    OnnxGraph graph = new OnnxGraph(1000);
    OnnxGraph.Value input = graph.input("input", 10);
    OnnxGraph.Value once = graph.linear(input, new float[100], new float[10]);
    assertThatThrownBy(() -> graph.linear(once, new float[150], new float[15]))
        .isInstanceOf(UnwritableNetworkException.class)
        .hasMessage(
            "the weights have more than 1,000 bytes, which an ONNX file cannot hold; train a narrower network, or read it out of its last layer");
  }

  @Test
  void weightsThatDoNotFillTheirShapeAreRefused() {
    OnnxGraph graph = new OnnxGraph();
    OnnxGraph.Value input = graph.input("input", 3);
    assertThatThrownBy(() -> graph.linear(input, new float[5], new float[2]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("5 weights do not fill the shape [2, 3]");
  }
}

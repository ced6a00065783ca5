package org.fierce.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.fierce.backbone.Assembly;
import org.fierce.backbone.Backbone;
import org.fierce.backbone.BackboneSpec;
import org.fierce.backbone.Head;
import org.fierce.backbone.MlpSpec;
import org.fierce.backbone.ResNetSpec;
import org.fierce.backbone.SmallCnnSpec;
import org.fierce.data.DataRoot;
import org.fierce.data.DataSource;
import org.fierce.data.DataSplit;
import org.fierce.data.InputShape;
import org.fierce.data.Inputs;
import org.fierce.data.Normalisation;
import org.fierce.data.SharedData;
import org.fierce.data.encode.TextEncoder;
import org.fierce.data.source.Cifar100Source;
import org.fierce.kinds.Kinds;
import org.fierce.onnx.UnwritableNetworkException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class NetworkGraphTest {
  private static final int REAL_ROWS = 1000;
  private static final List<ReadoutSpec> READOUTS =
      List.of(new ReadoutSpec.LastLayer(), ReadoutSpec.AllLayers.standard());

  /** Every kind of network and head, with sides and widths that no padding or pooling divides. */
  static Stream<Arguments> networks() {
    InputShape picture = new InputShape(32, 32, 3);
    InputShape odd = new InputShape(29, 19, 1);
    InputShape vector = InputShape.vector(23);
    Stream<Arguments> ofAnyHead =
        Arrays.stream(Head.values())
            .flatMap(
                head ->
                    Stream.of(
                        Arguments.of(new MlpSpec(List.of(30, 20), head, false), vector),
                        Arguments.of(new MlpSpec(List.of(30, 20), head, false), odd),
                        Arguments.of(new SmallCnnSpec(6, 0, head, false), odd),
                        Arguments.of(
                            new SmallCnnSpec(6, 10, head, false), new InputShape(48, 48, 3)),
                        Arguments.of(new ResNetSpec(20, 4, 0, head, false), picture),
                        Arguments.of(new ResNetSpec(14, 4, 9, head, false), odd),
                        Arguments.of(new ResNetSpec(18, 4, 0, head, false), picture),
                        Arguments.of(new ResNetSpec(12, 4, 0, head, false), picture)));
    return Stream.concat(
        ofAnyHead,
        Stream.of(
            Arguments.of(new MlpSpec(List.of(30, 20), Head.LINEAR, true), vector),
            Arguments.of(new SmallCnnSpec(6, 0, Head.LINEAR, true), odd),
            Arguments.of(new ResNetSpec(18, 4, 0, Head.LINEAR, true), picture)));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void onnxRuntimeGivesWhatTheEngineGives(BackboneSpec spec, InputShape shape) throws Exception {
    holdToTheEngine(spec, WrittenNetwork.noise(shape, 40));
  }

  static Stream<BackboneSpec> networksOfPictures() {
    return Stream.concat(
        Arrays.stream(Head.values())
            .flatMap(
                head ->
                    Stream.of(
                        new MlpSpec(List.of(64, 32), head, false),
                        new SmallCnnSpec(8, 0, head, false),
                        new ResNetSpec(20, 8, 0, head, false),
                        new ResNetSpec(14, 8, 24, head, false),
                        new ResNetSpec(18, 8, 0, head, false),
                        new ResNetSpec(12, 8, 0, head, false))),
        Stream.of(
            new SmallCnnSpec(8, 0, Head.LINEAR, true),
            new ResNetSpec(18, 8, 0, Head.LINEAR, true)));
  }

  @ParameterizedTest
  @MethodSource("networksOfPictures")
  void theyAreEqualOnPicturesOfOmniglot(BackboneSpec spec) throws Exception {
    holdToTheEngine(spec, omniglot());
  }

  @ParameterizedTest
  @MethodSource("networksOfPictures")
  void theyAreEqualOnPicturesOfCifar100(BackboneSpec spec) throws Exception {
    Path test = SharedData.cifar100("test.bin");
    holdToTheEngine(
        spec,
        thousand(Cifar100Source.of("test.bin", "test.bin").open(beside(test)).test().inputs()));
  }

  static Stream<BackboneSpec> networksOfVectors() {
    return Stream.of(
        new MlpSpec(List.of(128, 64), Head.LINEAR, false),
        new MlpSpec(List.of(128, 64), Head.COSINE, false),
        new MlpSpec(List.of(128, 64), Head.LINEAR, true));
  }

  @ParameterizedTest
  @MethodSource("networksOfVectors")
  void theyAreEqualOnATableOfHouses(BackboneSpec spec) throws Exception {
    Path table = SharedData.file("california-housing/housing.csv");
    String source =
        """
        {"source": "table", "train": "housing.csv", "header": true, "missing": "mean-indicator", "split": {"fraction": 0.2},
         "labels": {"coarse": "bins(median_house_value, 5)", "fine": "median_house_value"}}
        """;
    holdToTheEngine(spec, thousand(open(source, beside(table)).test().inputs()));
  }

  @ParameterizedTest
  @MethodSource("networksOfVectors")
  void theyAreEqualOnTheWordsOfQuestions(BackboneSpec spec) throws Exception {
    Path questions = SharedData.file("trec/train_5500.label");
    List<String> texts =
        Files.readAllLines(questions, StandardCharsets.ISO_8859_1).stream()
            .map(line -> line.substring(line.indexOf(' ') + 1))
            .toList();
    TextEncoder encoder = Objects.requireNonNull(TextEncoder.fit(texts, 500, 2));
    holdToTheEngine(spec, encoder.encodeAll(texts.subList(0, REAL_ROWS)));
  }

  private static Inputs omniglot() throws Exception {
    Path labels = SharedData.file("omniglot/labels.csv");
    String source =
        """
        {"source": "images", "images": "omniglot-small.zip", "labelFile": "labels.csv", "file": "path",
         "side": 28, "pixels": "grey", "labels": {"coarse": "coarse", "fine": "fine"},
         "coarseNames": "coarse_names.txt", "fineNames": "fine_names.txt", "split": {"column": "split"}}
        """;
    return thousand(open(source, beside(labels)).test().inputs());
  }

  private static DataSplit open(String source, DataRoot root) throws IOException {
    return Kinds.all()
        .register(new ObjectMapper())
        .readValue(source, DataSource.class)
        .open(root, 0);
  }

  private static DataRoot beside(Path file) {
    return new DataRoot(List.of(Objects.requireNonNull(file.getParent())));
  }

  private static Inputs thousand(Inputs rows) {
    return rows.select(IntStream.range(0, REAL_ROWS).toArray());
  }

  private static void holdToTheEngine(BackboneSpec spec, Inputs rows) throws Exception {
    Normalisation normalisation = Normalisation.fit(rows);
    try (Backbone backbone = spec.build(rows.shape(), 5, 3)) {
      WrittenNetwork.settleNorms(backbone, rows, normalisation);
      for (ReadoutSpec readout : READOUTS) {
        WrittenNetwork.assertEqual(
            backbone, rows, normalisation, readout.fit(backbone, rows, normalisation, 256));
      }
    }
  }

  @Test
  void theSameNetworkGivesTheSameBytes() {
    Inputs rows = WrittenNetwork.noise(new InputShape(16, 16, 3), 20);
    Normalisation normalisation = Normalisation.fit(rows);
    ResNetSpec spec = new ResNetSpec(14, 4, 0, Head.COSINE, false);
    byte[][] files = new byte[2][];
    for (int i = 0; i < files.length; i++) {
      try (Backbone backbone = spec.build(rows.shape(), 5, 3)) {
        Readout readout = ReadoutSpec.AllLayers.standard().fit(backbone, rows, normalisation, 256);
        files[i] =
            NetworkGraph.of(backbone, normalisation, readout)
                .toBytes("fierce", "1", Map.of("b", "2", "a", "1"));
      }
    }
    assertThat(files[1]).isEqualTo(files[0]);
  }

  @Test
  void aLayerOrReadoutThatDoesNotSayHowIsRefused() {
    InputShape shape = InputShape.vector(4);
    Normalisation normalisation = Normalisation.identity(shape);
    Assembly parts = new Assembly(1);
    try (Backbone mute =
            parts.finish(shape, 2, true, (input, training) -> input, 4, false, Head.LINEAR);
        Backbone telling = new MlpSpec(List.of(3), Head.LINEAR, false).build(shape, 2, 1)) {
      assertThatThrownBy(() -> NetworkGraph.of(mute, normalisation, Readout.LAST_LAYER))
          .isInstanceOf(UnwritableNetworkException.class)
          .hasMessage(
              "a layer of this network does not say how it is written as ONNX; make it by Layer.of");
      Readout silent = new SilentReadout();
      assertThatThrownBy(() -> NetworkGraph.of(telling, normalisation, silent))
          .isInstanceOf(UnwritableNetworkException.class)
          .hasMessage(
              "the readout org.fierce.embed.NetworkGraphTest$SilentReadout does not say how it is written as ONNX; give it a method write");
    }
  }

  private static final class SilentReadout implements Readout {
    @Override
    public Embeddings embed(
        Backbone backbone, Inputs inputs, Normalisation normalisation, int batch) {
      return Embedder.embed(backbone, inputs, normalisation, batch);
    }
  }
}

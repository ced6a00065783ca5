package org.fierce.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.fierce.backbone.Backbone.Parameter;
import org.fierce.data.InputShape;
import org.fierce.engine.Tensors;
import org.fierce.kinds.Kinds;
import org.fierce.random.Streams;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ConvolutionalTest {
  @Nested
  final class SmallCnn extends BackboneContract {
    @Override
    protected BackboneSpec spec() {
      return new SmallCnnSpec(4, 0, Head.LINEAR, false);
    }

    @Override
    protected InputShape shape() {
      return new InputShape(12, 12, 1);
    }
  }

  @Nested
  final class ResNet12 extends BackboneContract {
    @Override
    protected BackboneSpec spec() {
      return new ResNetSpec(12, 2, 5, Head.COSINE, false);
    }

    @Override
    protected InputShape shape() {
      return new InputShape(16, 16, 3);
    }
  }

  @Nested
  final class ResNet14 extends BackboneContract {
    @Override
    protected BackboneSpec spec() {
      return new ResNetSpec(14, 2, 0, Head.LINEAR, false);
    }

    @Override
    protected InputShape shape() {
      return new InputShape(8, 8, 1);
    }
  }

  private static final InputShape CIFAR = new InputShape(32, 32, 3);

  @BeforeAll
  static void oneThread() {
    torch.set_num_threads(1);
  }

  static List<BackboneSpec> specs() {
    return List.of(
        new SmallCnnSpec(4, 0, Head.LINEAR, false),
        new SmallCnnSpec(4, 6, Head.COSINE, false),
        new ResNetSpec(20, 4, 0, Head.LINEAR, false),
        new ResNetSpec(18, 2, 0, Head.LINEAR, true),
        new ResNetSpec(12, 4, 10, Head.COSINE, false));
  }

  @Test
  void resNet20OfWidth16HasTheHandCountedParameters() {
    // Stem 3*16*9 + 32 = 464. Stage 0: 3 blocks of 2 (16*16*9 + 32) = 14,016.
    // Stage 1: (16*32*9 + 64) + 5 (32*32*9 + 64) = 4,672 + 46,400; shortcut 16*32 + 64 = 576.
    // Stage 2: (32*64*9 + 128) + 5 (64*64*9 + 128) = 18,560 + 184,960; shortcut 32*64 + 128 =
    // 2,176.
    // Head 64*10 + 10 = 650. Without the shortcuts the 269,722 of the literature.
    try (Backbone backbone = ResNetSpec.cifar(Head.LINEAR).build(CIFAR, 10, 0)) {
      assertThat(backbone.parameterCount())
          .isEqualTo(464 + 14_016 + 51_072 + 576 + 203_520 + 2_176 + 650)
          .isEqualTo(269_722 + 576 + 2_176);
      // Stem 1024*432; stage 0: 6 convolutions of 1024*2304; stages 1 and 2: one of half that cost
      // and 5 of it each, so 11 together; shortcuts 256*512 + 64*2048; head 640.
      long convolution = 1024L * 2304;
      assertThat(backbone.forwardFlops())
          .isEqualTo(1024 * 432 + (6 + 11) * convolution + 131_072 * 2 + 640);
      assertThat(backbone.featureWidth()).isEqualTo(64);
    }
  }

  @Test
  void resNet14IsResNet20WithoutTheThirdBlocks() {
    // A block of w maps that keeps its size: two convolutions 9ww, four norm vectors w.
    long thirdBlocks = 0;
    for (int w : new int[] {16, 32, 64}) {
      thirdBlocks += 18L * w * w + 4L * w;
    }
    try (Backbone twenty = ResNetSpec.cifar(Head.LINEAR).build(CIFAR, 20, 0);
        Backbone fourteen = new ResNetSpec(14, 16, 0, Head.LINEAR, false).build(CIFAR, 20, 0)) {
      assertThat(fourteen.parameterCount()).isEqualTo(twenty.parameterCount() - thirdBlocks);
    }
  }

  @Test
  void resNet12OfWidth64HasTheHandCountedParameters() {
    // A block from a to b maps: 9ab + 9bb + 9bb in three convolutions, ab in the shortcut, 8b in
    // four norms. Stages 3-64-160-320-640.
    long expected = 0;
    int[] widths = {3, 64, 160, 320, 640};
    for (int i = 1; i < widths.length; i++) {
      long a = widths[i - 1];
      long b = widths[i];
      expected += 10 * a * b + 18 * b * b + 8 * b;
    }
    try (Backbone backbone = ResNetSpec.fewShot(Head.LINEAR).build(CIFAR, 64, 0)) {
      assertThat(backbone.parameterCount()).isEqualTo(expected + 640 * 64 + 64);
      assertThat(backbone.featureWidth()).isEqualTo(640);
    }
  }

  @Test
  void smallCnnOfWidth32HasTheHandCountedParametersAndCost() {
    // 3-32-32-64-64-128 maps; norms 2 each; head 128*20 + 20.
    long weights = 9 * (3 * 32 + 32 * 32 + 32 * 64 + 64 * 64 + 64 * 128);
    long norms = 2 * (32 + 32 + 64 + 64 + 128);
    try (Backbone backbone = SmallCnnSpec.standard(Head.LINEAR).build(CIFAR, 20, 0)) {
      assertThat(backbone.parameterCount()).isEqualTo(weights + norms + 2580);
      assertThat(backbone.forwardFlops())
          .isEqualTo(
              1024 * 9 * (3 * 32 + 32 * 32)
                  + 256 * 9 * (32 * 64 + 64 * 64)
                  + 64 * 9 * 64 * 128
                  + 2560);
    }
    try (Backbone grey = SmallCnnSpec.standard(Head.LINEAR).build(new InputShape(28, 28, 1), 4, 0);
        Backbone large =
            SmallCnnSpec.standard(Head.LINEAR).build(new InputShape(64, 64, 3), 4, 0)) {
      assertThat(grey.forwardFlops()).isBetween(10_000_000L, 50_000_000L);
      assertThat(large.forwardFlops()).isBetween(10_000_000L, 50_000_000L);
    }
  }

  @ParameterizedTest
  @MethodSource("specs")
  void outputsHaveTheShapesNamed(BackboneSpec spec) {
    for (int side : new int[] {28, 32, 64}) {
      try (PointerScope scope = new PointerScope();
          Backbone backbone = spec.build(new InputShape(side, side, 1), 7, 0)) {
        Backbone.Output output = backbone.forward(images(3, 1, side, side));

        assertThat(output.features().size(0)).isEqualTo(3);
        assertThat(output.features().size(1)).isEqualTo(backbone.featureWidth());
        assertThat(output.logits().size(1)).isEqualTo(7);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("specs")
  void seedsFixWeightsAndHeadsShareTheBody(BackboneSpec spec) {
    try (Backbone one = spec.build(CIFAR, 5, 9);
        Backbone same = spec.build(CIFAR, 5, 9);
        Backbone other = spec.build(CIFAR, 5, 10)) {
      assertThat(weights(one)).isEqualTo(weights(same)).isNotEqualTo(weights(other));
      assertThat(weights(one)).hasSameSizeAs(one.parameters());
    }
    if (spec.head() == Head.COSINE) {
      try (Backbone cosine = spec.build(CIFAR, 5, 9);
          Backbone linear = spec.withHead(Head.LINEAR).build(CIFAR, 5, 9)) {
        Map<String, List<Float>> of = weights(cosine);
        of.remove("head.scale");
        assertThat(weights(linear)).containsAllEntriesOf(of).containsKey("head.bias");
      }
    }
  }

  @Test
  void convolutionsAreDrawnAsPyTorchDoes() {
    try (Backbone backbone = ResNetSpec.cifar(Head.LINEAR).build(CIFAR, 10, 1)) {
      Parameter weight = named(backbone, "stage2.block1.conv1.weight");
      double[] values = Tensors.doubles(weight.tensor());
      double square = Arrays.stream(values).map(x -> x * x).average().orElseThrow();
      double mean = Arrays.stream(values).average().orElseThrow();

      // Uniform in +-1/24, for 1/sqrt(64 * 9): variance 1/(3 * 576), whose square has variance 0.8
      // of its own square's; 36,864 draws, four standard errors.
      assertThat(square * 3 * 576).isCloseTo(1, within(4 * Math.sqrt(0.8 / 36_864)));
      assertThat(mean).isCloseTo(0, within(4 * Math.sqrt(1 / 3.0 / 576 / 36_864)));
      assertThat(Arrays.stream(values).map(Math::abs).max().orElseThrow())
          .isCloseTo(1 / 24.0, within(1e-4));
      assertThat(weight.tensor().is_contiguous(MemoryFormat.ChannelsLast)).isTrue();
      assertThat(weight.decays()).isTrue();
      assertThat(named(backbone, "stem.norm.weight").decays()).isFalse();
      assertThat(named(backbone, "head.bias").decays()).isFalse();
    }
  }

  @Test
  void logitsOfTheCosineHeadAreBoundedByItsScale() {
    SmallCnnSpec spec = new SmallCnnSpec(4, 0, Head.COSINE, false);
    try (PointerScope scope = new PointerScope();
        Backbone backbone = spec.build(CIFAR, 5, 0)) {
      Tensor huge = images(4, 3, 32, 32).mul(new Scalar(1e6));
      float[] logits = Tensors.floats(backbone.forward(huge).logits());

      assertThat(Arrays.stream(Tensors.doubles(backbone.forward(huge).logits())))
          .allMatch(x -> Math.abs(x) <= Head.INITIAL_SCALE + 1e-4);
      assertThat(logits).hasSize(20);
      assertThat(named(backbone, "head.scale").decays()).isFalse();
    }
  }

  @Test
  void memoryLayoutOfTheInputChangesNoResult() {
    try (PointerScope scope = new PointerScope();
        Backbone backbone = new SmallCnnSpec(4, 0, Head.LINEAR, false).build(CIFAR, 5, 0)) {
      Tensor images = images(2, 3, 32, 32);
      Tensor channelsLast = images.contiguous(MemoryFormat.ChannelsLast);

      assertThat(Tensors.floats(backbone.forward(channelsLast).logits()))
          .containsExactly(Tensors.floats(backbone.forward(images).logits()));
    }
  }

  @Test
  void evaluationUsesRunningStatisticsAndTreatsRowsAlone() {
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard();
        Backbone backbone = new SmallCnnSpec(4, 0, Head.LINEAR, false).build(CIFAR, 5, 0)) {
      Tensor images = images(4, 3, 32, 32);
      float[] before = Tensors.floats(backbone.buffers().get(0).tensor());
      backbone.forward(images);
      assertThat(Tensors.floats(backbone.buffers().get(0).tensor())).isNotEqualTo(before);
      backbone.train(false);
      float[] fixed = Tensors.floats(backbone.buffers().get(0).tensor());
      float[] together = Tensors.floats(backbone.forward(images).logits());
      float[] alone = Tensors.floats(backbone.forward(images.narrow(0, 1, 1)).logits());

      assertThat(backbone.isTraining()).isFalse();
      assertThat(Tensors.floats(backbone.buffers().get(0).tensor())).containsExactly(fixed);
      for (int k = 0; k < 5; k++) {
        assertThat(alone[k]).isCloseTo(together[5 + k], within(1e-5f));
      }
    }
  }

  @Test
  void theScalarFeatureIsScaleTimesMeanPlusShift() {
    SmallCnnSpec spec = new SmallCnnSpec(4, 0, Head.LINEAR, false);
    SmallCnnSpec scalar = new SmallCnnSpec(4, 0, Head.LINEAR, true);
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard();
        Backbone pooled = spec.build(CIFAR, 2, 0);
        Backbone one = scalar.build(CIFAR, 2, 0)) {
      named(one, "scalar.scale").tensor().fill_(new Scalar(3.0));
      named(one, "scalar.shift").tensor().fill_(new Scalar(-0.5));
      Tensor images = images(2, 3, 32, 32);
      float[] features = Tensors.floats(pooled.forward(images).features());
      float[] values = Tensors.floats(one.forward(images).features());

      for (int row = 0; row < 2; row++) {
        float sum = 0;
        for (int j = 0; j < 16; j++) {
          sum += features[16 * row + j];
        }
        assertThat(values[row]).isCloseTo(3 * sum / 16 - 0.5f, within(1e-5f));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("specs")
  void gradientsAgreeWithCentralDifferencesInDoublePrecision(BackboneSpec spec) {
    try (Backbone backbone = spec.build(new InputShape(16, 16, 2), 3, 4)) {
      backbone.convertTo(ScalarType.Double);
      try (PointerScope scope = new PointerScope()) {
        loss(backbone).backward();
      }
      for (Parameter parameter : backbone.parameters()) {
        try (PointerScope scope = new PointerScope()) {
          Tensor flat = parameter.tensor().detach().flatten();
          long last = flat.numel() - 1;
          double gradient = Tensors.doubles(parameter.tensor().grad())[(int) last];
          Tensor entry = lastEntry(parameter.tensor());
          entry.add_(new Scalar(1e-6));
          double up = loss(backbone).item_double();
          entry.add_(new Scalar(-2e-6));
          double down = loss(backbone).item_double();
          entry.add_(new Scalar(1e-6));
          // A rectifier may switch within the step; hence not tighter.
          assertThat((up - down) / 2e-6)
              .as(parameter.name())
              .isCloseTo(gradient, within(1e-4 * Math.max(1, Math.abs(gradient))));
        }
      }
    }
  }

  private static Tensor lastEntry(Tensor parameter) {
    Tensor entry = parameter.detach();
    while (entry.dim() > 0) {
      entry = entry.select(0, entry.size(0) - 1);
    }
    return entry;
  }

  private static Tensor loss(Backbone backbone) {
    Tensor images = images(4, 2, 16, 16).to(ScalarType.Double);
    Tensor labels = Tensors.labels(new int[] {0, 1, 2, 0});
    return torch.cross_entropy(backbone.forward(images).logits(), labels);
  }

  @ParameterizedTest
  @MethodSource("specs")
  void fiftyStepsLearnATinyBatchAndKeepTheNumberOfTensors(BackboneSpec spec) {
    long atTen = 0;
    double first = 0;
    double last = 0;
    try (Backbone backbone = spec.build(new InputShape(16, 16, 2), 3, 4)) {
      for (int step = 0; step < 50; step++) {
        try (PointerScope scope = new PointerScope()) {
          Tensor images = images(6, 2, 16, 16);
          Tensor labels = Tensors.labels(new int[] {0, 1, 2, 0, 1, 2});
          Tensor loss = torch.cross_entropy(backbone.forward(images).logits(), labels);
          loss.backward();
          descend(backbone, 0.05);
          last = loss.item_double();
          first = step == 0 ? last : first;
        }
        atTen = step == 9 ? Pointer.totalCount() : atTen;
      }

      assertThat(Pointer.totalCount()).isLessThanOrEqualTo(atTen);
      assertThat(last).isLessThan(first);
    }
  }

  private static void descend(Backbone backbone, double rate) {
    try (NoGradGuard guard = new NoGradGuard()) {
      for (Parameter parameter : backbone.parameters()) {
        Tensor gradient = parameter.tensor().grad();
        parameter.tensor().add_(gradient, new Scalar(-rate));
        gradient.zero_();
      }
    }
  }

  @Test
  void wrongInputsAreNamed() {
    SmallCnnSpec cnn = new SmallCnnSpec(4, 0, Head.LINEAR, false);
    assertThatThrownBy(() -> cnn.build(InputShape.vector(144), 4, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("small-cnn takes images, the data are rows of 144 values; use kind mlp");
    assertThatThrownBy(() -> cnn.build(new InputShape(7, 9, 3), 4, 0))
        .hasMessage("small-cnn takes images of at least 8 x 8 pixels, found 7 x 9 x 3");
    assertThatThrownBy(() -> ResNetSpec.fewShot(Head.LINEAR).build(new InputShape(8, 8, 3), 4, 0))
        .hasMessageContaining("resnet 12")
        .hasMessageContaining("16 x 16");
    try (PointerScope scope = new PointerScope();
        Backbone backbone = cnn.build(CIFAR, 4, 0)) {
      Tensor one = images(1, 3, 32, 32);
      assertThatThrownBy(() -> backbone.forward(one))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("batch of 1")
          .hasMessageContaining("batch norm");
      Tensor grey = images(2, 1, 32, 32);
      assertThatThrownBy(() -> backbone.forward(grey))
          .hasMessageContaining("[2, 1, 32, 32]")
          .hasMessageContaining("[n, 3, 32, 32]");
      assertThat(backbone.hasBatchNorm()).isTrue();
    }
  }

  @Test
  void wrongOptionsAreNamed() {
    assertThatThrownBy(() -> new ResNetSpec(34, 16, 0, Head.LINEAR, false))
        .hasMessage("depth must be 12, 14, 18 or 20, found 34");
    assertThatThrownBy(() -> new ResNetSpec(12, 5, 0, Head.LINEAR, false))
        .hasMessageContaining("even at depth 12")
        .hasMessageContaining("found 5");
    assertThatThrownBy(() -> new SmallCnnSpec(0, 0, Head.LINEAR, false))
        .hasMessage("width must be at least 1, found 0");
    assertThatThrownBy(() -> new SmallCnnSpec(4, -1, Head.LINEAR, false))
        .hasMessage("features must be at least 0, found -1");
    assertThatThrownBy(() -> new ResNetSpec(18, 16, 8, Head.LINEAR, true))
        .hasMessageContaining("features must be 0 with scalarFeature");
  }

  @Test
  void configurationsBindByKind() throws Exception {
    ObjectMapper mapper = Kinds.all().register(new ObjectMapper());
    String json =
        "{\"kind\":\"resnet\",\"depth\":20,\"width\":16,\"features\":128,\"head\":\"cosine\","
            + "\"scalarFeature\":false}";

    assertThat(mapper.readValue(json, BackboneSpec.class))
        .isEqualTo(new ResNetSpec(20, 16, 128, Head.COSINE, false));
    for (BackboneSpec spec : List.of(MlpSpec.paper(), SmallCnnSpec.standard(Head.COSINE))) {
      assertThat(mapper.readValue(mapper.writeValueAsString(spec), BackboneSpec.class))
          .isEqualTo(spec);
    }
    assertThat(ResNetSpec.age().scalarFeature()).isTrue();
  }

  private static Parameter named(Backbone backbone, String name) {
    return backbone.parameters().stream()
        .filter(parameter -> parameter.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static Map<String, List<Float>> weights(Backbone backbone) {
    return backbone.parameters().stream()
        .collect(
            Collectors.toMap(
                Parameter::name,
                parameter ->
                    Arrays.stream(Tensors.doubles(parameter.tensor()))
                        .mapToObj(x -> (float) x)
                        .toList()));
  }

  private static Tensor images(int count, int channels, int height, int width) {
    int values = count * channels * height * width;
    float[] drawn = Streams.normal(Streams.generator(3, "images"), values, 1);
    return Tensors.of(drawn, count, channels, height, width);
  }
}

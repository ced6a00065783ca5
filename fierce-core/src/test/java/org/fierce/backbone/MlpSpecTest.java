package org.fierce.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;
import org.fierce.data.InputShape;
import org.fierce.engine.Tensors;
import org.fierce.random.Streams;
import org.junit.jupiter.api.Test;

final class MlpSpecTest extends BackboneContract {
  @Override
  protected BackboneSpec spec() {
    return new MlpSpec(List.of(8, 6), Head.LINEAR, false);
  }

  @Override
  protected InputShape shape() {
    return InputShape.vector(5);
  }

  private static final InputShape BANDS = InputShape.vector(144);

  @Test
  void thePapersNetworkHasTheWidthsItNames() {
    try (PointerScope scope = new PointerScope();
        Backbone backbone = MlpSpec.paper().build(BANDS, 4, 0)) {
      Backbone.Output output = backbone.forward(rows(5, 144));

      assertThat(output.features().size(1)).isEqualTo(100);
      assertThat(output.logits().size(0)).isEqualTo(5);
      assertThat(output.logits().size(1)).isEqualTo(4);
      assertThat(Tensors.floats(output.features())).doesNotContain(-1f).contains(0f);
      // 144*200+200 + 200*400+400 + 400*100+100 + 100*4+4
      assertThat(backbone.parameterCount()).isEqualTo(29_000 + 80_400 + 40_100 + 404);
      assertThat(backbone.forwardFlops()).isEqualTo(28_800 + 80_000 + 40_000 + 400);
    }
  }

  @Test
  void imagesAreFlattenedInTheOrderHeightWidthChannel() {
    MlpSpec spec = new MlpSpec(List.of(7), Head.LINEAR, false);
    // Two rows of 2 x 1 pixels with 3 channels; as a batch: [n, channels, height, width].
    float[] hwc = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    float[] chw = {1, 4, 2, 5, 3, 6, 7, 10, 8, 11, 9, 12};
    try (PointerScope scope = new PointerScope();
        Backbone backbone = spec.build(new InputShape(2, 1, 3), 2, 3)) {
      float[] flat = Tensors.floats(backbone.forward(Tensors.of(hwc, 2, 6)).logits());
      float[] image = Tensors.floats(backbone.forward(Tensors.of(chw, 2, 3, 2, 1)).logits());

      assertThat(image).containsExactly(flat);
    }
  }

  @Test
  void movingToADeviceKeepsTheWeightsAndDropsTheGradients() {
    try (PointerScope scope = new PointerScope();
        Backbone backbone = MlpSpec.paper().build(BANDS, 4, 0)) {
      Tensor rows = rows(3, 144);
      Tensor before = backbone.forward(rows).logits();
      before.sum().backward();
      backbone.moveTo(new Device("cpu"));

      assertThat(backbone.parameters()).noneMatch(p -> p.tensor().grad().defined());
      Tensor after = backbone.forward(rows).logits();
      assertThat(Tensors.floats(after)).containsExactly(Tensors.floats(before));
      after.sum().backward();
      assertThat(backbone.parameters()).allMatch(p -> p.tensor().grad().defined());
    }
  }

  @Test
  void closingFreesEveryTensorAndUseAfterwardsIsRefused() {
    long before = Pointer.totalCount();
    Backbone backbone;
    try (PointerScope scope = new PointerScope()) {
      backbone = MlpSpec.paper().build(BANDS, 4, 0);
    }
    assertThat(backbone.parameters()).hasSize(8);
    try (PointerScope scope = new PointerScope()) {
      assertThat(backbone.forward(rows(3, 144)).logits().size(0)).isEqualTo(3);
    }
    backbone.close();
    backbone.close();

    assertThat(Pointer.totalCount()).isLessThanOrEqualTo(before);
    try (PointerScope scope = new PointerScope()) {
      Tensor rows = rows(3, 144);
      assertThatThrownBy(() -> backbone.forward(rows))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("closed");
      assertThatThrownBy(backbone::parameters).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void wrongOptionsAndShapesAreNamed() {
    assertThatThrownBy(() -> new MlpSpec(List.of(), Head.LINEAR, false))
        .hasMessageContaining("found none");
    assertThatThrownBy(() -> new MlpSpec(List.of(3, 0), Head.LINEAR, false))
        .hasMessage("hidden must be at least 1, found 0");
    assertThatThrownBy(() -> new MlpSpec(List.of(3), Head.COSINE, true))
        .hasMessageContaining("scalarFeature");
    assertThatThrownBy(() -> MlpSpec.paper().build(BANDS, 0, 0))
        .hasMessage("classes must be at least 1, found 0");
    try (PointerScope scope = new PointerScope();
        Backbone backbone = MlpSpec.paper().build(BANDS, 4, 0)) {
      Tensor narrow = rows(3, 143);
      assertThatThrownBy(() -> backbone.forward(narrow))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("[3, 143]")
          .hasMessageContaining("144");
    }
  }

  static Tensor rows(int count, int width) {
    return Tensors.of(Streams.normal(Streams.generator(7, "rows"), count * width, 1), count, width);
  }
}

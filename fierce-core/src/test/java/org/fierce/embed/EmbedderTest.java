package org.fierce.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Objects;
import org.assertj.core.data.Offset;
import org.bytedeco.javacpp.Pointer;
import org.fierce.backbone.Backbone;
import org.fierce.backbone.Backbone.Parameter;
import org.fierce.data.Dataset;
import org.fierce.data.FloatMatrix;
import org.fierce.data.Normalisation;
import org.fierce.engine.Tensors;
import org.fierce.train.Blobs;
import org.fierce.train.FrozenPass;
import org.junit.jupiter.api.Test;

class EmbedderTest {
  private static final Dataset DATA = Blobs.vectors(37, 6, 1);
  private static final Normalisation NORMALISATION = Normalisation.fit(DATA.inputs());

  @Test
  void isTheNetworkWrittenOut() {
    try (Backbone backbone = Blobs.perceptron(6, 2)) {
      Embeddings found = Embedder.embed(backbone, DATA.inputs(), NORMALISATION, 10);
      assertThat(found.featureMatrix().rows()).isEqualTo(37);
      for (int row : new int[] {0, 9, 10, 36}) {
        float[] values = new float[6];
        DATA.inputs().read(row, values, 0);
        NORMALISATION.apply(values, 0, 1);
        double[] features = layer(backbone, 2, layer(backbone, 0, wide(values), true), true);
        double[] logits = layer(backbone, 4, features, false);
        assertRow(found.featureMatrix(), row, features);
        assertRow(Objects.requireNonNull(found.logits()), row, logits);
      }
    }
  }

  private static double[] wide(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }

  /** A linear layer, with its ReLU where it has one, by loops. */
  private static double[] layer(Backbone backbone, int first, double[] input, boolean rectified) {
    Parameter weight = backbone.parameters().get(first);
    float[] weights = Tensors.floats(weight.tensor());
    float[] bias = Tensors.floats(backbone.parameters().get(first + 1).tensor());
    double[] output = new double[bias.length];
    for (int o = 0; o < output.length; o++) {
      output[o] = bias[o];
      for (int i = 0; i < input.length; i++) {
        output[o] += weights[o * input.length + i] * input[i];
      }
      output[o] = rectified ? Math.max(0, output[o]) : output[o];
    }
    return output;
  }

  private static void assertRow(FloatMatrix found, int row, double[] expected) {
    assertThat(found.columns()).isEqualTo(expected.length);
    for (int c = 0; c < expected.length; c++) {
      assertThat((double) found.at(row, c)).isEqualTo(expected[c], Offset.offset(1e-5));
    }
  }

  @Test
  void theBatchSizeChangesNoMoreThanRounding() {
    try (Backbone backbone = Blobs.perceptron(6, 2)) {
      Embeddings one = Embedder.embed(backbone, DATA.inputs(), NORMALISATION, 1);
      Embeddings all = Embedder.embed(backbone, DATA.inputs(), NORMALISATION, 1000);
      assertThat(one.featureMatrix().values())
          .usingComparatorWithPrecision(1e-5f)
          .containsExactly(all.featureMatrix().values());
    }
  }

  @Test
  void theSameCallGivesTheSameBits() {
    try (Backbone backbone = Blobs.perceptron(6, 2)) {
      Embeddings one = Embedder.embed(backbone, DATA.inputs(), NORMALISATION, 8);
      Embeddings two = Embedder.embed(backbone, DATA.inputs(), NORMALISATION, 8);
      assertThat(one.featureMatrix().values()).containsExactly(two.featureMatrix().values());
    }
  }

  @Test
  void leavesModeAndNativeMemoryAsTheyWere() {
    try (Backbone backbone = Blobs.perceptron(6, 2)) {
      Embedder.embed(backbone, DATA.inputs(), NORMALISATION, 8);
      long before = Pointer.totalCount();
      for (int i = 0; i < 3; i++) {
        backbone.train(i % 2 == 0);
        Embedder.embed(backbone, DATA.inputs(), NORMALISATION, 8);
        assertThat(backbone.isTraining()).isEqualTo(i % 2 == 0);
      }
      // The collector may find what other tests of this process left behind.
      assertThat(Pointer.totalCount()).isLessThanOrEqualTo(before);
    }
  }

  @Test
  void coarseAccuracyCountsTheLargestLogits() {
    try (Backbone backbone = Blobs.perceptron(6, 2)) {
      FloatMatrix logits =
          Objects.requireNonNull(
              Embedder.embed(backbone, DATA.inputs(), NORMALISATION, 8).logits());
      int right = 0;
      for (int row = 0; row < 37; row++) {
        int best = 0;
        for (int c = 1; c < 3; c++) {
          best = logits.at(row, c) > logits.at(row, best) ? c : best;
        }
        right += best == DATA.coarse().labels()[row] ? 1 : 0;
      }
      assertThat(FrozenPass.coarseAccuracy(backbone, DATA, NORMALISATION, 8))
          .isEqualTo(right / 37.0);
      assertThatThrownBy(
              () -> FrozenPass.coarseAccuracy(backbone, DATA.select(new int[0]), NORMALISATION, 8))
          .hasMessageContaining("no rows");
    }
  }

  @Test
  void wrongUseIsRefused() {
    Backbone backbone = Blobs.perceptron(6, 2);
    assertThatThrownBy(() -> Embedder.embed(backbone, DATA.inputs(), NORMALISATION, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("batch is 0");
    backbone.close();
    assertThatThrownBy(() -> Embedder.embed(backbone, DATA.inputs(), NORMALISATION, 8))
        .isInstanceOf(IllegalStateException.class);
  }
}

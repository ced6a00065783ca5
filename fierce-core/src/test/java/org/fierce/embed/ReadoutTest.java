package org.fierce.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.fierce.algebra.Whitening;
import org.fierce.backbone.Backbone;
import org.fierce.backbone.Head;
import org.fierce.backbone.MlpSpec;
import org.fierce.backbone.SmallCnnSpec;
import org.fierce.data.Dataset;
import org.fierce.data.FloatMatrix;
import org.fierce.data.InputShape;
import org.fierce.data.Inputs;
import org.fierce.data.Normalisation;
import org.fierce.files.CheckpointFormatException;
import org.fierce.files.Safetensors;
import org.fierce.train.Blobs;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadoutTest {
  @Nested
  final class LastLayer extends ReadoutContract {
    @Override
    protected ReadoutSpec spec() {
      return new ReadoutSpec.LastLayer();
    }
  }

  @Nested
  final class AllLayers extends ReadoutContract {
    @Override
    protected ReadoutSpec spec() {
      return new ReadoutSpec.AllLayers(4, 0.1);
    }
  }

  private static final ReadoutSpec LAYERS = new ReadoutSpec.AllLayers(4, 0.1);
  private static final Dataset DATA = Blobs.vectors(60, 6, 1);
  private static final Normalisation NORMALISATION = Normalisation.fit(DATA.inputs());

  @TempDir Path folder;

  /** Twenty grey images of 16 x 16 pixels. */
  private static Inputs images() {
    Random random = new Random(2);
    float[][] pixels = new float[20][256];
    for (float[] image : pixels) {
      for (int i = 0; i < image.length; i++) {
        image[i] = (float) random.nextGaussian();
      }
    }
    return new Inputs() {
      @Override
      public InputShape shape() {
        return new InputShape(16, 16, 1);
      }

      @Override
      public int size() {
        return pixels.length;
      }

      @Override
      public void read(int row, float[] target, int offset) {
        System.arraycopy(pixels[row], 0, target, offset, 256);
      }
    };
  }

  private static Backbone perceptron() {
    return new MlpSpec(List.of(5, 4, 3), Head.LINEAR, false).build(InputShape.vector(6), 2, 1);
  }

  @Test
  void ofVectorsItIsTheInputAndEveryLayerEachCountingAlike() {
    try (Backbone backbone = perceptron()) {
      Embeddings found =
          LAYERS
              .fit(backbone, DATA.inputs(), NORMALISATION, 16)
              .embed(backbone, DATA.inputs(), NORMALISATION, 16);
      FloatMatrix features = found.featureMatrix();
      assertThat(features.columns()).isEqualTo(6 + 5 + 4 + 3);

      int first = 0;
      for (int width : new int[] {6, 5, 4, 3}) {
        double squares = 0;
        for (int c = first; c < first + width; c++) {
          double sum = 0;
          for (int row = 0; row < features.rows(); row++) {
            sum += features.at(row, c);
            squares += features.at(row, c) * features.at(row, c) / features.rows();
          }
          assertThat(sum / features.rows()).as("mean of column %d", c).isCloseTo(0, within(1e-4));
        }
        assertThat(squares)
            .as("squared norm of the part from %d", first)
            .isCloseTo(1, within(1e-4));
        first += width;
      }
      assertThat(Objects.requireNonNull(found.logits()).values())
          .usingComparatorWithPrecision(1e-5f)
          .containsExactly(
              Objects.requireNonNull(
                      Embedder.embed(backbone, DATA.inputs(), NORMALISATION, 16).logits())
                  .values());
    }
  }

  @Test
  void aPartIsItsLayerWhitenedByTheTrainingRows() {
    try (Backbone backbone = perceptron()) {
      LayerEmbeddings layers = Embedder.embedLayers(backbone, DATA.inputs(), NORMALISATION, 60, 1);
      FloatMatrix hidden = layers.earlier().get(1);
      FloatMatrix expected = Whitening.fit(hidden, 0.1).apply(hidden);
      FloatMatrix found =
          LAYERS
              .fit(backbone, DATA.inputs(), NORMALISATION, 60)
              .embed(backbone, DATA.inputs(), NORMALISATION, 60)
              .featureMatrix();
      double ratio = found.at(0, 11) / expected.at(0, 0);
      assertThat(ratio).isPositive();
      for (int row = 0; row < 60; row++) {
        for (int c = 0; c < 4; c++) {
          assertThat((double) found.at(row, 11 + c))
              .isCloseTo(ratio * expected.at(row, c), within(1e-4));
        }
      }
    }
  }

  @Test
  void mapsBecomeCellsAsManyAsFit() {
    Inputs images = images();
    Normalisation normalisation = Normalisation.fit(images);
    try (Backbone backbone =
        new SmallCnnSpec(2, 0, Head.LINEAR, false).build(images.shape(), 2, 1)) {
      LayerEmbeddings four = Embedder.embedLayers(backbone, images, normalisation, 8, 4);
      LayerEmbeddings one = Embedder.embedLayers(backbone, images, normalisation, 8, 1);
      LayerEmbeddings many = Embedder.embedLayers(backbone, images, normalisation, 8, 100);

      assertThat(four.earlier()).extracting(FloatMatrix::columns).containsExactly(32, 64);
      // Maps of 8 x 8 and of 4 x 4 have no more cells than that.
      assertThat(many.earlier()).extracting(FloatMatrix::columns).containsExactly(128, 64);
      for (int row = 0; row < 20; row++) {
        double mean = 0;
        for (int cell = 0; cell < 16; cell++) {
          mean += four.earlier().get(1).at(row, cell) / 16.0;
        }
        assertThat((double) one.earlier().get(1).at(row, 0)).isCloseTo(mean, within(1e-5));
      }
      // No input among the parts: pictures are looked up by their maps.
      assertThat(
              LAYERS
                  .fit(backbone, images, normalisation, 8)
                  .embed(backbone, images, normalisation, 8)
                  .featureMatrix()
                  .columns())
          .isEqualTo(32 + 64 + 8);
      assertThatThrownBy(() -> Embedder.embedLayers(backbone, images, normalisation, 8, 0))
          .hasMessage("cells is 0, must be at least 1");
    }
  }

  @Test
  void whatWasSavedGivesTheSameBits() throws Exception {
    try (Backbone backbone = perceptron()) {
      Readout readout = LAYERS.fit(backbone, DATA.inputs(), NORMALISATION, 16);
      Path file = folder.resolve("readout.safetensors");
      readout.save(file);

      assertThat(
              LAYERS
                  .load(file)
                  .embed(backbone, DATA.inputs(), NORMALISATION, 16)
                  .featureMatrix()
                  .values())
          .containsExactly(
              readout.embed(backbone, DATA.inputs(), NORMALISATION, 16).featureMatrix().values());
    }
  }

  @Test
  void anotherNetworkOrAnotherFileIsRefused() throws Exception {
    Path file = folder.resolve("readout.safetensors");
    try (Backbone backbone = perceptron();
        Backbone shallow = Blobs.perceptron(6, 2)) {
      Readout readout = LAYERS.fit(backbone, DATA.inputs(), NORMALISATION, 16);
      assertThatThrownBy(() -> readout.embed(shallow, DATA.inputs(), NORMALISATION, 16))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("a readout of 4 layers does not fit a network of");
      Readout.LAST_LAYER.save(file);
      assertThat(file).doesNotExist();
    }
    new Safetensors(Map.of(), Map.of()).write(file);
    assertThatThrownBy(() -> LAYERS.load(file))
        .isInstanceOf(CheckpointFormatException.class)
        .hasMessageContaining("holds no readout");
    Files.write(file, new byte[] {1, 2, 3});
    assertThatThrownBy(() -> LAYERS.load(file)).isInstanceOf(CheckpointFormatException.class);
  }

  @Test
  void theLastLayerIsWhatTheEmbedderGives() {
    try (Backbone backbone = perceptron()) {
      Readout last = new ReadoutSpec.LastLayer().fit(backbone, DATA.inputs(), NORMALISATION, 16);
      assertThat(last.embed(backbone, DATA.inputs(), NORMALISATION, 16).featureMatrix().values())
          .containsExactly(
              Embedder.embed(backbone, DATA.inputs(), NORMALISATION, 16).featureMatrix().values());
    }
  }

  @Test
  void optionsOutOfRangeAreRefused() {
    assertThatThrownBy(() -> new ReadoutSpec.AllLayers(0, 0.1)).hasMessageContaining("cells is 0");
    assertThatThrownBy(() -> new ReadoutSpec.AllLayers(4, 0)).hasMessageContaining("whitening");
  }
}

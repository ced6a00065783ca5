package org.fierce.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.fierce.backbone.Backbone;
import org.fierce.backbone.Head;
import org.fierce.backbone.MlpSpec;
import org.fierce.data.FloatMatrix;
import org.fierce.data.Inputs;
import org.fierce.data.Normalisation;
import org.fierce.files.CheckpointFormatException;
import org.fierce.random.Streams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every readout promises. The test of a readout extends this class and says which one it is;
 * further tests say what it computes.
 */
public abstract class ReadoutContract {
  private static final int ROWS = 40;
  private static final int WIDTH = 5;
  private static final int BATCH = 16;

  @TempDir Path folder;

  /** The readout, with options of its own. */
  protected abstract ReadoutSpec spec();

  private static Inputs rows(long seed) {
    return new FloatMatrix(
        ROWS, WIDTH, Streams.normal(Streams.generator(seed, "rows"), ROWS * WIDTH, 1));
  }

  private static Backbone network() {
    return new MlpSpec(List.of(8, 6), Head.LINEAR, false).build(rows(1).shape(), 3, 2);
  }

  private static Normalisation normalisation() {
    return Normalisation.fit(rows(1));
  }

  private Readout fit(Backbone backbone) {
    return spec().fit(backbone, rows(1), normalisation(), BATCH);
  }

  @Test
  void everyRowGetsFiniteFeaturesAndTheNetworksOwnLogits() {
    try (Backbone backbone = network()) {
      Embeddings embedded = fit(backbone).embed(backbone, rows(3), normalisation(), BATCH);
      Embeddings plain = Embedder.embed(backbone, rows(3), normalisation(), BATCH);

      float[] values = embedded.featureMatrix().values();
      assertThat(IntStream.range(0, values.length)).allMatch(i -> Float.isFinite(values[i]));
      assertThat(embedded.features().size()).isEqualTo(ROWS);
      assertThat(Objects.requireNonNull(embedded.logits()).values())
          .isEqualTo(Objects.requireNonNull(plain.logits()).values());
    }
  }

  @Test
  void aRowDoesNotDependOnTheOthers() {
    try (Backbone backbone = network()) {
      Readout readout = fit(backbone);
      FloatMatrix all = readout.embed(backbone, rows(3), normalisation(), BATCH).featureMatrix();
      int[] turned = IntStream.range(0, ROWS).map(i -> ROWS - 1 - i).toArray();
      FloatMatrix back =
          readout.embed(backbone, rows(3).select(turned), normalisation(), 7).featureMatrix();

      for (int row = 0; row < ROWS; row++) {
        for (int c = 0; c < all.columns(); c++) {
          assertThat(back.at(ROWS - 1 - row, c))
              .as("feature %d of row %d", c, row)
              .isCloseTo(all.at(row, c), within(1e-4f));
        }
      }
    }
  }

  @Test
  void whatIsSavedAndLoadedGivesTheSameFeatures() throws IOException {
    Path file = folder.resolve("readout.safetensors");
    try (Backbone backbone = network()) {
      Readout readout = fit(backbone);
      readout.save(file);
      Readout loaded = spec().load(file);

      assertThat(loaded.embed(backbone, rows(3), normalisation(), BATCH).featureMatrix().values())
          .isEqualTo(
              readout.embed(backbone, rows(3), normalisation(), BATCH).featureMatrix().values());
    }
  }

  @Test
  void aFileOfSomethingElseIsRefusedWhereOneIsRead() throws IOException {
    Path file = folder.resolve("readout.safetensors");
    try (Backbone backbone = network()) {
      fit(backbone).save(file);
    }
    if (Files.exists(file)) {
      Files.writeString(file, "something else");
      assertThatThrownBy(() -> spec().load(file))
          .isInstanceOf(CheckpointFormatException.class)
          .hasMessageContaining(file.toString());
    }
  }

  @Test
  void fittingLeavesTheNetworkAsItWas() {
    try (Backbone backbone = network()) {
      FloatMatrix before =
          Embedder.embed(backbone, rows(3), normalisation(), BATCH).featureMatrix();
      boolean wasTraining = backbone.isTraining();
      fit(backbone);

      assertThat(backbone.isTraining()).isEqualTo(wasTraining);
      assertThat(Embedder.embed(backbone, rows(3), normalisation(), BATCH).featureMatrix().values())
          .isEqualTo(before.values());
    }
  }

  @Test
  void onnxRuntimeGivesTheSameFeatures() throws Exception {
    try (Backbone backbone = network()) {
      WrittenNetwork.assertEqual(backbone, rows(3), normalisation(), fit(backbone));
    }
  }
}

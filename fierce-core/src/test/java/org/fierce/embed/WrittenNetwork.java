package org.fierce.embed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.fierce.backbone.Backbone;
import org.fierce.data.ByteImages;
import org.fierce.data.FloatMatrix;
import org.fierce.data.InputShape;
import org.fierce.data.Inputs;
import org.fierce.data.Normalisation;
import org.fierce.engine.Tensors;
import org.fierce.model.Network;
import org.fierce.random.Streams;

/** Holds what ONNX Runtime makes of a written network to what the engine makes of the network. */
public final class WrittenNetwork {
  /** The largest difference, relative to the largest value. */
  private static final double TOLERANCE = 1e-4;

  private static final int BATCH = 256;

  private WrittenNetwork() {}

  /** Fails unless features and logits of the rows are equal, up to rounding. */
  public static void assertEqual(
      Backbone backbone, Inputs rows, Normalisation normalisation, Readout readout)
      throws Exception {
    Embeddings expected = readout.embed(backbone, rows, normalisation, BATCH);
    byte[] graph = NetworkGraph.of(backbone, normalisation, readout).toBytes("test", "1", Map.of());
    try (Network network = Network.open("graph", graph, rows.shape(), 1)) {
      Network.Output output = network.run(FloatMatrix.copyOf(rows).values(), rows.size());
      assertThat(difference(output.features(), expected.featureMatrix()))
          .as("features")
          .isLessThan(TOLERANCE);
      assertThat(difference(output.logits(), Objects.requireNonNull(expected.logits())))
          .as("logits")
          .isLessThan(TOLERANCE);
    }
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

  /** Rows of noise: pictures of bytes, or numbers of deviation 3. */
  public static Inputs noise(InputShape shape, int rows) {
    int values = rows * shape.values();
    if (shape.isVector()) {
      return new FloatMatrix(
          rows, shape.values(), Streams.normal(Streams.generator(1, "rows"), values, 3));
    }
    byte[] bytes = new byte[values];
    Streams.generator(1, "rows").nextBytes(bytes);
    return ByteImages.interleaved(shape, bytes);
  }

  /** Gives batch norms statistics of some rows, in place of the means 0 and variances 1. */
  public static void settleNorms(Backbone backbone, Inputs rows, Normalisation normalisation) {
    if (backbone.hasBatchNorm()) {
      int some = Math.min(64, rows.size());
      InputShape shape = rows.shape();
      float[] values = FloatMatrix.copyOf(rows.select(IntStream.range(0, some).toArray())).values();
      normalisation.apply(values, 0, some);
      backbone.train(true);
      try (PointerScope scope = new PointerScope();
          NoGradGuard noGradient = new NoGradGuard()) {
        Tensor batch =
            Tensors.of(values, some, shape.height(), shape.width(), shape.channels())
                .permute(0, 3, 1, 2);
        for (int step = 0; step < 10; step++) {
          backbone.forward(batch);
        }
      }
    }
    backbone.train(false);
  }
}

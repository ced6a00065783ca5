package org.fierce.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.fierce.backbone.Backbone;
import org.fierce.backbone.BackboneSpec;
import org.fierce.backbone.Head;
import org.fierce.backbone.MlpSpec;
import org.fierce.backbone.ResNetSpec;
import org.fierce.backbone.SmallCnnSpec;
import org.fierce.data.DataRoot;
import org.fierce.data.FloatMatrix;
import org.fierce.data.Inputs;
import org.fierce.data.Normalisation;
import org.fierce.data.source.Cifar100Source;
import org.fierce.embed.Embeddings;
import org.fierce.embed.NetworkGraph;
import org.fierce.embed.Readout;
import org.fierce.embed.ReadoutSpec;
import org.fierce.engine.Engine;
import org.fierce.model.Network;
import org.jspecify.annotations.Nullable;

/**
 * Rows from memory to features and logits, by the tensor engine in evaluation (batch norms folded)
 * and by ONNX Runtime, in turn: small portions of rows each, so that what else the machine does
 * hits both. Networks are untrained, which costs the same.
 */
final class NetworkTimes {
  private static final int WIDTH = 300;

  private final BackboneSpec network;
  private final ReadoutSpec readout;
  private final Inputs rows;
  private final int threads;
  private final int batch;

  /**
   * What is measured.
   *
   * @param network {@code resnet-20}, {@code small-cnn} or {@code mlp}
   * @param readout {@code last} or {@code layers}
   * @param data folder of CIFAR-100; null for noise
   */
  NetworkTimes(
      String network, String readout, @Nullable Path data, int count, int threads, int batch)
      throws IOException {
    this.network =
        switch (network) {
          case "resnet-20" -> ResNetSpec.cifar(Head.COSINE);
          case "small-cnn" -> SmallCnnSpec.standard(Head.COSINE);
          case "mlp" -> new MlpSpec(List.of(256, 128), Head.COSINE, false);
          default -> throw new IllegalArgumentException("unknown network " + network);
        };
    this.readout =
        readout.equals("layers") ? ReadoutSpec.AllLayers.standard() : new ReadoutSpec.LastLayer();
    this.threads = threads;
    this.batch = batch;
    if (network.equals("mlp")) {
      rows = Rows.normal(count, WIDTH, 1);
    } else if (data == null) {
      rows = new BatchBenchmark.Images(count);
    } else {
      int[] first = new int[count];
      Arrays.setAll(first, i -> i);
      rows =
          Cifar100Source.of("test.bin", "test.bin")
              .open(new DataRoot(List.of(data)))
              .test()
              .inputs()
              .select(first);
    }
  }

  /** Adds the figures of so many rounds: medians over them, in seconds, and ratios. */
  void measure(int rounds, Map<String, Double> found) throws IOException {
    Normalisation normalisation = Normalisation.fit(rows);
    try (Engine.Lease lease = Engine.threads(threads);
        Backbone backbone = network.build(rows.shape(), 20, 1)) {
      Readout fitted = readout.fit(backbone, rows, normalisation, batch);
      byte[] graph =
          NetworkGraph.of(backbone, normalisation, fitted).toBytes("fierce", "", Map.of());
      try (Network onnx = Network.open("graph", graph, rows.shape(), threads)) {
        Embeddings[] engine = new Embeddings[1];
        FloatMatrix[] runtime = new FloatMatrix[1];
        Times ours = new Times();
        Times theirs = new Times();
        for (int round = -2; round < rounds; round++) {
          ours.add(round, () -> engine[0] = fitted.embed(backbone, rows, normalisation, batch));
          theirs.add(round, () -> runtime[0] = features(onnx, rows, fittedWidth(engine[0])));
        }
        found.put("engineSeconds", ours.wall());
        found.put("onnxSeconds", theirs.wall());
        found.put("wallRatio", theirs.wall() / ours.wall());
        found.put("leastWallRatio", theirs.leastWall() / ours.leastWall());
        found.put("processorRatio", theirs.processor() / ours.processor());
        found.put("largestDifference", difference(runtime[0], engine[0].featureMatrix()));
      }
    }
  }

  private static int fittedWidth(Embeddings embeddings) {
    return embeddings.featureMatrix().columns();
  }

  private FloatMatrix features(Network onnx, Inputs inputs, int width) {
    FloatMatrix features = FloatMatrix.zeros(inputs.size(), width);
    int values = inputs.shape().values();
    float[] some = new float[batch * values];
    for (int first = 0; first < inputs.size(); first += batch) {
      int count = Math.min(batch, inputs.size() - first);
      for (int i = 0; i < count; i++) {
        inputs.read(first + i, some, i * values);
      }
      float[] given = onnx.run(some, count).features();
      System.arraycopy(given, 0, features.values(), first * width, given.length);
    }
    return features;
  }

  /** Relative to the largest. */
  private static double difference(FloatMatrix found, FloatMatrix expected) {
    double largest = 0;
    double worst = 0;
    for (int i = 0; i < expected.values().length; i++) {
      largest = Math.max(largest, Math.abs(expected.values()[i]));
      worst = Math.max(worst, Math.abs(found.values()[i] - expected.values()[i]));
    }
    return worst / largest;
  }

  /** Seconds of the clock and of the process's threads, round by round. */
  private static final class Times {
    private final List<Double> wall = new ArrayList<>();
    private final List<Double> processor = new ArrayList<>();

    void add(int round, Runnable work) {
      OperatingSystemMXBean system =
          (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
      long startProcessor = system.getProcessCpuTime();
      long start = System.nanoTime();
      work.run();
      double seconds = (System.nanoTime() - start) / 1e9;
      if (round >= 0) {
        wall.add(seconds);
        processor.add((system.getProcessCpuTime() - startProcessor) / 1e9);
      }
    }

    double wall() {
      return median(wall);
    }

    /** Where least else was done by the machine. */
    double leastWall() {
      return Collections.min(wall);
    }

    double processor() {
      return median(processor);
    }

    private static double median(List<Double> values) {
      List<Double> sorted = new ArrayList<>(values);
      Collections.sort(sorted);
      return sorted.get(sorted.size() / 2);
    }
  }
}

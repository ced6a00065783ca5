package org.fierce.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.fierce.backbone.Backbone;
import org.fierce.backbone.BackboneSpec;
import org.fierce.backbone.Head;
import org.fierce.backbone.MlpSpec;
import org.fierce.backbone.ResNetSpec;
import org.fierce.data.DataRoot;
import org.fierce.data.DataSplit;
import org.fierce.data.Dataset;
import org.fierce.data.FloatMatrix;
import org.fierce.data.Inputs;
import org.fierce.data.Normalisation;
import org.fierce.data.batch.Augmentation;
import org.fierce.data.batch.Batches;
import org.fierce.data.matrix.NpyFile;
import org.fierce.data.source.Cifar100Source;
import org.fierce.data.source.SimulatedScene;
import org.fierce.embed.Embedder;
import org.fierce.embed.Embeddings;
import org.fierce.engine.Engine;
import org.fierce.evaluate.Evaluation;
import org.fierce.evaluate.fewshot.FewShot;
import org.fierce.evaluate.probe.BareEvaluators;
import org.fierce.labels.CoarseLabels;
import org.fierce.labels.FineTargets;
import org.fierce.loss.CrossEntropySpec;
import org.fierce.loss.FierceSpec;
import org.fierce.loss.Loss;
import org.fierce.loss.LossSpec;
import org.fierce.train.EpochMetrics;
import org.fierce.train.OptimiserSpec;
import org.fierce.train.ScheduleSpec;
import org.fierce.train.StepProgress;
import org.fierce.train.Trainer;
import org.fierce.train.TrainingListener;
import org.fierce.train.TrainingSpec;

/**
 * One piece of work a process, as {@code torch_peer.py} does it: {@code Work WHAT [KEY=VALUE ...]}.
 * Prints one line of JSON with its seconds and the peak of the process's memory.
 */
public final class Work {
  private static final String DATA = "data";

  private final Map<String, String> options = new HashMap<>();
  private final int threads;

  private Work(String[] arguments) {
    for (int i = 1; i < arguments.length; i++) {
      String[] pair = arguments[i].split("=", 2);
      options.put(pair[0], pair[1]);
    }
    threads = number("threads", 2);
  }

  /** Does the work that the first argument names. */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length == 0) {
      throw new IllegalArgumentException(
          "say what: resnet, mlp, embed, network, knn, probe, episodes, gemm or scene");
    }
    Work work = new Work(arguments);
    Map<String, Double> found = new HashMap<>();
    switch (arguments[0]) {
      case "resnet" -> work.resnet(found);
      case "mlp" -> work.mlp(found);
      case "embed" -> work.embed(found);
      case "network" -> work.network(found);
      case "knn" -> work.knn(found);
      case "probe" -> work.probe(found);
      case "episodes" -> work.episodes(found);
      case "gemm" -> work.gemm(found);
      case "scene" -> work.scene();
      default -> throw new IllegalArgumentException("unknown work " + arguments[0]);
    }
    found.put("peakMiB", peakMebibytes());
    List<String> parts = new ArrayList<>();
    found.forEach((key, value) -> parts.add(String.format(Locale.ROOT, "\"%s\": %s", key, value)));
    System.out.println("{" + String.join(", ", parts) + "}");
  }

  private int number(String name, int standard) {
    String given = options.get(name);
    return given == null ? standard : Integer.parseInt(given);
  }

  private Path folder() {
    return Path.of(Objects.requireNonNull(options.get(DATA), "data=FOLDER is needed"));
  }

  /** Seconds of a training step; images of noise, or of CIFAR-100, cropped and flipped. */
  private void resnet(Map<String, Double> found) throws IOException {
    int batch = number("batch", 128);
    int warm = number("warm", 3);
    int steps = warm + number("steps", 20);
    Dataset images;
    Augmentation augmentation = Augmentation.none();
    if (options.containsKey(DATA)) {
      DataSplit split =
          Cifar100Source.of("train.bin", "test.bin").open(new DataRoot(List.of(folder())));
      int[] rows = new int[steps * batch];
      Arrays.setAll(rows, i -> i % split.train().size());
      images = split.train().select(rows);
      augmentation =
          new Augmentation(
              List.of(Augmentation.PadCrop.forSmallImages(), new Augmentation.HorizontalFlip()));
    } else {
      int rows = steps * batch;
      images =
          Dataset.numbered(
              "noise", new BatchBenchmark.Images(rows), Rows.coarse(rows, 20, 1), null);
    }
    LossSpec loss =
        number("entropy", 0) == 1
            ? FierceSpec.images(Double.parseDouble(options.getOrDefault("tau", "1")), 1)
            : new CrossEntropySpec();
    OptimiserSpec sgd = new OptimiserSpec.Sgd(0.01, 0.9, false, 1e-4);
    List<Double> times = new ArrayList<>();
    Normalisation normalisation =
        new Normalisation(
            images.shape(), new float[] {0.5f, 0.5f, 0.5f}, new float[] {0.25f, 0.25f, 0.25f});
    train(
        resnet(),
        loss,
        new Batches(images, normalisation, augmentation, batch, 1),
        training(1, batch, sgd),
        new TrainingListener() {
          private long last = System.nanoTime();

          @Override
          public void onStep(StepProgress progress) {
            long now = System.nanoTime();
            times.add((now - last) / 1e9);
            last = now;
          }
        });
    double seconds = median(times.subList(warm, times.size()));
    found.put("seconds", seconds);
    // forward, and twice that for the gradients; two operations a multiply-add
    found.put("gflops", 3 * 2 * multiplyAdds() * batch / seconds / 1e9);
  }

  private static BackboneSpec resnet() {
    return new ResNetSpec(14, 32, 0, Head.LINEAR, false);
  }

  private double multiplyAdds() {
    try (Backbone network = resnet().build(new BatchBenchmark.Images(1).shape(), 20, 1)) {
      return network.forwardFlops();
    }
  }

  private TrainingSpec training(int epochs, int batch, OptimiserSpec optimiser) {
    return new TrainingSpec(
        epochs,
        batch,
        optimiser,
        ScheduleSpec.constant(),
        0,
        threads,
        org.fierce.engine.Device.CPU);
  }

  private static void train(
      BackboneSpec network,
      LossSpec method,
      Batches batches,
      TrainingSpec spec,
      TrainingListener listener) {
    Dataset data = batches.data();
    try (Engine.Lease lease = Engine.threads(spec.threads());
        Backbone backbone = network.build(data.shape(), data.coarse().classes(), 1);
        Loss loss = method.build(backbone.featureWidth(), backbone.classes(), 1)) {
      new Trainer(backbone, loss, spec, 1, listener).fit(batches);
    }
  }

  /** Seconds of an epoch of the paper's unmixing network. */
  private void mlp(Map<String, Double> found) {
    int warm = 2;
    int epochs = warm + number("epochs", 20);
    Dataset rows = Rows.vectors(9408, 144, 4, 1);
    LossSpec loss = number("entropy", 0) == 1 ? FierceSpec.vectors(1) : new CrossEntropySpec();
    List<Double> times = new ArrayList<>();
    train(
        MlpSpec.paper(),
        loss,
        new Batches(rows, Normalisation.identity(rows.shape()), Augmentation.none(), 200, 1),
        training(epochs, 200, OptimiserSpec.adam(1e-4)),
        new TrainingListener() {
          @Override
          public void onEpoch(EpochMetrics metrics) {
            times.add(metrics.seconds());
          }
        });
    found.put("seconds", median(times.subList(warm, times.size())));
  }

  /** Seconds to embed images of noise. */
  private void embed(Map<String, Double> found) {
    Inputs images = new BatchBenchmark.Images(number("images", 10_000));
    int[] few = new int[500];
    Arrays.setAll(few, i -> i);
    Normalisation normalisation =
        new Normalisation(
            images.shape(), new float[] {0.5f, 0.5f, 0.5f}, new float[] {0.25f, 0.25f, 0.25f});
    try (Engine.Lease lease = Engine.threads(threads);
        Backbone backbone = resnet().build(images.shape(), 20, 1)) {
      Embedder.embed(backbone, images.select(few), normalisation, number("batch", 500));
      long start = System.nanoTime();
      Embedder.embed(backbone, images, normalisation, number("batch", 500));
      double seconds = (System.nanoTime() - start) / 1e9;
      found.put("seconds", seconds);
      found.put("gflops", 2e-9 * images.size() * multiplyAdds() / seconds);
    }
  }

  /** Rows through a network by the engine and by ONNX Runtime, in turn. */
  private void network(Map<String, Double> found) throws IOException {
    new NetworkTimes(
            options.getOrDefault("network", "resnet-20"),
            options.getOrDefault("readout", "last"),
            options.containsKey(DATA) ? folder() : null,
            number("rows", 500),
            threads,
            number("batch", 256))
        .measure(number("rounds", 20), found);
  }

  private void knn(Map<String, Double> found) {
    int reference = number("reference", 50_000);
    int query = number("query", 10_000);
    int width = number("d", 128);
    FloatMatrix among = Rows.normal(reference, width, 1);
    FloatMatrix asked = Rows.normal(query, width, 2);
    try (Engine.Lease lease = Engine.threads(threads)) {
      List<Double> times = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        long start = System.nanoTime();
        BareEvaluators.neighbours(among, asked, number("k", 20));
        times.add((System.nanoTime() - start) / 1e9);
      }
      found.put("seconds", median(times));
      found.put("gflops", 2e-9 * reference * query * width / median(times));
    }
  }

  /** Seconds to fit the probe to the rows that the peer wrote to the folder, with its penalty. */
  private void probe(Map<String, Double> found) throws IOException {
    FloatMatrix rows = NpyFile.read(folder().resolve("probe-x.npy"));
    FloatMatrix numbers = NpyFile.read(folder().resolve("probe-y.npy"));
    int[] labels = new int[rows.rows()];
    Arrays.setAll(labels, row -> (int) numbers.values()[row]);
    int classes = Arrays.stream(labels).max().orElse(0) + 1;
    try (Engine.Lease lease = Engine.threads(threads)) {
      long start = System.nanoTime();
      found.put(
          "objective",
          BareEvaluators.probe(
              rows,
              labels,
              classes,
              1.0 / rows.rows(),
              Double.parseDouble(options.getOrDefault("tolerance", "3e-7"))));
      found.put("seconds", (System.nanoTime() - start) / 1e9);
    }
  }

  /** Seconds of few-shot episodes: 20 classes of 600 rows. */
  private void episodes(Map<String, Double> found) {
    int classes = 20;
    FloatMatrix rows = Rows.normal(classes * 600, number("d", 640), 1);
    int[] labels = new int[rows.rows()];
    Arrays.setAll(labels, row -> row % classes);
    // Coarse classes of one fine class each: no second reading inside them.
    CoarseLabels coarse = new CoarseLabels(labels, Rows.names(classes));
    FineTargets fine = new FineTargets.Classes(labels, Rows.names(classes));
    Embeddings embeddings = new Embeddings(rows, null);
    Evaluation evaluation = new Evaluation(embeddings, coarse, fine, embeddings, coarse, fine, 1);
    FewShot fewShot = new FewShot(List.of(5), List.of(5), 15, number("count", 10_000), true, true);
    try (Engine.Lease lease = Engine.threads(threads)) {
      long start = System.nanoTime();
      found.put("accuracy", fewShot.evaluate(evaluation).scores().get(0).value());
      found.put("seconds", (System.nanoTime() - start) / 1e9);
    }
  }

  private void gemm(Map<String, Double> found) {
    int side = 4096;
    double best = Double.POSITIVE_INFINITY;
    try (Engine.Lease lease = Engine.threads(threads);
        PointerScope whole = new PointerScope()) {
      Tensor a = torch.randn(side, side);
      Tensor b = torch.randn(side, side);
      for (int i = 0; i < 6; i++) {
        try (PointerScope scope = new PointerScope()) {
          long start = System.nanoTime();
          torch.mm(a, b);
          best = Math.min(best, (System.nanoTime() - start) / 1e9);
        }
      }
    }
    found.put("seconds", best);
    found.put("gflops", 2e-9 * side * side * side / best);
  }

  /** Writes the simulated scene of seed 0 for the peer. */
  private void scene() throws IOException {
    DataSplit split = SimulatedScene.of(0).open();
    write("train", split.train());
    write("test", split.test());
  }

  private void write(String part, Dataset rows) throws IOException {
    Files.createDirectories(folder());
    NpyFile.write(folder().resolve(part + "-x.npy"), rows.inputs());
    NpyFile.write(folder().resolve(part + "-coarse.npy"), rows.coarse().labels());
    FineTargets.Shares shares = (FineTargets.Shares) Objects.requireNonNull(rows.fine());
    NpyFile.write(
        folder().resolve(part + "-shares.npy"),
        new FloatMatrix(shares.size(), shares.components(), shares.values()));
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }

  private static double peakMebibytes() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmHWM:")) {
        return Double.parseDouble(line.replaceAll("\\D+", "")) / 1024;
      }
    }
    return Double.NaN;
  }
}

package org.fierce.benchmarks;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.fierce.backbone.Backbone;
import org.fierce.backbone.BackboneSpec;
import org.fierce.backbone.Head;
import org.fierce.backbone.MlpSpec;
import org.fierce.backbone.SmallCnnSpec;
import org.fierce.data.Dataset;
import org.fierce.data.Normalisation;
import org.fierce.data.batch.Augmentation;
import org.fierce.data.batch.Batches;
import org.fierce.engine.Engine;
import org.fierce.loss.FierceSpec;
import org.fierce.loss.Loss;
import org.fierce.loss.LossSpec;
import org.fierce.train.EpochMetrics;
import org.fierce.train.OptimiserSpec;
import org.fierce.train.ScheduleSpec;
import org.fierce.train.Trainer;
import org.fierce.train.TrainingListener;
import org.fierce.train.TrainingSpec;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A training step as a run takes it: the trainer goes through one epoch, and its time is divided by
 * the number of steps. The batches are prepared by a thread beside it.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class TrainingBenchmark {
  private static final int MLP_STEPS = 48;
  private static final int CNN_STEPS = 4;
  private static final int CNN_BATCH = 128;

  /** The paper's unmixing experiment: 9,408 rows of 144 numbers, four classes, batches of 200. */
  @State(Scope.Thread)
  public static class PaperMlp {
    private Training training;

    @Setup
    public void open() {
      training =
          new Training(MlpSpec.paper(), FierceSpec.vectors(1), Rows.vectors(9408, 144, 4, 1), 200);
    }

    @TearDown
    public void close() {
      training.close();
    }
  }

  /** The small network at width 32: colour images of 32 pixels, 20 classes, batches of 128. */
  @State(Scope.Thread)
  public static class SmallCnn {
    private Training training;

    @Setup
    public void open() {
      int rows = CNN_STEPS * CNN_BATCH;
      Dataset images =
          Dataset.numbered(
              "noise", new BatchBenchmark.Images(rows), Rows.coarse(rows, 20, 1), null);
      training =
          new Training(
              SmallCnnSpec.standard(Head.LINEAR), FierceSpec.images(0.1, 1), images, CNN_BATCH);
    }

    @TearDown
    public void close() {
      training.close();
    }
  }

  @Benchmark
  @OperationsPerInvocation(MLP_STEPS)
  public List<EpochMetrics> paperMlpStep(PaperMlp state) {
    return state.training.epoch();
  }

  @Benchmark
  @OperationsPerInvocation(CNN_STEPS)
  public List<EpochMetrics> smallCnnStep(SmallCnn state) {
    return state.training.epoch();
  }

  private static final class Training implements AutoCloseable {
    private final Engine.Lease threads = Engine.threads(1);
    private final Backbone backbone;
    private final Loss loss;
    private final Batches batches;
    private final Trainer trainer;

    Training(BackboneSpec network, LossSpec method, Dataset data, int batch) {
      backbone = network.build(data.shape(), data.coarse().classes(), 1);
      loss = method.build(backbone.featureWidth(), backbone.classes(), 1);
      batches =
          new Batches(data, Normalisation.identity(data.shape()), Augmentation.none(), batch, 1);
      TrainingSpec spec =
          TrainingSpec.of(1, batch, OptimiserSpec.adam(1e-4), ScheduleSpec.constant());
      trainer = new Trainer(backbone, loss, spec, 1, TrainingListener.NONE);
    }

    List<EpochMetrics> epoch() {
      return trainer.fit(batches);
    }

    @Override
    public void close() {
      loss.close();
      backbone.close();
      threads.close();
    }
  }
}

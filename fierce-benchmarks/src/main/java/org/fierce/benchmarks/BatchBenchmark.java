package org.fierce.benchmarks;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.fierce.data.Dataset;
import org.fierce.data.InputShape;
import org.fierce.data.Inputs;
import org.fierce.data.Normalisation;
import org.fierce.data.batch.Augmentation;
import org.fierce.data.batch.Batch;
import org.fierce.data.batch.Batches;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Images a second that one thread crops, flips and normalises; 32 x 32 pixels, batches of 128. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class BatchBenchmark {
  private static final int BATCH = 128;

  private Batches batches;
  private int step;

  @Setup
  public void open() {
    Dataset data =
        Dataset.numbered("noise", new Images(10 * BATCH), Rows.coarse(10 * BATCH, 20, 1), null);
    batches =
        new Batches(
            data,
            Normalisation.fit(data.inputs()),
            new Augmentation(
                List.of(Augmentation.PadCrop.forSmallImages(), new Augmentation.HorizontalFlip())),
            BATCH,
            1);
  }

  @Benchmark
  @OperationsPerInvocation(BATCH)
  public Batch padCropAndFlip() {
    step++;
    return batches.batch(step / batches.stepsPerEpoch(), step % batches.stepsPerEpoch(), 0);
  }

  /** Colour images of noise, held as bytes as the readers of images hold them. */
  record Images(byte[] pixels) implements Inputs {
    private static final InputShape SHAPE = new InputShape(32, 32, 3);

    Images(int count) {
      this(new byte[count * SHAPE.values()]);
      new SplittableRandom(1).nextBytes(pixels);
    }

    @Override
    public InputShape shape() {
      return SHAPE;
    }

    @Override
    public int size() {
      return pixels.length / SHAPE.values();
    }

    @Override
    public void read(int row, float[] target, int offset) {
      int from = row * SHAPE.values();
      for (int i = 0; i < SHAPE.values(); i++) {
        target[offset + i] = (pixels[from + i] & 0xff) / 255f;
      }
    }
  }
}

package org.fierce.data.batch;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.fierce.data.Dataset;
import org.fierce.data.Normalisation;
import org.fierce.random.Streams;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a data set into batches, each a pure function of (seed, epoch, step): rows in an order drawn
 * from (seed, epoch), augmented by (seed, epoch, row), then normalised.
 *
 * <p>Every row comes once an epoch. The last batch may be smaller; but a last batch of a single row
 * is left out, since batch normalisation needs two (the row left out differs between epochs). A
 * batch size of 1, and a data set of one row, do give batches of one.
 *
 * <p>With several {@linkplain #withViews views} each batch shows its rows that many times: all rows
 * in view 0, then the same rows in the same order in view 1, each augmented on its own.
 *
 * <p>Safe for use by several threads; each {@link Epoch} belongs to one.
 */
public final class Batches {
  private static final int PREPARED_AHEAD = 2;

  private final Dataset data;
  private final Normalisation normalisation;
  private final Augmentation augmentation;
  private final int batchSize;
  private final long seed;
  private final int views;

  /**
   * Checks that the parts fit together; reads nothing yet.
   *
   * @param batchSize rows in a batch, at least 1; above the size of the data there is one batch
   * @throws IllegalArgumentException if the data set is empty, the batch size below 1, or the
   *     normalisation or augmentation of another shape
   */
  public Batches(
      Dataset data,
      Normalisation normalisation,
      Augmentation augmentation,
      int batchSize,
      long seed) {
    this(data, normalisation, augmentation, batchSize, seed, 1);
  }

  private Batches(
      Dataset data,
      Normalisation normalisation,
      Augmentation augmentation,
      int batchSize,
      long seed,
      int views) {
    if (data.size() == 0) {
      throw new IllegalArgumentException(data.name() + " has no rows to make batches of");
    }
    if (batchSize < 1) {
      throw new IllegalArgumentException(
          "batch size is %d; it must be at least 1".formatted(batchSize));
    }
    if (!normalisation.shape().equals(data.shape())) {
      throw new IllegalArgumentException(
          "rows of %s are %s, the normalisation was fitted on %s"
              .formatted(data.name(), data.shape(), normalisation.shape()));
    }
    if (views < 1 || (views > 1 && augmentation.steps().isEmpty())) {
      throw new IllegalArgumentException(
          "%d views of each row; at least 1 are possible, and more than 1 only with an augmentation, without which all are alike"
              .formatted(views));
    }
    augmentation.check(data.shape());
    this.data = data;
    this.normalisation = normalisation;
    this.augmentation = augmentation;
    this.batchSize = Math.min(batchSize, data.size());
    this.seed = seed;
    this.views = views;
  }

  /**
   * The same batches with that many views of every row; view 0 is what one view shows.
   *
   * @throws IllegalArgumentException if there is less than one, or more than one and no
   *     augmentation
   */
  public Batches withViews(int number) {
    return new Batches(data, normalisation, augmentation, batchSize, seed, number);
  }

  /** How often a batch shows each of its rows. */
  public int views() {
    return views;
  }

  /** The data set that is cut. */
  public Dataset data() {
    return data;
  }

  /** Rows in a full batch: the batch size asked for, or all rows where they are fewer. */
  public int batchSize() {
    return batchSize;
  }

  /** Number of batches in every epoch, at least 1. */
  public int stepsPerEpoch() {
    int full = data.size() / batchSize;
    return data.size() % batchSize >= 2 ? full + 1 : full;
  }

  /**
   * One view of one batch, prepared by the calling thread.
   *
   * @param epoch number of the epoch, at least 0
   * @param step number of the batch in its epoch
   * @param view number of the view: the same rows, augmented otherwise; 0 is what {@link #epoch}
   *     gives
   * @throws IllegalArgumentException if the step is outside the epoch
   */
  public Batch batch(int epoch, int step, int view) {
    if (step < 0 || step >= stepsPerEpoch()) {
      throw new IllegalArgumentException(
          "step %d is outside 0..%d".formatted(step, stepsPerEpoch() - 1));
    }
    return prepare(order(epoch), epoch, step, view, 1, new AtomicBoolean());
  }

  /**
   * Starts an epoch: a thread prepares up to two batches ahead. Close it.
   *
   * @param epoch number of the epoch, at least 0
   * @throws IllegalArgumentException if it is negative
   */
  public Epoch epoch(int epoch) {
    return new Epoch(epoch);
  }

  private int[] order(int epoch) {
    if (epoch < 0) {
      throw new IllegalArgumentException("epoch is %d; it must be at least 0".formatted(epoch));
    }
    return Streams.permutation(data.size(), Streams.generator(seed, Streams.Purpose.ORDER, epoch));
  }

  /** A new batch each time: a consumer may keep it. Stops early, half filled, when told. */
  private Batch prepare(
      int[] order, int epoch, int step, int firstView, int viewCount, AtomicBoolean stopped) {
    int from = Math.multiplyExact(step, batchSize);
    int size = Math.min(order.length - from, batchSize);
    int width = data.shape().values();
    int[] rows = new int[Math.multiplyExact(size, viewCount)];
    float[] inputs = new float[Math.multiplyExact(rows.length, width)];
    int[] coarse = new int[rows.length];
    for (int i = 0; i < rows.length && !stopped.get(); i++) {
      int offset = i * width;
      rows[i] = order[from + i % size];
      data.inputs().read(rows[i], inputs, offset);
      augmentation.apply(inputs, offset, normalisation, seed, epoch, rows[i], firstView + i / size);
      normalisation.apply(inputs, offset, 1);
      coarse[i] = data.coarse().labels()[rows[i]];
    }
    return new Batch(inputs, data.shape(), coarse, rows);
  }

  /** The batches of one epoch, in order. */
  public final class Epoch implements AutoCloseable {
    private final int epoch;
    private final int[] order;
    private final Thread producer;
    private final AtomicBoolean stopped = new AtomicBoolean();
    // The three below are guarded by "ready".
    private final Deque<Batch> ready = new ArrayDeque<>(PREPARED_AHEAD);
    private boolean finished;
    private @Nullable Throwable failure;

    private Epoch(int epoch) {
      this.epoch = epoch;
      this.order = order(epoch);
      this.producer = new Thread(this::produce, "fierce-batches");
      producer.setDaemon(true);
      producer.start();
    }

    /**
     * The next batch, or null at the end of the epoch.
     *
     * @throws IllegalStateException if the epoch is closed
     * @throws CancellationException if the calling thread is interrupted while it waits
     * @throws RuntimeException whatever went wrong while the batch was prepared
     */
    public @Nullable Batch next() {
      synchronized (ready) {
        while (ready.isEmpty() && !finished && failure == null && !stopped.get()) {
          try {
            ready.wait();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            CancellationException cancelled =
                new CancellationException("interrupted while waiting for a batch");
            cancelled.initCause(e);
            throw cancelled;
          }
        }
        if (stopped.get()) {
          throw new IllegalStateException("epoch %d is closed".formatted(epoch));
        }
        Batch batch = ready.poll();
        ready.notifyAll();
        if (batch == null) {
          rethrow(failure);
        }
        return batch;
      }
    }

    /** Whether the preparing thread is alive. */
    boolean isPreparing() {
      return producer.isAlive();
    }

    private void produce() {
      try {
        for (int step = 0; step < stepsPerEpoch() && !stopped.get(); step++) {
          deliver(prepare(order, epoch, step, 0, views, stopped));
        }
        synchronized (ready) {
          finished = true;
          ready.notifyAll();
        }
      } catch (RuntimeException | Error | InterruptedException e) {
        synchronized (ready) {
          failure = e;
          ready.notifyAll();
        }
      }
    }

    private void deliver(Batch batch) throws InterruptedException {
      synchronized (ready) {
        while (ready.size() >= PREPARED_AHEAD && !stopped.get()) {
          ready.wait();
        }
        ready.add(batch);
        ready.notifyAll();
      }
    }

    private static void rethrow(@Nullable Throwable failure) {
      if (failure instanceof RuntimeException exception) {
        throw exception;
      }
      if (failure instanceof Error error) {
        throw error;
      }
      if (failure != null) {
        throw new IllegalStateException("the thread that prepares batches was stopped", failure);
      }
    }

    /**
     * Stops the preparing thread and waits for its end, at any point of the epoch. The thread is
     * not interrupted, since that would close a file channel that inputs read from.
     */
    @Override
    public void close() {
      boolean interrupted = false;
      synchronized (ready) {
        stopped.set(true);
        ready.clear();
        ready.notifyAll();
      }
      while (producer.isAlive()) {
        try {
          producer.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}

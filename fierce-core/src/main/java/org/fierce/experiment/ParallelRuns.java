package org.fierce.experiment;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.fierce.train.EpochMetrics;
import org.fierce.train.StepProgress;
import org.fierce.train.TrainingListener;
import org.jspecify.annotations.Nullable;

/**
 * Runs several things side by side, all or nothing: the first failure stops the others at their
 * next training step, and is thrown when all have come to their end. Threads are not interrupted,
 * since that would close the files they read from.
 */
final class ParallelRuns {
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  /**
   * The results, in the order of the calls.
   *
   * @param jobs calls side by side, at least 1
   * @throws InterruptedException if the caller was interrupted; the calls have ended all the same
   */
  <T> List<T> run(int jobs, List<Callable<T>> calls) throws IOException, InterruptedException {
    List<Future<T>> futures = new ArrayList<>();
    ExecutorService pool = Executors.newFixedThreadPool(jobs);
    try {
      for (Callable<T> call : calls) {
        futures.add(pool.submit(() -> watched(call)));
      }
    } finally {
      pool.shutdown();
      awaitEnd(pool);
    }
    Throwable first = failure.get();
    if (first != null) {
      throw rethrown(first);
    }
    List<T> results = new ArrayList<>();
    for (Future<T> future : futures) {
      try {
        results.add(future.get());
      } catch (ExecutionException e) {
        throw rethrown(e.getCause());
      }
    }
    return results;
  }

  /** A listener that ends its training when another call has failed. */
  TrainingListener stopping(TrainingListener listener) {
    return new TrainingListener() {
      @Override
      public void onStep(StepProgress progress) {
        stopIfFailed();
        listener.onStep(progress);
      }

      @Override
      public void onScores(int epoch, Map<String, Double> scores) {
        listener.onScores(epoch, scores);
      }

      @Override
      public void onEpoch(EpochMetrics metrics) {
        listener.onEpoch(metrics);
      }
    };
  }

  private <T> T watched(Callable<T> call) throws Exception {
    try {
      stopIfFailed();
      return call.call();
    } catch (Throwable thrown) {
      failed(thrown);
      throw thrown;
    }
  }

  private void stopIfFailed() {
    if (failure.get() != null) {
      throw new CancellationException("another run failed");
    }
  }

  private void failed(Throwable thrown) {
    if (thrown instanceof CancellationException) {
      // The echo of a failure that is thrown elsewhere.
      return;
    }
    boolean isFirst = failure.compareAndSet(null, thrown);
    Throwable first = failure.get();
    if (!isFirst && first != null && first != thrown) {
      first.addSuppressed(thrown);
    }
  }

  private void awaitEnd(ExecutorService pool) throws InterruptedException {
    InterruptedException interrupted = null;
    while (true) {
      try {
        if (pool.awaitTermination(1, TimeUnit.DAYS)) {
          break;
        }
      } catch (InterruptedException e) {
        interrupted = e;
        failed(e);
      }
    }
    if (interrupted != null) {
      throw interrupted;
    }
  }

  private static RuntimeException rethrown(@Nullable Throwable failure)
      throws IOException, InterruptedException {
    if (failure instanceof IOException io) {
      throw io;
    }
    if (failure instanceof InterruptedException interrupted) {
      throw interrupted;
    }
    if (failure instanceof Error error) {
      throw error;
    }
    return failure instanceof RuntimeException runtime
        ? runtime
        : new IllegalStateException(failure);
  }
}

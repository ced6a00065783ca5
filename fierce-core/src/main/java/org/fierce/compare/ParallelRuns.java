package org.fierce.compare;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.fierce.train.CoarseLearning;
import org.fierce.train.EpochMetrics;
import org.fierce.train.StepProgress;
import org.fierce.train.TrainingListener;
import org.jspecify.annotations.Nullable;

/**
 * Runs several tasks side by side, all or nothing: the first failure stops the others at their next
 * training step, and is thrown when all have come to their end. Threads are not interrupted, since
 * that would close the files they read from.
 *
 * <p>A task that needs another one is started when that one has succeeded. No task ever waits for
 * another, so that none can wait for ever.
 */
final class ParallelRuns {
  /**
   * Something to run.
   *
   * @param call what is done
   * @param after index of the task that must have succeeded before, or {@link #NOTHING}
   */
  record Task<T>(Callable<T> call, int after) {
    /** For {@code after}: the task may start at once. */
    static final int NOTHING = -1;
  }

  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  /**
   * Runs all tasks and returns their results in the order of the tasks. Of the tasks that may
   * start, those earlier in the list start first.
   *
   * @param jobs tasks side by side, at least 1
   * @throws IllegalArgumentException if a task comes before the one that it needs
   * @throws InterruptedException if the caller was interrupted; the tasks have ended all the same
   */
  <T> List<T> run(int jobs, List<Task<T>> tasks) throws IOException, InterruptedException {
    TaskQueue<T> queue = new TaskQueue<>(tasks);
    ExecutorService pool = Executors.newFixedThreadPool(jobs);
    try {
      runAll(jobs, queue, pool);
    } finally {
      pool.shutdown();
    }
    Throwable first = failure.get();
    if (first != null) {
      throw rethrown(first);
    }
    return queue.results();
  }

  private <T> void runAll(int jobs, TaskQueue<T> queue, ExecutorService pool) {
    BlockingQueue<Integer> ended = new LinkedBlockingQueue<>();
    int running = 0;
    while (true) {
      while (running < jobs && failure.get() == null && queue.hasReady()) {
        int task = queue.takeReady();
        try {
          pool.execute(
              () -> {
                try {
                  stopIfFailed();
                  queue.succeed(task);
                } catch (Throwable thrown) {
                  failed(thrown);
                } finally {
                  // The one place that tells of an end, whichever way a task ends.
                  ended.add(task);
                }
              });
          running++;
        } catch (Throwable noThread) {
          failed(noThread);
        }
      }
      if (running == 0) {
        return;
      }
      try {
        queue.release(ended.take());
        running--;
      } catch (InterruptedException e) {
        failed(e);
      }
    }
  }

  /** A listener that ends its training when another task has failed. */
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

      @Override
      public void onStage(String words) {
        listener.onStage(words);
      }

      @Override
      public void onLearning(CoarseLearning learning) {
        listener.onLearning(learning);
      }
    };
  }

  private void stopIfFailed() {
    if (failure.get() != null) {
      throw new CancellationException("another run failed");
    }
  }

  private void failed(Throwable thrown) {
    if (failure.compareAndSet(null, thrown) || thrown instanceof CancellationException) {
      // The first, or the echo of a failure that is thrown elsewhere.
      return;
    }
    Throwable first = failure.get();
    if (first != null && first != thrown) {
      first.addSuppressed(thrown);
    }
  }

  private static RuntimeException rethrown(Throwable failure)
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

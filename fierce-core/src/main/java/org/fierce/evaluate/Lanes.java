package org.fierce.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.fierce.train.Engine;

/**
 * As many Java threads as the engine computes with, the caller among them, for work in Java between
 * the engine's own, when its threads have nothing to do.
 */
final class Lanes implements AutoCloseable {
  private final int count;
  private final ExecutorService helpers;

  /** Work on a range of rows that meets no other range. */
  interface Work {
    /** Does rows {@code begin} to {@code end - 1}. */
    void at(int begin, int end);
  }

  /** So many lanes, at least 1. */
  Lanes(int count) {
    this.count = count;
    helpers =
        Executors.newFixedThreadPool(
            Math.max(1, count - 1),
            work -> {
              Thread thread = new Thread(work, "fierce-lane");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** As many as the calling thread computes with. */
  static Lanes ofEngine() {
    return new Lanes(Engine.threadsHere());
  }

  /** Does rows 0 to {@code rows - 1}, an equal share a lane; comes back when all are done. */
  void split(int rows, Work work) {
    List<Future<?>> others = new ArrayList<>();
    for (int lane = 1; lane < count; lane++) {
      int begin = share(rows, lane);
      int end = share(rows, lane + 1);
      others.add(helpers.submit(() -> work.at(begin, end)));
    }
    try {
      work.at(0, share(rows, 1));
    } finally {
      others.forEach(Lanes::await);
    }
  }

  private int share(int rows, int lane) {
    return (int) ((long) rows * lane / count);
  }

  private static void await(Future<?> other) {
    boolean interrupted = false;
    while (true) {
      try {
        other.get();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      } catch (ExecutionException e) {
        throw e.getCause() instanceof RuntimeException exception
            ? exception
            : new IllegalStateException(e.getCause());
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    helpers.shutdown();
  }
}

package org.fierce.algebra;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.fierce.engine.Engine;
import org.jspecify.annotations.Nullable;

/**
 * As many Java threads as the engine computes with, the caller among them, for work in Java between
 * the engine's own, when its threads have nothing to do.
 */
public final class Lanes implements AutoCloseable {
  private final int count;
  private final ExecutorService helpers;

  /** Work on a range of rows that meets no other range. */
  public interface Work {
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
  public static Lanes ofEngine() {
    return new Lanes(Engine.threadsHere());
  }

  /**
   * Does rows 0 to {@code rows - 1}, an equal share a lane. Comes back when every lane has ended,
   * with success or without: the memory that they work on may then be freed.
   *
   * @throws RuntimeException the first failure as it was thrown, in the order of the rows; the
   *     others are suppressed in it. An {@link Error} passes in the same way.
   */
  public void split(int rows, Work work) {
    List<Future<?>> others = new ArrayList<>();
    @Nullable Throwable failure = null;
    try {
      for (int lane = 1; lane < count; lane++) {
        int begin = share(rows, lane);
        int end = share(rows, lane + 1);
        others.add(helpers.submit(() -> work.at(begin, end)));
      }
      work.at(0, share(rows, 1));
    } catch (RuntimeException | Error e) {
      failure = e;
    }
    boolean interrupted = false;
    for (Future<?> other : others) {
      while (true) {
        try {
          other.get();
          break;
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          failure = first(failure, Objects.requireNonNull(e.getCause()));
          break;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    rethrow(failure);
  }

  private static Throwable first(@Nullable Throwable before, Throwable next) {
    if (before == null) {
      return next;
    }
    if (before != next) {
      before.addSuppressed(next);
    }
    return before;
  }

  private static void rethrow(@Nullable Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure instanceof RuntimeException exception) {
      throw exception;
    }
    // Work declares nothing else.
    if (failure != null) {
      throw new IllegalStateException(failure);
    }
  }

  private int share(int rows, int lane) {
    return (int) ((long) rows * lane / count);
  }

  @Override
  public void close() {
    helpers.shutdown();
  }
}

package org.fierce.cli;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.fierce.data.EncodedRow;
import org.fierce.data.rows.NewRow;
import org.fierce.data.rows.NewRows;
import org.fierce.files.DatasetFormatException;
import org.jspecify.annotations.Nullable;

/**
 * New rows, read and encoded ahead in threads of its own, in their order: so many at a time that
 * memory does not grow with their number. Where somebody sends them one by one, none waits long for
 * others.
 */
final class ReadRows implements Closeable {
  private static final int BATCH = 64;
  private static final int AHEAD = 4 * BATCH;
  private static final long LONGEST_WAIT_MILLIS = 200;

  private final NewRows rows;
  private final Encoding encoding;
  private final BlockingQueue<Future<Row>> ahead = new ArrayBlockingQueue<>(AHEAD);
  private final ExecutorService encoders;
  private final Thread reader;
  private @Nullable IOException failure;
  private boolean isAtEnd;

  /** Turns a row into an input. */
  @FunctionalInterface
  interface Encoding {
    EncodedRow encode(Object row) throws DatasetFormatException;
  }

  /**
   * A row.
   *
   * @param encoded null where it cannot be read
   * @param problem why it cannot be read; null where it can
   * @param text what was read, of a text; else null
   */
  record Row(
      String id,
      String place,
      @Nullable EncodedRow encoded,
      @Nullable String problem,
      @Nullable String text) {}

  ReadRows(NewRows rows, Encoding encoding, int threads) {
    this.rows = rows;
    this.encoding = encoding;
    this.encoders = Executors.newFixedThreadPool(threads, work -> daemon(work, "encoder of rows"));
    this.reader = daemon(this::readAll, "reader of rows");
    reader.start();
  }

  private static Thread daemon(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  private void readAll() {
    try {
      Future<Row> end;
      try {
        for (NewRow row = rows.next(); row != null; row = rows.next()) {
          NewRow next = row;
          FutureTask<Row> task = new FutureTask<>(() -> encoded(next));
          encoders.execute(task);
          ahead.put(task);
        }
        end = failed(null);
      } catch (IOException | RuntimeException | Error e) {
        end = failed(e);
      }
      ahead.put(end);
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  /** What stands behind the last row: why there is no other. */
  private static Future<Row> failed(@Nullable Throwable why) {
    FutureTask<Row> end =
        new FutureTask<>(
            () -> {
              throw new EndOfRows(why);
            });
    end.run();
    return end;
  }

  private static final class EndOfRows extends Exception {
    private static final long serialVersionUID = 1L;

    EndOfRows(@Nullable Throwable why) {
      super(why);
    }
  }

  private Row encoded(NewRow row) {
    try {
      Object value = row.value();
      String text = value instanceof CharSequence words ? words.toString() : null;
      return new Row(row.id(), row.place(), encoding.encode(value), null, text);
    } catch (IOException e) {
      return new Row(row.id(), row.place(), null, ExitCodes.message(e), null);
    }
  }

  /**
   * The next rows, at most 64; none at the end.
   *
   * @throws IOException if nothing more can be read; all rows before were given
   */
  List<Row> next() throws IOException {
    List<Row> batch = new ArrayList<>(BATCH);
    try {
      while (!isAtEnd && batch.size() < BATCH) {
        Future<Row> row =
            batch.isEmpty() || !rows.isLive()
                ? ahead.take()
                : ahead.poll(LONGEST_WAIT_MILLIS, TimeUnit.MILLISECONDS);
        if (row == null) {
          return batch;
        }
        batch.add(row.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new java.io.InterruptedIOException("interrupted while rows were read");
    } catch (ExecutionException e) {
      isAtEnd = true;
      end(e.getCause());
    }
    if (batch.isEmpty() && failure != null) {
      throw failure;
    }
    return batch;
  }

  private void end(@Nullable Throwable cause) {
    Throwable why = cause instanceof EndOfRows ? cause.getCause() : cause;
    if (why instanceof RuntimeException unexpected) {
      throw unexpected;
    }
    if (why instanceof Error error) {
      throw error;
    }
    failure = (IOException) why;
  }

  @Override
  public void close() throws IOException {
    reader.interrupt();
    encoders.shutdownNow();
    rows.close();
  }
}

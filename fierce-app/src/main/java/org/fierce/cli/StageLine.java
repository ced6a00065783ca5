package org.fierce.cli;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.fierce.cli.TerminalWriter.Mark;
import org.fierce.data.ReadListener;
import org.fierce.report.VisibleText;
import org.fierce.train.TrainingListener;
import org.jspecify.annotations.Nullable;

/**
 * Says on standard error what is being done: on a terminal at once, in a line that is drawn over
 * and tells the seconds; else in a line of its own once it has taken a second, so that what is
 * refused at once is a single message. How far reading has come is told with it, in a file every 15
 * seconds.
 */
final class StageLine implements AutoCloseable {
  private static final long TICK_MILLIS = 500;
  private static final long LINE_SECONDS = 15;

  private final String name;
  private final Streams streams;
  private final LongSupplier nanoTime;
  private @Nullable ScheduledExecutorService ticking;
  private String words = "";
  private String progress = "";
  private long saidNanos;
  private boolean isSaid;
  private long beginNanos;

  /**
   * Nothing yet.
   *
   * @param name what stands before, as the method; empty for nothing
   */
  StageLine(String name, Streams streams) {
    this(name, streams, System::nanoTime);
    ScheduledExecutorService ticks =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "stage");
              thread.setDaemon(true);
              return thread;
            });
    var unused = ticks.scheduleAtFixedRate(this::draw, TICK_MILLIS, TICK_MILLIS, MILLISECONDS);
    ticking = ticks;
  }

  /** With another clock, and without ticks of its own. */
  StageLine(String name, Streams streams, LongSupplier nanoTime) {
    this.name = name.isEmpty() ? "" : VisibleText.of(name) + ": ";
    this.streams = streams;
    this.nanoTime = nanoTime;
  }

  /** Something begins; what was before has ended. */
  synchronized void begin(String stage) {
    words = VisibleText.of(stage);
    progress = "";
    beginNanos = nanoTime.getAsLong();
    isSaid = false;
    if (streams.errTerminal().isInteractive()) {
      draw();
    }
  }

  /** Draws the line again; nothing where nothing is being done. */
  synchronized void draw() {
    if (words.isEmpty()) {
      return;
    }
    if (!streams.errTerminal().isInteractive()) {
      long now = nanoTime.getAsLong();
      boolean isDue =
          isSaid
              ? !progress.isEmpty() && now - saidNanos >= TimeUnit.SECONDS.toNanos(LINE_SECONDS)
              : now - beginNanos >= TimeUnit.SECONDS.toNanos(1);
      if (isDue) {
        isSaid = true;
        saidNanos = now;
        streams.err().println(name + words + progress);
        streams.err().flush();
      }
      return;
    }
    long seconds = (nanoTime.getAsLong() - beginNanos) / 1_000_000_000L;
    String line =
        name
            + words
            + progress
            + (seconds == 0 ? " ..." : String.format(Locale.ROOT, " ... %d s", seconds));
    int most = streams.errTerminal().width() - 1;
    streams.err().print(Mark.CLEAR_LINE + line.substring(0, Math.min(most, line.length())));
    streams.err().flush();
  }

  /** What was begun has ended. */
  synchronized void end() {
    if (!words.isEmpty() && streams.errTerminal().isInteractive()) {
      streams.err().print(Mark.CLEAR_LINE);
      streams.err().flush();
    }
    words = "";
  }

  /** What says here how far reading has come: {@code , 300 of 5,000 pictures}. */
  ReadListener reading() {
    return (what, done, total) -> {
      String so = String.format(Locale.ROOT, ", %,d of %,d %s", done, total, what);
      synchronized (this) {
        progress = so;
      }
    };
  }

  /** What says the stages of a run here. */
  TrainingListener listener() {
    return new TrainingListener() {
      @Override
      public void onStage(String stage) {
        begin(stage);
      }
    };
  }

  @Override
  public void close() {
    end();
    if (ticking != null) {
      ticking.shutdownNow();
    }
  }
}

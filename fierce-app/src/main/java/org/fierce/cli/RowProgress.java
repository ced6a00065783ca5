package org.fierce.cli;

import java.util.Locale;
import java.util.function.LongSupplier;
import org.fierce.cli.TerminalWriter.Mark;

/**
 * How many rows were answered, on standard error: a line that is drawn over on a terminal, else a
 * line now and then; nothing in the first second.
 */
final class RowProgress implements AutoCloseable {
  private static final long FIRST_NANOS = 1_000_000_000L;
  private static final long REDRAW_NANOS = 200_000_000L;
  private static final long LINE_EVERY_NANOS = 15_000_000_000L;

  private final Streams streams;
  private final LongSupplier nanoTime;
  private final long total;
  private final long startNanos;
  private long lastNanos;
  private boolean isLineOpen;

  /** Rows of which so many are expected; -1 where that is not known. */
  RowProgress(long total, Streams streams) {
    this(total, streams, System::nanoTime);
  }

  RowProgress(long total, Streams streams, LongSupplier nanoTime) {
    this.total = total;
    this.streams = streams;
    this.nanoTime = nanoTime;
    this.startNanos = nanoTime.getAsLong();
    this.lastNanos = startNanos;
  }

  void answered(long rows) {
    boolean isInteractive = streams.errTerminal().isInteractive();
    long now = nanoTime.getAsLong();
    if (now - startNanos < FIRST_NANOS
        || now - lastNanos < (isInteractive ? REDRAW_NANOS : LINE_EVERY_NANOS)) {
      return;
    }
    lastNanos = now;
    double rate = rows / ((now - startNanos) / 1e9);
    String line =
        String.format(
            Locale.ROOT,
            "%,d%s rows, %,.0f a second%s",
            rows,
            total < 0 ? "" : String.format(Locale.ROOT, " of %,d", total),
            rate,
            total < 0 ? "" : String.format(Locale.ROOT, ", %,.0f s left", (total - rows) / rate));
    if (isInteractive) {
      streams.err().print(Mark.CLEAR_LINE + line);
      streams.err().flush();
      isLineOpen = true;
    } else {
      streams.err().println(line);
    }
  }

  @Override
  public void close() {
    if (isLineOpen) {
      streams.err().print(Mark.CLEAR_LINE);
      streams.err().flush();
      isLineOpen = false;
    }
  }
}

package org.fierce.cli;

import java.util.Locale;
import java.util.function.LongSupplier;
import org.fierce.cli.TerminalWriter.Mark;
import org.fierce.data.fetch.FetchListener;

/**
 * How far a download has come, on standard error: a line that is drawn over on a terminal, else a
 * line now and then.
 */
final class FetchProgress implements FetchListener, AutoCloseable {
  private static final long REDRAW_NANOS = 200_000_000L;
  private static final long LINE_EVERY_NANOS = 15_000_000_000L;

  private final Streams streams;
  private final LongSupplier nanoTime;
  private long lastNanos;
  private boolean isLineOpen;

  FetchProgress(Streams streams) {
    this(streams, System::nanoTime);
  }

  FetchProgress(Streams streams, LongSupplier nanoTime) {
    this.streams = streams;
    this.nanoTime = nanoTime;
    this.lastNanos = nanoTime.getAsLong();
  }

  @Override
  public void progressed(String file, long bytes, long total) {
    boolean isInteractive = streams.errTerminal().isInteractive();
    long now = nanoTime.getAsLong();
    if (bytes != total && now - lastNanos < (isInteractive ? REDRAW_NANOS : LINE_EVERY_NANOS)) {
      return;
    }
    lastNanos = now;
    String line =
        total < 0
            ? String.format(Locale.ROOT, "%s: %.1f MB", file, bytes / 1e6)
            : String.format(
                Locale.ROOT,
                "%s: %.1f of %.1f MB, %.0f %%",
                file,
                bytes / 1e6,
                total / 1e6,
                total == 0 ? 100.0 : 100.0 * bytes / total);
    if (isInteractive && bytes != total) {
      streams.err().print(Mark.LINE_START + line + "   ");
      streams.err().flush();
      isLineOpen = true;
    } else {
      streams.err().println(isInteractive ? Mark.LINE_START + line + "   " : line);
      isLineOpen = false;
    }
  }

  @Override
  public void close() {
    if (isLineOpen) {
      streams.err().println();
      isLineOpen = false;
    }
  }
}
